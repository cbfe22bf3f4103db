"""What help there is: listings, search, freshness, counts."""

from flask import Flask


def start(app: Flask) -> None:
    """Attach what the package adds to the app."""
