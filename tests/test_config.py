"""Settings: production is refused rather than guessed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app import create_app, health
from app.config import Mode, SettingsError, settings
from app.extensions import db
from tests.conftest import new_app
from tests.make import Make

WHOLE = {
    "SECRET_KEY": "s",
    "DATA_KEYS": Fernet.generate_key().decode(),
    "INDEX_KEY": "i",
    "PUBLIC_URL": "https://hereabouts.example/",
}


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "PUBLIC_URL"])
def test_production_refuses_to_start_without(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in WHOLE.items() if name != missing} | {"INSTANCE_DIR": str(tmp_path)}
    with pytest.raises(SettingsError, match=missing):
        settings(given)


def test_unset_is_production(tmp_path: Path) -> None:
    assert settings(WHOLE | {"INSTANCE_DIR": str(tmp_path)})["MODE"] is Mode.PRODUCTION


def test_a_mode_we_do_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="production, demo or test"):
        settings(WHOLE | {"INSTANCE_DIR": str(tmp_path), "HEREABOUTS_MODE": "staging"})


def test_a_port_is_a_number(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PORT"):
        settings(WHOLE | {"INSTANCE_DIR": str(tmp_path), "PORT": "http"})


def test_the_environment_is_stronger_than_the_file(tmp_path: Path) -> None:
    lines = ["# a comment", "HEREABOUTS_MODE=demo", "PORT = 9000", *(f"{k}={v}" for k, v in WHOLE.items())]
    (tmp_path / "settings.env").write_text("\n".join(lines))
    read = settings({"INSTANCE_DIR": str(tmp_path), "PORT": "9001"})
    assert (read["MODE"], read["PORT"], read["SECRET_KEY"]) == (Mode.DEMO, 9001, "s")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_addresses_are_taken_as_people_write_them(scheme: str, tmp_path: Path) -> None:
    read = settings(WHOLE | {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": f"{scheme}://me@host/name"})
    assert read["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://me@host/name"


def test_production_refuses_invented_listings(make: Make, tmp_path: Path) -> None:
    make.listing(demonstration=True)
    url = db.engine.url.render_as_string(hide_password=False)
    production = create_app({"MODE": Mode.PRODUCTION, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE_DIR": tmp_path})
    with pytest.raises(SettingsError, match="demonstration"):
        health.check_at_start(production)


def test_production_starts_with_real_listings(make: Make, tmp_path: Path) -> None:
    make.listing()
    url = db.engine.url.render_as_string(hide_password=False)
    production = create_app({"MODE": Mode.PRODUCTION, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE_DIR": tmp_path})
    health.check_at_start(production)


def test_production_without_a_database_says_so(tmp_path: Path) -> None:
    production = new_app(tmp_path, MODE=Mode.PRODUCTION)
    with pytest.raises(SettingsError, match="flask db upgrade"):
        health.check_at_start(production)


def test_a_server_without_settings_says_why_in_one_line(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if k not in WHOLE and k != "HEREABOUTS_MODE"}
    refused = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=Path(__file__).parents[1],
        env=environ | {"INSTANCE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "SECRET_KEY" in refused.stderr
