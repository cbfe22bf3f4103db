"""Whether the site may take visitors, and whether all that should happen does: two addresses, and a check at start."""

import gc
import os

from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app import clock, jobs, site
from app.accounts.access import public
from app.config import Mode, SettingsError
from app.extensions import db, limiter

TEMPLATES = ("base.", "components/", "errors/", "layouts/", "residents/")  # ours, compiled before anybody asks
COLLECT_AFTER = (20_000, 20, 50)  # a page makes some thousands of objects, nearly all of them gone with it


@public
def ready() -> ResponseReturnValue:
    """Whether the database answers and has our tables; a proxy sends no visitors until then."""
    site.revision()
    return jsonify(ready=True)


@public
def health() -> ResponseReturnValue:
    """Green when every job has run in its time; amber names those that have not."""
    late = jobs.overdue(clock.now())
    return jsonify(status="amber" if late else "green", overdue=late)


def refuse_demonstration() -> None:
    """Refuse to serve invented listings in production, where people would ring their numbers."""
    from app.directory import queries

    if current_app.config["MODE"] is Mode.PRODUCTION and queries.has_demonstration():
        raise SettingsError(
            "Hereabouts will not start in production while the database holds demonstration listings: "
            "use a new database, filled with `flask seed --without-demo`."
        )


def warm() -> None:
    """Make one search, so that every process forked from this one has the index open and what it needs read."""
    from app.areas import places
    from app.directory import needs, search, urgent

    search.find(search.Criteria(words="lonely", where=places.locate("here").where))
    urgent.signals("lonely")
    needs.top()
    for name in current_app.jinja_env.list_templates(filter_func=lambda name: name.startswith(TEMPLATES)):
        current_app.jinja_env.get_template(name)
    # What is loaded now stays loaded: the collector need not walk it again in every worker, nor make copies of it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def check_at_start(app: Flask) -> None:
    """What a server asks before it takes visitors, and what it learns; a command may mend what this would refuse."""
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        return
    with app.app_context():
        try:
            refuse_demonstration()
            warm()
        except SQLAlchemyError:
            if app.config["MODE"] is Mode.PRODUCTION:
                raise SettingsError("The database is not ready: run `flask db upgrade`.") from None
        finally:
            db.session.remove()
            db.engine.dispose()  # a worker opens connections of its own


def start(app: Flask) -> None:
    """Put both at the top level, free of the limits visitors have."""
    for view in (ready, health):
        limiter.exempt(view)
        app.add_url_rule(f"/{view.__name__}", view.__name__, view)
