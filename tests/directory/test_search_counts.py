"""A filter's count is what a person gets who takes it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.directory.search.criteria import AGE_BANDS, DAYS, PARTS, Criteria
from benchmarks import listings as made
from tests.directory.corpus import ELSEWHERE, IN_CATFORD, MOMENT, Directory, listing

PLACES = (IN_CATFORD, IN_CATFORD, None, ELSEWHERE, *(at.where for at in made.postcodes()[::2500]))
WORDS = (
    "",
    "",
    "lonely",
    "walking group",
    "benefits advice",
    "amber lantern",
    "free lunch tuesday",
    "dimentia",
    "xyzzy",
)
GROUPS = {
    "need": "needs", "day": "days", "part": "parts", "join": "join", "how": "delivery", "age": "ages",
    "language": "languages", "access": "access",
}  # fmt: skip


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    others = [listing(f"near-{number}", miles=number / 2, needs=("befriending", "debt-advice")) for number in range(60)]
    return Directory(tmp_path_factory.mktemp("counts"), [*made.listings(500), *others])


def some(*values: str, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


CRITERIA = st.builds(
    Criteria,
    words=st.sampled_from(WORDS),
    where=st.sampled_from(PLACES),
    within=st.sampled_from((1.0, 2.0, 5.0, 10.0, 25.0, 60.0)),
    needs=some("company", "befriending", "walking-groups", "no-such-need", most=2),
    days=some(*DAYS),
    parts=some(*PARTS),
    open_now=st.booleans() | st.just(False),
    free=st.booleans(),
    join=some("drop-in", "self-referral"),
    delivery=some("in-person", "phone", "online"),
    ages=some(*AGE_BANDS),
    languages=some("en", "pl", "xx"),
    access=some("step-free", "hearing-loop", "no-such-thing", most=1),
    moment=st.just(MOMENT),
)


def added(criteria: Criteria, group: str, value: str) -> Criteria:
    says: dict[str, Any]
    if group == "within":
        return replace(criteria, within=float(value))
    if group in ("open", "cost"):
        says = {"open_now" if group == "open" else "free": True}
        return replace(criteria, **says)
    field = GROUPS[group]
    says = {field: tuple(dict.fromkeys((*getattr(criteria, field), value)))}
    return replace(criteria, **says)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(criteria=CRITERIA, data=st.data())
def test_a_count_is_the_number_of_hits_with_the_value_added(
    directory: Directory, criteria: Criteria, data: st.DataObject
) -> None:
    counts = directory.index.find(criteria).counts
    for group, values in counts.items():
        chosen = values if len(values) < 12 else data.draw(st.lists(st.sampled_from(sorted(values)), max_size=12))
        for value in chosen:
            hits = directory.index.find(added(criteria, group, value), counting_too=False)
            assert hits.total == values[value], (group, value)


def test_every_filter_is_counted(directory: Directory) -> None:
    counts = directory.find("walking", days=("MO",), needs=("active",)).counts

    assert set(counts) == {*GROUPS, "within", "open", "cost"}
    assert list(counts["within"]) == ["1", "2", "5", "10", "25"]
    assert set(counts["day"]) == set(DAYS)
    assert set(counts["part"]) == set(PARTS)
    assert all(":" not in value for values in counts.values() for value in values)


def test_counting_leaves_the_hits_as_they_are(directory: Directory) -> None:
    criteria = Criteria("carers", IN_CATFORD, moment=MOMENT)
    with_counts, without = directory.index.find(criteria), directory.index.find(criteria, counting_too=False)

    assert with_counts.hits == without.hits
    assert without.counts == {}


def test_an_empty_directory_counts_nothing(tmp_path: Path) -> None:
    found = Directory(tmp_path, []).find("lonely", free=True, days=("MO",))

    assert (found.total, found.hits) == (0, ())
    assert sum(sum(values.values()) for values in found.counts.values()) == 0
