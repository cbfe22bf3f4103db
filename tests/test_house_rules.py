"""What keeps the house in order, said as tests."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"
LONGEST_FILE = 400
LONGEST_FUNCTION = 45

MAY_IMPORT = {
    "areas": set(),
    "accounts": {"areas"},
    "directory": {"areas", "accounts"},
    "mapping": {"areas", "accounts", "directory"},
    "prescribing": {"areas", "accounts", "directory", "mapping"},
    "residents": {"areas", "accounts", "directory", "mapping"},
}
ABOVE_ALL = {"__init__", "cli", "health", "serving"}  # they start things, and see every package


def imported_packages(source: str) -> set[str]:
    """The packages of the app that a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"say from where: {ast.unparse(node)}"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name.split(".")[1] for name in found if name.startswith("app.")} & MAY_IMPORT.keys()


def python_files() -> Iterator[Path]:
    for folder in ("app", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "versions" not in path.parts:  # revisions are written by Alembic and never grow
                yield path


def templates() -> Iterator[tuple[Path, str]]:
    for path in sorted((APP / "templates").rglob("*.html")):
        yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def committed() -> Iterator[tuple[str, str]]:
    """Every text file that is in the repository, as name and text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".gz", ".png", ".woff2", ".ico", ".jpg", ".mo"}:
            yield name, path.read_text(encoding="utf-8")


def test_packages_import_downwards_only() -> None:
    for package, allowed in MAY_IMPORT.items():
        for path in (APP / package).rglob("*.py"):
            wrong = imported_packages(path.read_text(encoding="utf-8")) - allowed - {package}
            assert not wrong, f"{path.relative_to(ROOT)} may not import {wrong}"


def test_what_lies_below_all_packages_imports_none() -> None:
    for path in APP.glob("*.py"):
        if path.stem not in ABOVE_ALL:
            wrong = imported_packages(path.read_text(encoding="utf-8"))
            assert not wrong, f"{path.relative_to(ROOT)} may not import {wrong}"


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    silent = [endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "access")]
    assert not silent, f"no access rule: {silent}"


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    assert not long, f"split by noun: {long}"


def test_no_function_is_longer_than_45_lines() -> None:
    long = {}
    for path in python_files():
        if "benchmarks" in path.parts:
            continue  # a made-up listing is one long literal
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION:
                long[f"{path.relative_to(ROOT)}:{node.lineno}"] = node.name
    assert not long, f"too long to read at once: {long}"


def test_templates_use_what_they_import() -> None:
    for path, source in templates():
        for names in re.findall(r"{%-?\s*from\s+\S+\s+import\s+(.+?)\s*-?%}", source, flags=re.S):
            names = re.sub(r"\s+with(out)? context$", "", names)
            for name in (part.split(" as ")[-1].strip() for part in names.split(",")):
                assert len(re.findall(rf"\b{re.escape(name)}\b", source)) > 1, f"{path} never uses {name}"
        for name in re.findall(r"{%-?\s*import\s+\S+\s+as\s+(\w+)", source):
            assert re.search(rf"\b{name}\.", source), f"{path} never uses {name}"


def test_templates_hold_no_style_script_or_handler_of_their_own() -> None:
    for path, source in templates():
        assert not re.search(r"\sstyle\s*=|<style\b", source), f"{path} holds styles"
        assert not re.search(r"<[^>{]*\son[a-z]+\s*=", source), f"{path} holds a handler"
        assert "javascript:" not in source, f"{path} holds a script"
        for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", source, flags=re.S):
            is_data = "application/ld+json" in attributes or "application/json" in attributes
            assert is_data or not body.strip(), f"{path} holds a script"


def test_no_page_loads_anything_from_another_host() -> None:
    remote = r"""(?:https?:)?//[a-z]"""
    for path, source in templates():
        for pattern in (
            rf"""\bsrc(?:set)?\s*=\s*["']?\s*{remote}""",
            rf"""<link\b[^>]*\brel=["']?(?:stylesheet|preload|icon|manifest)[^>]*href=["']?{remote}""",
            rf"""url\(\s*["']?{remote}""",
        ):
            assert not re.search(pattern, source, flags=re.I), f"{path} loads from elsewhere: {pattern}"
    for path in [*(APP / "static").rglob("*.css"), *(APP / "static").rglob("*.js")]:
        source = path.read_text(encoding="utf-8")
        for pattern in (
            rf"""@import\s+(?:url\()?\s*["']?{remote}""",
            rf"""url\(\s*["']?{remote}""",
            rf"""(?:fetch|import|importScripts)\s*\(\s*["'`]{remote}""",
            rf"""(?:from|import)\s*["']{remote}""",
            rf"""\.src\s*=\s*["'`]{remote}""",
        ):
            assert not re.search(pattern, source, flags=re.I), f"{path.name} loads from elsewhere: {pattern}"


def test_links_out_tell_the_other_site_nothing() -> None:
    for path, source in templates():
        for link in re.findall(r"""<a\b[^>]*href=["']https?://[^>]*>""", source):
            assert "noopener noreferrer" in link, f"{path}: {link}"


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    places = re.compile(
        r"(?<![\w.])/(?:work|root|home)/\w|(?<![\w.])/tmp/\w|pythonhosted|pypi\.org/simple|registry\.npmjs"
    )
    for name, text in committed():
        found = places.search(text)
        assert not found or name == "tests/test_house_rules.py", f"{name} holds {found and found.group()}"


def test_no_secret_is_committed() -> None:
    for name, text in committed():
        assert not re.search(r"BEGIN [A-Z ]*PRIVATE KEY", text) or name == "tests/test_house_rules.py", name
        assert not name.endswith("settings.env"), name
