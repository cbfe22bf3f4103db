"""What pages load was built from what lies in the repository, and from nothing else. No Node is needed to know."""

import csv
import gzip
import hashlib
import re
from pathlib import Path

from app import built
from app.templating import icon
from tests.page import Client

ROOT = Path(__file__).parents[1]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_source_is_the_one_that_was_built() -> None:
    sources = built.manifest().sources
    changed = [name for name, digest in sources.items() if sha256(ROOT / name) != digest]
    assert not changed, f"run make assets: {changed}"
    here = {
        path.relative_to(ROOT).as_posix()
        for folder in ("assets", "assets/css", "assets/licences", "app/static/js")
        for path in (ROOT / folder).iterdir()
        if path.suffix in {".css", ".scss", ".mjs", ".js", ".json", ".svg", ".txt"}
    }
    assert here == set(sources)


def test_every_built_file_is_as_it_was_built() -> None:
    for name, file in built.manifest().files.items():
        path = built.BUILT / file.file
        digest = sha256(path)
        assert digest == file.sha256, name
        assert digest[:10] in file.file, f"{name} does not carry the hash of its bytes"
        packed = path.with_name(f"{path.name}.gz")
        if packed.exists():
            assert gzip.decompress(packed.read_bytes()) == path.read_bytes(), f"{name}.gz"


def test_nothing_else_lies_among_the_built_files() -> None:
    known = {file.file for file in built.manifest().files.values()}
    others = {path.name.removesuffix(".gz") for path in built.BUILT.iterdir()} - known - {"manifest.json"}
    assert not others


def test_each_package_says_its_version_and_licence() -> None:
    for package in built.manifest().packages:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package.version), package
        assert package.licence, package


def test_the_form_base_carries_no_brand() -> None:
    for path in built.BUILT.glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "GDS Transport" not in text
        assert all(name.startswith("public-sans") for name in re.findall(r'url\("?([^)"]+)', text)), path.name


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    held = set(built.manifest().icons)
    named = {
        name
        for path in (ROOT / "app/templates").rglob("*.html")
        for name in re.findall(r'"([a-z0-9-]+)"\|icon', path.read_text(encoding="utf-8"))
    }
    with (ROOT / "seed_data/needs.csv").open(encoding="utf-8", newline="") as file:
        named |= {row["icon"] for row in csv.DictReader(file) if row["icon"]}
    for module in (ROOT / "app/residents").rglob("*.py"):
        named |= set(re.findall(r'Fact\(\s*"([a-z0-9-]+)"', module.read_text(encoding="utf-8")))
    assert named <= held, f"add to assets/icons.mjs: {named - held}"
    assert "#info" in icon("no-such-icon")


def test_a_built_file_is_kept_for_a_year_and_sent_compressed(client: Client) -> None:
    url = built.static_url("site.css")
    with client.get(url, headers={"Accept-Encoding": "gzip"}) as packed, client.get(url) as plain:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "immutable" in packed.headers["Cache-Control"]
        assert packed.mimetype == "text/css"
        assert gzip.decompress(packed.data) == plain.data
        assert "Set-Cookie" not in packed.headers


def test_no_file_outside_the_folder_is_sent(client: Client) -> None:
    for name in ("../config.py", "dist/..%2f..%2fconfig.py"):
        with client.get(f"/static/{name}") as answer:
            assert answer.status_code == 404
