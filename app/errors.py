"""What goes wrong, said in plain words."""

from flask_babel import LazyString


class Refused(Exception):
    """A rule of the product says no; the message is for the person who asked."""

    def __init__(self, message: LazyString | str) -> None:
        super().__init__(message)
        self.message = message
