"""What keeps the house in order, said as tests."""

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment
from jinja2.nodes import Call, CondExpr, Const, Filter, FromImport, Import, Name, Node

from app.built import manifest
from tests.page import Page

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


def written() -> Iterator[Path]:
    """Every file that somebody reads and writes by hand: not what was built, locked or fetched."""
    yield from python_files()
    for folder, kinds in (("app/templates", ("html",)), ("app/static/js", ("js",)), ("assets", ("css", "scss", "mjs"))):
        for kind in kinds:
            yield from (path for path in sorted((ROOT / folder).rglob(f"*.{kind}")) if "node_modules" not in path.parts)


OF_A_REQUEST = {"request", "session", "g", "current_user", "has_request_context", "after_this_request"}
KNOWS_THE_REQUEST = {  # besides views, which are what answers one
    "accounts/access.py": "asks who wants to open a view",
    "built.py": "sends a file as the browser understands it",
    "errors.py": "answers when no view did",
    "headers.py": "stands before and after every view",
    "residents/etags.py": "answers for a view whose page has not changed",
    "site.py": "remembers for the length of one request",
}


def asks_for_the_request(source: str) -> set[str]:
    """The names of a request that a file takes from Flask, however it imports them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"flask", "flask_login"}:
            found.update(alias.name for alias in node.names if alias.name in OF_A_REQUEST or alias.name == "globals")
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if alias.name.split(".")[0] in {"flask", "flask_login"})
    return found


def test_nothing_below_the_views_knows_the_request() -> None:
    asking = {
        path.relative_to(APP).as_posix(): names
        for path in APP.rglob("*.py")
        if "views" not in path.relative_to(APP).parts and path.name != "views.py"
        if (names := asks_for_the_request(path.read_text(encoding="utf-8")))
    }
    assert not (wrong := {name: names for name, names in asking.items() if name not in KNOWS_THE_REQUEST}), wrong
    assert not (idle := KNOWS_THE_REQUEST.keys() - asking), f"needs no exception: {idle}"
    assert asking["site.py"] == {"g"}


@pytest.mark.parametrize(
    "line",
    [
        "from flask import Flask, request",
        "from flask import session as kept",
        "def view():\n    from flask import g",
        "from flask.globals import request",
        "import flask",
        "from flask_login import current_user",
    ],
)
def test_whoever_asks_for_the_request_is_found(line: str) -> None:
    assert asks_for_the_request(line)
    assert not asks_for_the_request("from flask import Flask, current_app\nfrom flask_babel import LazyString")


def test_no_file_is_longer_than_400_lines() -> None:
    assert {path.suffix for path in written()} == {".py", ".html", ".js", ".css", ".scss", ".mjs"}
    long = {
        str(path.relative_to(ROOT)): lines
        for path in written()
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


def unused_imports(source: str) -> list[str]:
    """The names that a template imports and never calls; that a file is named alike is no use."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    imported = [name if isinstance(name, str) else name[1] for node in tree.find_all(FromImport) for name in node.names]
    imported += [node.target for node in tree.find_all(Import)]
    used = {node.name for node in tree.find_all(Name) if node.ctx == "load"}
    return [name for name in imported if name not in used]


def test_templates_use_what_they_import() -> None:
    for path, source in templates():
        assert not (idle := unused_imports(source)), f"{path} never uses {idle}"


@pytest.mark.parametrize(
    ("used", "idle"),
    [
        ("{# talk() #}<p>talk()</p>{{ 'talk()' }}", ["talk", "said", "note"]),
        ("{{ talk() }}{% call said() %}talk{% endcall %}{{ note.one() }}", []),
        ("{{ 'x'|upper }}{% set other = talk %}{{ note.one }}", ["said"]),
    ],
)
def test_an_import_that_a_template_does_not_use_is_found(used: str, idle: list[str]) -> None:
    head = """{% from "components/talk.html" import talk, cry as said with context %}{% import "note.html" as note %}"""
    assert unused_imports(head + used) == idle


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


OUTWARD = re.compile(r"""<a\b[^>]*\bhref=["'](?:https?:|//|\{\{[^}]*\boutward\b)[^>]*>""")


