"""Where things are: one tree of areas, postcodes, place names, boundaries, drawing."""

from flask import Flask


def start(app: Flask) -> None:
    """Add the commands about areas."""
    from app.areas import commands

    app.cli.add_command(commands.areas)
