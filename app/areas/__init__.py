"""Where things are: one tree of areas, postcodes, place names, boundaries, drawing."""

from flask import Flask


def start(app: Flask) -> None:
    """Attach what the package adds to the app."""
