"""gunicorn in our way: a long search reaches the site, and no log of its own holds a word that was typed.

Whatever gunicorn itself would say about a request (its line, its headers, the address it came from) stays unsaid.
"""

import socket
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import errors, message
from gunicorn.workers.sync import SyncWorker

from app.headers import ALWAYS, policy

LONGEST_LINE = 131_072  # bytes of a request line: ten thousand of any character, as an address writes them
BROKEN = (500, "Internal Server Error")
STATUSES = {
    errors.InvalidResponseHeader: BROKEN,  # these two are the site's own mistakes
    errors.InvalidResponseHeaderName: BROKEN,
    errors.ConfigurationProblem: BROKEN,
    errors.LimitRequestLine: (414, "URI Too Long"),
    errors.LimitRequestHeaders: (431, "Request Header Fields Too Large"),
    errors.UnsupportedTransferCoding: (501, "Not Implemented"),
    errors.ExpectationFailed: (417, "Expectation Failed"),
    errors.ParseException: (400, "Bad Request"),
}
message.MAX_REQUEST_LINE = LONGEST_LINE  # else the setting is silently cut down to 8,190


class Log(Logger):
    """gunicorn's log of its own processes: no line for a request, whatever it was started with."""

    def access(self, *_request: Any) -> None:
        """Nothing: the site logs its answers itself, by route."""

    def debug(self, *_said: Any, **_options: Any) -> None:
        """Nothing: at this level gunicorn repeats what it was sent."""


class Worker(SyncWorker):
    """A sync worker that tells the log no more than what kind of thing went wrong before or after the site."""

    def handle_error(self, _request: Any, client: socket.socket, _address: Any, error: BaseException) -> None:
        """Answer a request that never reached the site, or that broke outside it, and name only the kind of error."""
        status, reason = status_of(error)
        kind = type(error).__name__
        if status == BROKEN[0]:
            self.log.error("A request broke outside the site: %s %s", kind, _place(error))
        else:
            self.log.warning("A request could not be read: %s", kind)
        try:
            util.write_nonblock(client, answer(status, reason))
        except OSError:
            self.log.warning("An answer could not be sent.")


def status_of(error: BaseException) -> tuple[int, str]:
    """The status and its name; what is not the visitor's mistake is ours."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), BROKEN)


def answer(status: int, reason: str) -> bytes:
    """The shortest page, under the same headers as any other."""
    body = f'<!doctype html><html lang="en"><title>{reason}</title><h1>{reason}</h1></html>'.encode()
    headers = ALWAYS | {
        "Content-Security-Policy": policy(""),
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body


def _place(error: BaseException) -> str:
    """Where in the code it broke; what it said may hold what was typed."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"in {at.tb_frame.f_code.co_qualname}, line {at.tb_lineno}" if at is not None else ""
