"""A transaction that writes says so first; then nothing is lost, whoever else writes."""

from multiprocessing import get_context
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import site
from app.accounts.access import public
from app.extensions import db, writing
from app.site import Setting
from tests.conftest import new_app

PROCESSES, TIMES = 4, 100


@pytest.mark.database
def test_a_write_that_was_not_declared_is_refused(app: Flask) -> None:
    db.session.add(Setting(key="name", value="Somewhere"))
    with pytest.raises(RuntimeError, match="writing"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.database
def test_a_declared_write_is_kept(app: Flask) -> None:
    writing()
    site.put("name", "Somewhere")
    db.session.commit()
    assert site.place().name == "Somewhere"


@pytest.mark.database
def test_the_declaration_lasts_one_transaction(app: Flask) -> None:
    writing()
    site.put("name", "Somewhere")
    db.session.commit()
    with pytest.raises(RuntimeError, match="writing"):
        db.session.execute(text("DELETE FROM setting"))
    db.session.rollback()


def _increment(instance: str) -> None:
    with new_app(Path(instance)).app_context():
        for _ in range(TIMES):
            writing()
            row = db.session.scalars(select(Setting).where(Setting.key == "count")).one()
            row.value = str(int(row.value) + 1)
            db.session.commit()


def test_four_processes_that_read_and_write_lose_nothing(app: Flask) -> None:
    writing()
    db.session.add(Setting(key="count", value="0"))
    db.session.commit()
    spawn = get_context("spawn")
    writers = [spawn.Process(target=_increment, args=(str(app.config["INSTANCE_DIR"]),)) for _ in range(PROCESSES)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert site.value("count") == str(PROCESSES * TIMES)


def test_a_forgotten_commit_saves_nothing(tmp_path: Path) -> None:
    made = new_app(tmp_path)

    @public
    def forgetful() -> str:
        site.put("name", "Forgotten")
        return "saved?"

    @public
    def careful() -> str:
        site.put("name", "Somewhere")
        db.session.commit()
        return "saved"

    made.add_url_rule("/forgetful", view_func=forgetful, methods=["POST"])
    made.add_url_rule("/careful", view_func=careful, methods=["POST"])
    with made.app_context():
        db.create_all()
        client = made.test_client()
        assert client.post("/forgetful").status_code == 200
        assert site.value("name") == ""
        assert client.post("/careful").status_code == 200
        assert site.value("name") == "Somewhere"
        db.session.remove()
        db.engine.dispose()


def test_a_page_that_only_asks_may_not_write(tmp_path: Path) -> None:
    made = new_app(tmp_path)

    @public
    def sly() -> str:
        site.put("name", "Changed by a link")
        db.session.commit()
        return "saved?"

    made.add_url_rule("/sly", view_func=sly)
    with made.app_context():
        db.create_all()
        with pytest.raises(RuntimeError, match="writing"):
            made.test_client().get("/sly")
        db.session.remove()
        db.engine.dispose()