def telling_links(source: str) -> list[str]:
    """The links of a template to another site that would tell it where a visitor came from."""
    return [link for link in OUTWARD.findall(source) if 'rel="noopener noreferrer"' not in link]


def test_links_out_tell_the_other_site_nothing() -> None:
    """Those that templates name or make by `outward`; every page a test opens is looked at too, in tests/page.py."""
    for path, source in templates():
        assert not (links := telling_links(source)), f"{path}: {links}"


@pytest.mark.parametrize(
    "href", ["https://example.org", "//example.org", "{{ each.url|outward }}", "{{ it.url | outward }}"]
)
def test_a_link_that_tells_is_found(href: str) -> None:
    assert telling_links(f'<a class="button" href="{href}">Elsewhere</a>')
    assert not telling_links(f'<a href="{href}" rel="noopener noreferrer">Elsewhere</a>')
    with pytest.raises(AssertionError, match="leads out"):
        Page(
            f'<title>Tea</title><h1>Tea</h1><a href="{href if "{" not in href else "https://example.org"}">Elsewhere</a>'
        )


ICON_TABLES = {"NO_PIN", "icons", "ICONS"}  # dictionaries of code and icon


def icons_named(tree: Node) -> set[str]:
    """The icons that a template names, whichever way the call chooses between them."""
    found: set[str] = set()
    for call in tree.find_all((Call, Filter)):
        given: list[Node] = []
        if isinstance(call, Filter) and call.name == "icon" and call.node:
            given = [call.node]
        elif isinstance(call, Call) and isinstance(call.node, Name) and call.node.name == "icon":
            given = list(call.args)
        chosen = [branch for each in given for branch in branches(each)]
        found.update(words.value for words in chosen if isinstance(words, Const))
    return found


def branches(given: Node) -> list[Node]:
    """What an expression may come to: itself, or either side of a choice."""
    return [*branches(given.expr1), *branches(given.expr2)] if isinstance(given, CondExpr) and given.expr2 else [given]


def icons_given(source: str) -> set[str]:
    """The icons that code names: given as `icon=`, or where a `Fact` or a `Tag` takes one, or in a table of icons."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            given = [word.value for word in node.keywords if word.arg == "icon"]
            called = ast.unparse(node.func).split(".")[-1]
            given += node.args[:1] if called == "Fact" else node.args[2:3] if called == "Tag" else []
            given += [
                default for default in node.args[1:] if ast.unparse(node.func) in {f"{n}.get" for n in ICON_TABLES}
            ]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            given = node.value.values if {ast.unparse(target) for target in targets} & ICON_TABLES else []
        found.update(word.value for word in given if isinstance(word, ast.Constant) and isinstance(word.value, str))
    return found - {""}


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    """One that is not there would be shown as another, and nobody would notice."""
    named: dict[str, set[str]] = {}
    for path, source in templates():
        named[str(path)] = icons_named(Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source))
    for file in APP.rglob("*.py"):
        named[str(file.relative_to(ROOT))] = icons_given(file.read_text(encoding="utf-8"))
    with (ROOT / "seed_data" / "needs.csv").open(encoding="utf-8", newline="") as file_:
        named["needs.csv"] = {row["icon"] for row in csv.DictReader(file_)} - {""}
    sprite = (APP / "static" / "dist" / manifest().files["icons.svg"].file).read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', sprite))
    assert drawn == set(manifest().icons)
    assert len(set().union(*named.values())) > 30
    assert not {name: missing for name, icons in named.items() if (missing := icons - drawn)}


def test_a_named_icon_is_found_however_it_is_written() -> None:
    chosen = """{{ icon("c" if x == "no" else "d") }}{{ ("e" if x == "no" else "f")|icon }}{{ icon(y) }}"""
    tree = Environment(autoescape=True).parse("""{{ "a"|icon }}{{ icon("b") }}""" + chosen)
    assert icons_named(tree) == {"a", "b", "c", "d", "e", "f"}
    code = """
NO_PIN = {"x": "a"}
cards.Tag(words, "", "b")
Fact("c", label)
Card(icon=NO_PIN.get(x, "d"))
Need(icon="e")
"""
    assert icons_given(code) == {"a", "b", "c", "d", "e"}


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
