"""What every form of the product has in common."""

from flask_wtf import FlaskForm
from wtforms import Form


class QueryForm(Form):
    """A form that only asks: it is read from the address, so that a search can be sent to a friend."""


class ChangeForm(FlaskForm):
    """A form that changes something: posted, and guarded by the CSRF check of every POST."""
