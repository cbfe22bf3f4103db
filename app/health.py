"""Two addresses for machines: whether the site may be sent visitors, and whether all that should happen does."""

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app import clock, jobs
from app.accounts.access import public
from app.extensions import db, limiter


@public
def ready() -> ResponseReturnValue:
    """Whether the database answers; a proxy sends no visitors until it does."""
    db.session.execute(text("SELECT 1"))
    return jsonify(ready=True)


@public
def health() -> ResponseReturnValue:
    """Green when every job has run in its time; amber names those that have not."""
    late = jobs.overdue(clock.now())
    return jsonify(status="amber" if late else "green", overdue=late)


def start(app: Flask) -> None:
    """Put both at the top level, free of the limits visitors have."""
    for view in (ready, health):
        limiter.exempt(view)
        app.add_url_rule(f"/{view.__name__}", view.__name__, view)
