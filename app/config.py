"""Settings: from the environment, else from `INSTANCE_DIR/settings.env`; a place is refused rather than guessed."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "HEREABOUTS_MODE", "SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "DATABASE_URL", "PUBLIC_URL", "TRUSTED_PROXIES",
    "PORT", "TILE_URL", "TILE_ATTRIBUTION", "LOCALITY_BY", "INSTANCE_DIR",
)  # fmt: skip
NEEDED = ("SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "PUBLIC_URL")


class Mode(StrEnum):
    """What the running thing is for; unset means `production`."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class SettingsError(RuntimeError):
    """The settings do not allow a start; the message says which and what to do."""


def read_env_file(path: Path) -> dict[str, str]:
    """The NAME=value lines of a settings file; a file that is not there has none."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every setting of the application, checked.

    Raises `SettingsError` where production lacks one it needs.
    """
    environ = os.environ if environ is None else environ
    instance = Path(environ.get("INSTANCE_DIR") or ROOT / "instance").resolve()
    values = read_env_file(instance / "settings.env") | {name: environ[name] for name in NAMES if environ.get(name)}
    mode = _mode(values.get("HEREABOUTS_MODE", ""))
    missing = [name for name in NEEDED if not values.get(name)]
    if missing:
        raise SettingsError(
            f"Hereabouts cannot start in {mode} mode: set {', '.join(missing)} in the environment "
            f"or in {instance / 'settings.env'}."
        )
    url = values.get("DATABASE_URL") or f"sqlite:///{instance / 'hereabouts.sqlite'}"
    return {
        "MODE": mode,
        "SECRET_KEY": values["SECRET_KEY"],
        "DATA_KEYS": values["DATA_KEYS"],
        "INDEX_KEY": values["INDEX_KEY"],
        "PUBLIC_URL": values["PUBLIC_URL"].rstrip("/"),
        "SQLALCHEMY_DATABASE_URI": _driver(url),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": mode is not Mode.TEST
        },  # what people typed stays out of the log
        "INSTANCE_DIR": instance,
        "MIGRATIONS": str(ROOT / "app" / "migrations"),
        "SEED_DATA": ROOT / "seed_data",
        "PORT": _number(values, "PORT", 8000),
        "TRUSTED_PROXIES": _number(values, "TRUSTED_PROXIES", 0),
        "TILE_URL": values.get("TILE_URL", ""),
        "TILE_ATTRIBUTION": values.get("TILE_ATTRIBUTION", ""),
        "LOCALITY_BY": values.get("LOCALITY_BY", "home"),
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": mode is Mode.PRODUCTION,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "RATELIMIT_DEFAULT": "240 per minute",  # for each page, address and process: many people share an address
        "RATELIMIT_ENABLED": mode is not Mode.TEST,
        "COMPRESS_ALGORITHM": ["gzip"],
        "COMPRESS_LEVEL": 4,
        "COMPRESS_MIMETYPES": ["text/html", "application/json", "application/geo+json"],
    }


def _mode(name: str) -> Mode:
    try:
        return Mode(name or Mode.PRODUCTION)
    except ValueError:
        raise SettingsError(f"HEREABOUTS_MODE is '{name}'; it is production, demo or test.") from None


def _number(values: Mapping[str, str], name: str, otherwise: int) -> int:
    given = values.get(name) or str(otherwise)
    if not given.isascii() or not given.isdigit():
        raise SettingsError(f"{name} is '{given}'; it is a whole number.")
    return int(given)


def _driver(url: str) -> str:
    """PostgreSQL addresses as people write them, with the driver we ship."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
