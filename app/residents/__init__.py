"""Pages that anyone can open."""

from flask import Flask


def start(app: Flask) -> None:
    """Attach the pages, and the numbers at the foot of each."""
    from app.residents import strip, views

    app.register_blueprint(views.bp)
    app.jinja_env.globals["always_there"] = strip.numbers
