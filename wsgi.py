"""The application a server runs."""

from app import create_app
from app.config import SettingsError
from app.health import check_at_start

try:
    app = create_app()
    check_at_start(app)
except SettingsError as error:
    raise SystemExit(str(error)) from None
