"""What every answer carries: a strict policy for browsers, and one line in our own log that names no visitor."""

import logging
import sys
import time
from typing import TextIO
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Mode

access_log = logging.getLogger("hereabouts.access")

ALWAYS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DATA = {"application/json", "application/geo+json"}  # for programs: a page elsewhere says the same to people


def policy(tile_url: str) -> str:
    """The Content-Security-Policy: everything from our own host, nothing inline; map tiles from where they are."""
    images = " ".join(["'self'", *_tile_hosts(tile_url)])
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "img-src": images,
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _tile_hosts(tile_url: str) -> list[str]:
    if not tile_url:
        return []
    parts = urlsplit(tile_url.replace("{s}.", "*."))
    return [f"{parts.scheme}://{parts.netloc}"]


def _begin() -> None:
    g.began = time.perf_counter()


def _finish(response: Response) -> Response:
    for name, value in current_app.extensions["headers"].items():
        response.headers.setdefault(name, value)
    if response.mimetype in DATA:
        response.headers.setdefault("X-Robots-Tag", "noindex")
    took = time.perf_counter() - g.get("began", time.perf_counter())
    access_log.info("%s %s %d ms", request.endpoint or "nothing", response.status_code, round(took * 1000))
    return response


class _NoAddresses(logging.Filter):
    """Flask names the path of a request that broke; the log names the route instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, some reworded."""
        if record.exc_info and record.getMessage().startswith("Exception on "):
            record.msg, record.args = "Something broke in %s", (request.endpoint if request else "no request",)
        return True


class _NoRequests(logging.Filter):
    """The server of `flask run` logs every request with its path, its query and its address; we do not."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Only what it says of itself passes: that it runs, and where."""
        return " - - [" not in str(record.msg)


_no_requests = _NoRequests()  # one, however many apps are made


def start(app: Flask) -> None:
    """Put the headers on every answer, log it, and believe as many proxies as the settings say."""
    app.extensions["headers"] = ALWAYS | {"Content-Security-Policy": policy(app.config["TILE_URL"])}
    if app.config["MODE"] is Mode.PRODUCTION:
        app.extensions["headers"]["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if app.config["MODE"] is not Mode.TEST:
        _log_to(sys.stderr)
    app.logger.addFilter(_NoAddresses())
    logging.getLogger("werkzeug").addFilter(_no_requests)
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_finish)


def _log_to(stream: TextIO) -> None:
    ours = logging.getLogger("hereabouts")
    if not ours.handlers:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
