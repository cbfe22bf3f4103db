"""Pages that anyone can open."""

from flask import Flask


def start(app: Flask) -> None:
    """Attach what the package adds to the app."""
