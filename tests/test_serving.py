"""`make run`: settings once, site and worker together, and one plain line for what stands in the way."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask import Flask
from gunicorn.config import Config

from app import database, health, serving, webserver
from app.config import ROOT, read_env_file
from app.extensions import db
from tests.conftest import new_app
from tests.make import Make
from tests.page import Page

SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ(instance: Path, **settings: str) -> dict[str, str]:
    ours = {"SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "PUBLIC_URL", "HEREABOUTS_MODE", "DATABASE_URL", "PORT"}
    return {k: v for k, v in os.environ.items() if k not in ours} | {"INSTANCE_DIR": str(instance)} | settings


def started(instance: Path, **settings: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "app.serving"],
        cwd=ROOT,
        env=environ(instance, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def of(pid: int) -> list[int]:
    """The processes that this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def children(process: "subprocess.Popen[str]") -> dict[str, int]:
    """The two processes of the site: the web server has workers of its own."""
    return {"web server" if of(pid) else "worker": pid for pid in of(process.pid)}


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance folder with one listing in its database, so that nothing needs to be seeded."""
    serving.write_demo_settings({"INSTANCE_DIR": str(tmp_path)})
    made = new_app(tmp_path)
    with made.app_context():
        database.upgrade()
        Make().listing("tea-and-talk")
        db.session.remove()
        db.engine.dispose()
    return tmp_path


@pytest.fixture
def site(instance: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """The site as `make run` starts it, and its port."""
    port = free_port()
    process = started(instance, PORT=str(port))
    assert process.stdout
    line = process.stdout.readline()
    assert f"http://127.0.0.1:{port}" in line, line + (process.stderr.read() if process.stderr else "")
    yield process, port
    process.kill()
    process.wait()
    process.stdout.close()
    if process.stderr:
        process.stderr.close()


def test_settings_are_written_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    given = {"INSTANCE_DIR": str(tmp_path / "new")}
    serving.write_demo_settings(given)
    path = tmp_path / "new" / "settings.env"
    first = read_env_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert first["HEREABOUTS_MODE"] == "demo"
    serving.write_demo_settings(given)
    assert read_env_file(path) == first
    serving.write_demo_settings({"INSTANCE_DIR": str(tmp_path / "other")})
    other = read_env_file(tmp_path / "other" / "settings.env")
    assert not {first[key] for key in ("SECRET_KEY", "DATA_KEYS", "INDEX_KEY")} & set(other.values())


def test_production_writes_no_settings(tmp_path: Path) -> None:
    serving.write_demo_settings({"INSTANCE_DIR": str(tmp_path), "HEREABOUTS_MODE": "production"})
    assert list(tmp_path.iterdir()) == []


def raw(port: int, sent: bytes) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the body that these very bytes are answered with."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


def ended(process: "subprocess.Popen[str]") -> str:
    """All that the site and its server wrote, now that they are stopped."""
    process.send_signal(signal.SIGTERM)
    said, wrong = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    return said + wrong


NONSENSE = {
    b"quuxley lives at 1 high street\r\n\r\n": 400,
    b"GET /search?q=quuxley HTTP/9.9\r\n\r\n": 400,
    b"GET /search?q=<quuxley\x01> HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
    b"GET /search HTTP/1.1\r\nHost: localhost\r\nquuxley high street: 1\r\n\r\n": 400,
    b"GET /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: quuxley\r\n\r\n": 501,
    b"GET /search?q=" + b"quuxley" * 25_000 + b" HTTP/1.1\r\n\r\n": 414,
}


def test_a_long_search_reaches_the_site_and_no_log_repeats_a_request(
    site: tuple["subprocess.Popen[str]", int],
) -> None:
    process, port = site
    for typed in ("quuxley " * 1250, "🦊" * 10_000):
        status, headers, body = raw(
            port, f"GET /search?q={quote_plus(typed)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        assert status in (200, 400)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert Page(body.decode()).main.text
    for sent, answered in NONSENSE.items():
        with suppress(ConnectionError):  # the server need not wait for the end of a line that is too long
            status, headers, body = raw(port, sent)
            assert status == answered, sent[:60]
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert b"quuxley" not in body
    log = ended(process).replace(f"http://127.0.0.1:{port}", "")
    assert log.count("A request could not be read") == len(NONSENSE)
    assert len(re.findall(r" residents\.search (?:200|400) ", log)) == 2
    for private in ("quuxley", "high street", "127.0.0.1", quote_plus("🦊")):
        assert private not in log


def test_gunicorn_reads_the_same_file_on_its_own() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "gunicorn", "wsgi:app", "--print-config", "--log-level", "debug"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    told = dict(re.findall(r"^(\w+) += (.*)$", shown, flags=re.M))
    assert int(told["limit_request_line"]) > 120_000
    assert told["worker_class"] == "<Worker()>"
    assert told["logger_class"] == "<Log()>"
    assert told["preload_app"] == "True"


def test_at_its_most_talkative_gunicorn_repeats_no_request(capfd: pytest.CaptureFixture[str]) -> None:
    cfg = Config()
    for name, value in {"loglevel": "debug", "accesslog": "-"}.items():
        cfg.set(name, value)
    log = webserver.Log(cfg)
    log.debug("Ignored premature client disconnection. %s", "GET /search?q=quuxley")
    log.access(None, None, {"RAW_URI": "/search?q=quuxley"}, None)
    log.warning("Worker reloading")
    out, err = capfd.readouterr()
    assert "quuxley" not in out + err
    assert "Worker reloading" in err


def test_a_mistake_of_the_site_is_named_by_kind_and_place_alone(caplog: pytest.LogCaptureFixture) -> None:
    """What an error says may hold what was typed."""
    cfg = Config()
    worker = webserver.Worker(1, 1, [], None, 30, cfg, logging.getLogger("tests.worker"))
    ours, theirs = socket.socketpair()
    with ours, theirs, caplog.at_level(logging.INFO):
        try:
            raise ValueError("quuxley")
        except ValueError as error:
            worker.handle_error(None, theirs, ("192.0.2.7", 1), error)
        assert ours.recv(1000).startswith(b"HTTP/1.1 500 ")
    worker.tmp.close()
    (said,) = [record.getMessage() for record in caplog.records if record.name == "tests.worker"]
    assert "ValueError in test_a_mistake_of_the_site" in said
    assert "quuxley" not in caplog.text
    assert "192.0.2.7" not in caplog.text


FIRST_SEARCH = """
import sys
from app import serving
from app.directory import search
from app.extensions import db
find, order = search.find, []
search.find = lambda criteria: (order.append("searched"), find(criteria))[1]
def serve(app):
    with app.app_context():
        order.append(f"forked with {db.engine.pool.checkedin() + db.engine.pool.checkedout()} connections")
    return 0
