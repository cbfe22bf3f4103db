"""What identifies or describes a person, and where a hidden place is, are kept encrypted in the database."""

from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import Dialect, LargeBinary, TypeDecorator


def cipher() -> MultiFernet:
    """The keys of `DATA_KEYS`: the first encrypts, all of them decrypt."""
    keys = [key.strip() for key in current_app.config["DATA_KEYS"].split(",") if key.strip()]
    return MultiFernet([Fernet(key) for key in keys])


class Encrypted(TypeDecorator[Mapping[str, Any]]):
    """A small JSON object that only the application can read; the database holds a Fernet token."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> bytes | None:
        """Plain to token."""
        return None if value is None else cipher().encrypt(msgspec.json.encode(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Mapping[str, Any] | None:
        """Token to plain; a token made with a key we no longer hold raises `InvalidToken`."""
        if value is None:
            return None
        plain: dict[str, Any] = msgspec.json.decode(cipher().decrypt(value))
        return plain
