"""What the documents say about the project is so."""

import re
import tomllib
from pathlib import Path

import pytest

from app import config

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ]", requirement)[0] for requirement in requirements}


def test_every_dependency_says_why_it_is_there() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    to_run, to_test = page.split("## To test")
    assert set(re.findall(r"^\| ([a-z][\w-]+) \|", to_run, flags=re.M)) == names(PROJECT["project"]["dependencies"])
    assert set(re.findall(r"^\| ([a-z][\w-]+) \|", to_test, flags=re.M)) == names(PROJECT["dependency-groups"]["test"])


def test_every_setting_is_explained() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [name for name in config.NAMES if f"`{name}`" not in page]
    assert not missing


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_what_is_locked_has_hashes_and_names_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert len(re.findall(r"^[a-z].*==", text, flags=re.M)) == len(
        re.findall(r"^[a-z].*\\\n    --hash=", text, flags=re.M)
    )
    assert "--index-url" not in text
    assert "://" not in text


def test_every_direct_dependency_is_locked() -> None:
    locked = set(re.findall(r"^([a-z][\w-]*)(?:\[.*\])?==", (ROOT / "requirements.lock").read_text(), flags=re.M))
    assert names(PROJECT["project"]["dependencies"]) <= locked


def test_a_link_from_one_document_to_another_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}, which is not there"