serving.serve = serve
code = serving.main()
print(order)
sys.exit(code)
"""


def test_a_search_is_made_before_workers_are_forked_and_no_connection_is_shared(instance: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_SEARCH],
        cwd=ROOT,
        env=environ(instance, PORT=str(free_port())),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "['searched', 'forked with 0 connections']\n", done.stderr


def test_a_server_of_its_own_searches_before_it_forks_too(app: Flask, make: Make) -> None:
    make.listing("tea-and-talk")
    app.extensions.pop("hereabouts.search", None)
    health.check_at_start(app)
    assert app.extensions["hereabouts.search"].index.snapshot.revision > 0


def test_the_site_answers_and_stops_with_its_worker(site: tuple["subprocess.Popen[str]", int]) -> None:
    process, port = site
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
        assert answer.status == 200
    both = children(process)
    assert set(both) == {"web server", "worker"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS) == 0
    assert not [name for name, pid in both.items() if is_running(pid)]


@pytest.mark.parametrize("ended", ["web server", "worker"])
def test_when_one_ends_the_other_is_stopped(site: tuple["subprocess.Popen[str]", int], ended: str) -> None:
    process, _port = site
    both = children(process)
    os.kill(both[ended], signal.SIGKILL)
    assert process.wait(SECONDS) == 1
    assert process.stderr
    assert f"The {ended} ended by itself" in process.stderr.read()
    assert not [name for name, pid in both.items() if is_running(pid)]


def refused(instance: Path, **settings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "app.serving"],
        cwd=ROOT,
        env=environ(instance, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_port_that_is_taken_is_one_plain_line(instance: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in refused(instance, PORT=str(port))


def test_a_port_that_is_no_number_is_one_plain_line(tmp_path: Path) -> None:
    assert "PORT is 'http'" in refused(tmp_path, PORT="http")


def test_a_database_that_does_not_answer_is_one_plain_line(tmp_path: Path) -> None:
    url = f"postgresql://me:secret@127.0.0.1:{free_port()}/none"
    line = refused(tmp_path, DATABASE_URL=url, PORT=str(free_port()))
    assert "does not answer" in line
    assert "secret" not in line


def test_an_address_that_is_no_database_is_one_plain_line(tmp_path: Path) -> None:
    assert "DATABASE_URL" in refused(tmp_path, DATABASE_URL="hereabouts", PORT=str(free_port()))


def test_production_without_settings_is_one_plain_line(tmp_path: Path) -> None:
    assert "SECRET_KEY" in refused(tmp_path, HEREABOUTS_MODE="production")


@pytest.mark.parametrize(
    ("python", "line"),
    [("python-that-is-not-there", "Python 3.11 or later is needed: install python3"), ("old-python", "3.9.2")],
)
def test_make_names_a_missing_python_in_one_line(python: str, line: str, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "--no-print-directory", "-C", str(ROOT), f"VENV={tmp_path / 'venv'}", f"PYTHON={python}", "run"],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [said for said in done.stderr.splitlines() if not said.startswith("make")]
    assert len(ours) == 1, done.stderr
    assert line in ours[0]


def test_make_alone_lists_what_there_is() -> None:
    listed = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    targets = ("help", "run", "test", "check", "bench", "assets", "words", "lock")
    assert all(re.search(rf"^  make {target} +[A-Z]", listed, flags=re.M) for target in targets)
