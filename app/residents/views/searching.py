"""Home, the results as a page and as a map's data, and "use my location"."""

from dataclasses import replace
from urllib.parse import parse_qsl

from flask import Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.access import public
from app.areas import places
from app.directory import counts, needs
from app.directory.search.criteria import Hits
from app.geo import Point
from app.i18n import _
from app.residents import address, asking, etags, geojson, results, structured
from app.residents.forms import HereForm, SearchForm, search_form
from app.residents.views import bp

LONGEST_QUERY = 4000  # characters of the address of a search that are kept
TOPICS = 8  # shown as tiles; the others as links below


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """The question, two fields, and what matters to people."""
    said = {"topics": needs.top(), "shown": TOPICS, "canonical": structured.canonical("/")}
    return etags.answer(lambda: render_template("residents/home.html", **said), lambda: None)


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    """Services that match a resident's words, near them when we know where they are."""
    asked = asking.read(search_form(request.args))
    return etags.answer(lambda: _results(asked), lambda: _count(asked))


@bp.get("/search.geojson")
@public
def search_geojson() -> ResponseReturnValue:
    """The same hits in the same order, for the map and for other programs."""
    asked = asking.read(search_form(request.args))
    return etags.answer(lambda: _features(asked), lambda: None)


@bp.post("/search/here")
@public(writes=False)
def here() -> ResponseReturnValue:
    """Where somebody is, rounded to a postcode; what their device said is forgotten at once."""
    form = HereForm()
    point = Point(form.lat.data, form.lon.data) if form.validate() else None
    postcode = places.nearest_postcode(point) if point else None
    asked = _pressed_on(form)
    if postcode:
        return redirect(address.search([*address.without(asked.pairs, "near"), ("near", postcode)]), 303)
    return _not_here(asked, understood=point is not None)


def _pressed_on(form: HereForm) -> SearchForm:
    """The search of the page on which the button was pressed, with the words as they stand in the box now."""
    kept = MultiDict(parse_qsl((form.search.data or "")[:LONGEST_QUERY].lstrip("?")))
    kept["q"] = form.q.data or ""
    return search_form(kept)


def _results(asked: asking.Search) -> str:
    page = asked.criteria.page
    asked, hits = _on_a_page(asked)
    counts.search_made(asked.criteria, hits)
    problems = asked.form.problems
    if asked.criteria.page < page:
        problems.append(_("There are not that many pages of results, so here is the last."))
    return render_template("residents/results.html", page=results.made(asked, hits, problems), noindex=True)


def _on_a_page(asked: asking.Search) -> tuple[asking.Search, Hits]:
    """What was found, of the page that was asked for or else of the last there is."""
    hits = asking.find(asked)
    last = results.last_page(asked, hits)
    if asked.criteria.page <= last:
        return asked, hits
    asked = replace(asked, criteria=replace(asked.criteria, page=last))
    return asked, asking.find(asked)


def _features(asked: asking.Search) -> Response:
    answer = jsonify(geojson.collection(*_on_a_page(asked)))
    answer.mimetype = "application/geo+json"
    return answer


def _count(asked: asking.Search) -> None:
    counts.search_made(asked.criteria, asking.find(asked))


def _not_here(form: SearchForm, *, understood: bool) -> str:
    """The results without a place, and why."""
    asked = asking.read(form)
    said = _("Your device says that you are outside the places we cover. You can type a postcode or a place instead.")
    if not understood:
        said = _("Your device did not say where you are. You can type a postcode or a place instead.")
    return render_template("residents/results.html", page=results.made(asked, asking.find(asked), [said]), noindex=True)
