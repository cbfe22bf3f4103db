"""The files that `make assets` built: their addresses, and how they are sent to be kept for a year."""

import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request
from msgspec import Struct, json

STATIC = Path(__file__).resolve().parent / "static"
BUILT = STATIC / "dist"
KEPT = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".css": "text/css"}


class Built(Struct):
    """One built file: its name with the hash of its bytes."""

    file: str
    sha256: str


class Package(Struct):
    """One package that built files come from."""

    name: str
    version: str
    licence: str


class Manifest(Struct):
    """What `make assets` built, and from what."""

    packages: list[Package]
    icons: list[str]
    files: dict[str, Built]
    sources: dict[str, str]


@lru_cache(maxsize=1)
def manifest() -> Manifest:
    """What was built; read once."""
    return json.decode((BUILT / "manifest.json").read_bytes(), type=Manifest)


@lru_cache(maxsize=1)
def release() -> str:
    """A short mark of this very code: it differs when a template, a module or a built file does."""
    digest = sha256()
    root = STATIC.parent
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), BUILT / "manifest.json"]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache
def static_url(name: str) -> str:
    """The address of a built file, which a browser may keep for a year."""
    return f"/static/dist/{manifest().files[name].file}"


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """The names under `static/` that carry the hash of their bytes."""
    return frozenset(f"dist/{built.file}" for built in manifest().files.values())


@lru_cache(maxsize=64)
def _read(filename: str) -> bytes:
    return (STATIC / filename).read_bytes()


def static(filename: str) -> Response:
    """A file as it lies; a built one compressed where that is understood, to be kept for a year."""
    if filename not in _names():
        return current_app.send_static_file(filename)
    kind = TYPES.get(Path(filename).suffix) or mimetypes.guess_type(filename)[0]
    packed = not filename.endswith(".woff2") and request.accept_encodings["gzip"] > 0
    answer = Response(_read(f"{filename}.gz" if packed else filename), mimetype=kind)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = KEPT
    answer.vary.add("Accept-Encoding")
    return answer


def start(app: Flask) -> None:
    """Send files in our way."""
    app.view_functions["static"] = static
