"""`make run`: settings once, site and worker together, and one plain line for what stands in the way."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import database, serving
from app.config import ROOT, read_env_file
from app.extensions import db
from tests.conftest import new_app
from tests.make import Make

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
