"""`make run`: everything between an empty folder and a site that answers, then the site and its worker together."""

import multiprocessing
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from secrets import token_urlsafe

from cryptography.fernet import Fernet
from flask import Flask, current_app
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import ArgumentError, OperationalError

from app import create_app, database, health, jobs, site
from app.config import ROOT, Mode, SettingsError
from app.directory import queries, search
from app.extensions import db, writing

HOST = "127.0.0.1"
CONFIG = ROOT / "gunicorn.conf.py"
PATIENCE = 60.0  # seconds until the site should answer
FAREWELL = 20.0  # seconds a process has to end
SEED, BEGUN = "seed", "begun"  # the setting that says how far filling the database went


class CannotServeError(Exception):
    """Why the site cannot start, and what to do, in one plain line."""


def main() -> int:
    """Prepare what is missing, serve until told to stop, and say in one line what stands in the way."""
    try:
        write_demo_settings(os.environ)
        app = create_app()
        if app.config["MODE"] is Mode.DEMO and "PUBLIC_URL" not in os.environ:
            app.config["PUBLIC_URL"] = f"http://{HOST}:{app.config['PORT']}"
        _port_is_free(app.config["PORT"])
        with app.app_context():
            prepare()
            health.refuse_demonstration()
            health.warm()
            db.session.remove()
            db.engine.dispose()  # each process opens connections of its own
        return serve(app)
    except ArgumentError:
        _complain("DATABASE_URL is not the address of a database: see docs/operating.md.")
    except (CannotServeError, SettingsError) as error:
        _complain(str(error))
    return 1


def _complain(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201  # a command of its own, without Click


def write_demo_settings(environ: Mapping[str, str]) -> None:
    """Write the settings of a demonstration, once: keys of its own, readable by nobody else."""
    instance = Path(environ.get("INSTANCE_DIR") or ROOT / "instance").resolve()
    path = instance / "settings.env"
    if path.exists() or environ.get("HEREABOUTS_MODE", Mode.DEMO) != Mode.DEMO:
        return
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [
        "# Made for a demonstration on this machine. A real place sets these itself: see docs/operating.md.",
        f"HEREABOUTS_MODE={Mode.DEMO}",
        f"SECRET_KEY={token_urlsafe(32)}",
        f"DATA_KEYS={Fernet.generate_key().decode()}",
        f"INDEX_KEY={token_urlsafe(32)}",
        f"PUBLIC_URL=http://{HOST}:8000",
    ]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def prepare() -> None:
    """Make and migrate the database, fill it when it is empty, and see that there is an index."""
    try:
        kept = database.upgrade()
    except OperationalError:
        raise CannotServeError(f"The database at {_where()} does not answer: start it, or set DATABASE_URL.") from None
    if kept:
        _say(f"The database was changed for this release; a copy of what it was is {kept}")
    if current_app.config["MODE"] is Mode.DEMO and (queries.how_many() == 0 or site.value(SEED) == BEGUN):
        _say("Filling the empty database. This happens once and takes less than a minute.")
        _seed()
    search.catch_up()
    db.session.rollback()


class Server(BaseApplication):
    """gunicorn, whose workers are forked from an app that is made already."""

    def __init__(self, app: Flask) -> None:
        self.made = app
        super().__init__()

    def load_config(self) -> None:
        """What `gunicorn` reads from its file, and where to listen."""
        told = {name: value for name, value in runpy.run_path(str(CONFIG)).items() if name in self.cfg.settings}
        for name, value in (told | {"bind": f"{HOST}:{self.made.config['PORT']}"}).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app."""
        return self.made


def serve(app: Flask) -> int:
    """Run the web server and the worker until one ends or we are told to stop, then stop both.

    Both are forked from this process, so that the app is made once and its memory is shared.
    """
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: told.append(received))
    forked = multiprocessing.get_context("fork")
    processes = {
        "web server": forked.Process(target=_run, args=(Server(app).run,)),
        "worker": forked.Process(target=_run, args=(_worker, app)),
    }
    for process in processes.values():
        process.start()
    try:
        return _watch(processes, told, app.config["PORT"])
    finally:
        _stop(processes.values())


def _run(task: Callable[..., None], *arguments: object) -> None:
    """A process of its own session, so that Ctrl-C reaches our parent alone and it ends us in order."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    task(*arguments)


def _worker(app: Flask) -> None:
    with app.app_context():
        jobs.work_until_signalled()


def _watch(processes: Mapping[str, BaseProcess], told: list[int], port: int) -> int:
    deadline: float | None = time.monotonic() + PATIENCE
    while not told:
        for name, process in processes.items():
            if not process.is_alive():
                raise CannotServeError(f"The {name} ended by itself, so everything was stopped.")
        if deadline and _is_ready(port):
            deadline = None
            _say(f"Hereabouts is at http://{HOST}:{port}  (Ctrl-C stops it)")
        elif deadline and time.monotonic() > deadline:
            raise CannotServeError(f"The site did not answer within {PATIENCE:.0f} seconds, so it was stopped.")
        time.sleep(0.02 if deadline else 0.25)
    return 0


def _stop(processes: Iterable[BaseProcess]) -> None:
    """Ask each to end and wait; what it had begun it may finish."""
    started = list(processes)
    for process in started:
        process.terminate()
    deadline = time.monotonic() + FAREWELL
    for process in started:
        process.join(max(0.1, deadline - time.monotonic()))
        process.kill()
        with suppress(ProcessLookupError):  # what is left of it: it was too slow, or died before its own processes
            os.killpg(process.pid or 0, signal.SIGKILL)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/ready", timeout=1) as answer:  # ourselves
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CannotServeError(
                f"Port {port} is taken by another program: stop it, or choose another, as in PORT={port + 1} make run."
            ) from None


def _seed() -> None:
    """Run `flask seed`, noting that it has begun, so that one that was stopped is done again."""
    _note(BEGUN)
    done = subprocess.run([sys.executable, "-m", "flask", "seed"], cwd=ROOT, check=False)  # our own words
    if done.returncode:
        raise CannotServeError("The seed could not be loaded; what went wrong is above.")
    _note("done")


def _note(state: str) -> None:
    writing()
    site.put(SEED, state)
    db.session.commit()


def _where() -> str:
    return db.engine.url.render_as_string(hide_password=True)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a command of its own, without Click


if __name__ == "__main__":
    sys.exit(main())
