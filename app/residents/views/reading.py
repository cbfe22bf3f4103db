"""About the site, where its data comes from, and what search engines may read."""

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from app import built
from app.accounts.access import public
from app.areas import drawing
from app.areas.tree import tree
from app.residents import sources, structured
from app.residents.views import bp

AREAS_KEPT = 86_400  # seconds a browser may keep the lines of the map


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """What this is, how it finds things, what it keeps about a visit."""
    return render_template("residents/about.html", canonical=structured.canonical("/about"), boroughs=tree().boroughs())


@bp.get("/data")
@public
def data() -> ResponseReturnValue:
    """Every source, with the words its licence asks us to show."""
    return render_template(
        "residents/data.html",
        canonical=structured.canonical("/data"),
        files=sources.files(),
        boroughs=sources.boroughs(),
        numbers=sources.numbers(),
        found=sources.found(),
        packages=built.manifest().packages,
    )


@bp.get("/areas.geojson")
@public
def areas() -> ResponseReturnValue:
    """The lines of the localities for the map that moves; every one is approximate."""
    codes = [node.code for borough in tree().boroughs() for node in tree().localities(borough.code)]
    answer = current_app.json.response(drawing.geojson(codes))
    answer.mimetype = "application/geo+json"
    answer.headers["Cache-Control"] = f"public, max-age={AREAS_KEPT}"
    return answer


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Everything may be read: what nobody should index says so itself, and that has to be read too."""
    return Response("User-agent: *\nDisallow:\n", mimetype="text/plain")
