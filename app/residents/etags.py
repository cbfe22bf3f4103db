"""A mark of everything a page is made of, had before it is made: a repeat is answered without searching."""

from collections.abc import Callable
from hashlib import blake2b

from flask import Response, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app import built, clock, i18n, site
from app.directory import search


def answer(page: Callable[[], ResponseReturnValue], repeated: Callable[[], None], *, also: str = "") -> Response:
    """The page, or a 304 where the visitor still has this very page; a repeat is counted by `repeated`."""
    mark = _mark(also)
    if request.if_none_match.contains_weak(mark):
        repeated()
        response = Response(status=304)
    else:
        response = make_response(page())
    if response.status_code in (200, 304):
        response.set_etag(mark, weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Cookie")
    return response


def _mark(also: str) -> str:
    """Release, settings, index, address, language, whose page it is, and the quarter of an hour."""
    generate_csrf()
    now = clock.local()
    parts = (
        built.release(),
        str(site.revision()),
        str(search.revision()),
        request.full_path,
        str(i18n.locale()),
        str(session.get("csrf_token", "")),
        f"{now:%Y-%m-%d %H}.{now.minute // 15}",
        also,
    )
    return blake2b("\n".join(parts).encode(errors="replace"), digest_size=12).hexdigest()
