"""The pages, by noun."""

from flask import Blueprint

bp = Blueprint("residents", __name__)

from app.residents.views import reading, searching, services  # noqa: E402  # each adds its pages to `bp`

__all__ = ["bp", "reading", "searching", "services"]
