"""What every template can use."""

from flask import Flask


def start(app: Flask) -> None:
    """Give templates their filters and globals."""
