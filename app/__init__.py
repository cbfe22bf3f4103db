"""Hereabouts: a service directory and social prescribing platform for a UK place."""

from collections.abc import Mapping
from typing import Any

from flask import Flask


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application, from the settings of its environment; `overrides` are for tests."""
    from app import areas, cli, directory, errors, extensions, headers, i18n, residents, site, templating
    from app.accounts import access
    from app.config import settings

    app = Flask(__name__)
    app.config.update(settings() | dict(overrides or {}))
    for part in (extensions, i18n, templating, site, headers, errors, areas, directory, residents, access, cli):
        part.start(app)
    return app
