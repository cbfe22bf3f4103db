"""One worker: each job when it is due, never twice at once, and what went wrong is seen."""

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, jobs
from app.directory import counts
from app.directory.models import SearchCount
from app.extensions import db, writing
from app.jobs import Job
from tests.make import Make
from tests.page import Client

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What one job did; the jobs of the product are put away."""
    monkeypatch.setattr(jobs, "_kinds", {})
    done: list[str] = []
    jobs.register("sweep", MINUTE, lambda: done.append("swept"))
    return done


def _change(**columns: object) -> None:
    writing()
    job = db.session.get(Job, "sweep") or Job(name="sweep")
    for name, value in columns.items():
        setattr(job, name, value)
    db.session.add(job)
    db.session.commit()


@pytest.mark.database
def test_a_job_runs_when_it_is_due_and_not_before(app: Flask, ran: list[str]) -> None:
    assert jobs.run_due() == ["sweep"]
    assert jobs.run_due() == []
    _change(last_run=clock.now() - MINUTE)
    assert jobs.run_due() == ["sweep"]
    assert ran == ["swept", "swept"]


@pytest.mark.database
def test_a_job_that_another_worker_holds_is_left_to_it(app: Flask, ran: list[str]) -> None:
    _change(lease_until=clock.now() + MINUTE)
    assert jobs.run_due() == []
    _change(lease_until=clock.now() - MINUTE)  # that worker was killed
    assert jobs.run_due() == ["sweep"]


@pytest.mark.database
def test_a_job_that_fails_is_noted_and_holds_up_no_other(app: Flask, ran: list[str]) -> None:
    def broken() -> None:
        raise ValueError("private details")

    jobs.register("broken", MINUTE, broken)
    jobs.register("after", MINUTE, lambda: ran.append("after"))
    assert jobs.run_due() == ["sweep", "broken", "after"]
    assert ran == ["swept", "after"]
    assert db.session.get_one(Job, "broken").last_result == "ValueError"
    assert jobs.overdue(clock.now()) == ["broken"]


def test_health_is_amber_until_every_job_has_run_in_its_time(client: Client, ran: list[str]) -> None:
    assert client.get("/health").get_json() == {"status": "amber", "overdue": ["sweep"]}
    jobs.run_due()
    assert client.get("/health").get_json() == {"status": "green", "overdue": []}
    _change(last_run=clock.now() - MINUTE - jobs.LATE - timedelta(seconds=1))
    assert client.get("/health").get_json() == {"status": "amber", "overdue": ["sweep"]}


def test_the_worker_stops_when_told(app: Flask, ran: list[str]) -> None:
    answers = iter([False, True])
    jobs.work(lambda: next(answers))
    assert ran == ["swept"]


def test_a_search_becomes_a_daily_count_by_work_once(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two passes: the first puts the spool aside, the second counts it when no writer can have it open."""
    make.listing("tea")
    assert {(kind.name, kind.every) for kind in jobs._kinds.values()} >= {("counts", MINUTE), ("search", MINUTE)}
    day = clock.today()
    client.page("/search?q=tea")
    assert set(client.application.test_cli_runner().invoke(args=["work", "--once"]).output.split()) >= {"counts"}
    assert db.session.scalars(select(SearchCount)).all() == []

    later, rested = clock.now() + MINUTE, time.time() + counts.REST
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(counts.time, "time", lambda: rested)
    assert set(client.application.test_cli_runner().invoke(args=["work", "--once"]).output.split()) >= {"counts"}
    row = db.session.scalars(select(SearchCount)).one()
    assert (row.day, row.searches) == (day, 1)


def test_work_once_runs_what_is_due(app: Flask, ran: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["work", "--once"])
    assert result.output == "sweep\n"
