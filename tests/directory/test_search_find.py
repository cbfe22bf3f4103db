"""Who is found from where, and in what order."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.directory.listing import Assurance, Capacity, CostOption, Listing, Place, Schedule, Source
from tests.directory.corpus import (
    ELSEWHERE,
    IN_CATFORD,
    IN_MITCHAM,
    LEWISHAM,
    MERTON,
    MOMENT,
    Directory,
    at,
    listing,
    place,
)

Make = Callable[..., Directory]
EATING: dict[str, Any] = {"needs": ("lunch-clubs",), "summary": "A cooked lunch in company."}


def weekly(day: str) -> Schedule:
    """A session at noon each week."""
    return Schedule(freq="WEEKLY", byday=day, opens_at=time(12), closes_at=time(13))


@pytest.fixture
def directory(tmp_path: Path) -> Make:
    return lambda *listings: Directory(tmp_path, listings)


def test_words_find_what_helps_with_the_need_they_speak_of(directory: Make) -> None:
    found = directory(
        listing("wednesday-dinners", miles=1, **EATING),
        listing("tap-dancing", miles=0.1, needs=("dancing",), summary="Steps for beginners."),
    ).find("hello, is there a lunch club for my mother?")

    assert found.total == 1
    assert found.hits[0].coverage == "near"
    assert found.hits[0].miles == pytest.approx(1, abs=0.01)
    assert "lunch-clubs" in found.hits[0].matched_needs


@pytest.mark.parametrize("words", ["lonely", "loneliness", "lonelyness", "no one to talk to", "I am so LONELY!!"])
def test_many_ways_of_saying_it_find_the_same(directory: Make, words: str) -> None:
    found = directory(
        listing("visitors", miles=1, needs=("befriending",)),
        listing("swimmers", miles=1, needs=("swimming",), description="Nobody here is lonesome."),
    ).slugs(words)

    assert found[0] == "visitors"


def test_a_child_of_a_need_helps_with_it_and_a_sibling_does_not(directory: Make) -> None:
    found = directory(
        listing("visitors", miles=1, needs=("befriending",)),
        listing("letters", miles=1, needs=("pen-pals-and-letters",)),
    )

    assert set(found.slugs(needs=("company",))) == {"visitors", "letters"}
    assert found.slugs(needs=("befriending",)) == ["visitors"]


def test_no_words_and_a_place_is_everything_there_nearest_first(directory: Make) -> None:
    found = directory(
        listing("far", miles=4), listing("near", miles=0.5), listing("too-far", miles=6), listing("middle", miles=2)
    )

    assert found.slugs() == ["near", "middle", "far"]
    assert found.slugs(within=10) == ["near", "middle", "far", "too-far"]
    assert found.slugs("hello, is there anything for me please?") == ["near", "middle", "far"]


def test_coverage_says_how_each_reaches_the_person(directory: Make) -> None:
    found = directory(
        listing("near", miles=1),
        listing("for-the-borough", areas=[LEWISHAM], home_area="LEW-2"),
        listing("visits", areas=["LEW-2"], delivery=("at-home",)),
        listing("line", delivery=("phone",)),
        listing("screen", delivery=("online",), areas=[LEWISHAM]),
        listing("everywhere", delivery=("phone",), national=True),
        listing("for-others", miles=0.5, areas=[MERTON]),
        listing("far-but-by-phone", miles=30, delivery=("in-person", "phone"), areas=[LEWISHAM]),
        listing("local-and-answers-the-phone", miles=30, delivery=("in-person", "phone")),
    ).find()

    assert {hit.id: hit.coverage for hit in found.hits} == {
        listing(slug).id: coverage
        for slug, coverage in {
            "near": "near", "for-the-borough": "serves", "visits": "home", "line": "phone", "screen": "online",
            "everywhere": "national", "far-but-by-phone": "phone",
        }.items()
    }  # fmt: skip


def test_outside_our_areas_only_what_serves_anybody_anywhere_fits(directory: Make) -> None:
    found = directory(
        listing("near", miles=1),
        listing("line", delivery=("phone",)),
        listing("line-for-lewisham", delivery=("phone",), areas=[LEWISHAM]),
        listing("everywhere", delivery=("online",), national=True),
        listing("visits", delivery=("at-home",), areas=[LEWISHAM]),
    )

    assert set(found.slugs(where=ELSEWHERE)) == {"line", "everywhere"}
    assert len(found.slugs(where=None)) == 5


def test_a_service_for_others_is_found_by_name_only_and_comes_last(directory: Make) -> None:
    found = directory(
        listing("willow", name="Wandle Kingfishers", miles=8, areas=[MERTON], needs=("walking-groups",)),
        listing("kingfisher-watch", miles=1, summary="Watching kingfishers on the Ravensbourne."),
    )

    assert found.slugs("walking group") == []
    by_name = found.find("wandle kingfishers", within=25)
    assert [found.listings[hit.id].slug for hit in by_name.hits][-1] == "willow"
    assert by_name.hits[-1].not_for_area
    assert by_name.hits[-1].coverage == "name-only"
    assert found.slugs("wandle kingfishers", where=IN_MITCHAM)[0] == "willow"


@pytest.mark.parametrize("typed", ["The Larkrise Table", "larkrise table", "Larkrise", "larkrise tabel"])
def test_a_name_puts_its_service_first(directory: Make, typed: str) -> None:
    found = directory(
        listing("larkrise", name="The Larkrise Table", miles=4, needs=("gardening",)),
        listing("tables", name="Table tennis", miles=0.1, summary="A table, bats and larks", needs=("sport-for-all",)),
        listing("tables-too", name="Table top sale", miles=0.1, description="Tables of everything, larkrise or not"),
    )

    assert found.slugs(typed)[0] == "larkrise"


def test_the_name_of_an_organisation_brings_its_services(directory: Make) -> None:
    found = directory(
        listing("sewing", organisation_name="Quince Collective", miles=3, needs=("knitting-and-sewing",)),
        listing("other", miles=0.1, summary="Collective singing", needs=("music-and-singing",)),
    )

    assert found.slugs("quince collective")[0] == "sewing"


def test_without_distance_it_ranks_as_if_three_miles_away(directory: Make) -> None:
    found = directory(listing("line", delivery=("phone",)), listing("two", miles=2), listing("four", miles=4))

    assert found.slugs() == ["two", "line", "four"]
    assert found.find().hits[1].miles is None


def test_what_nobody_checked_lately_is_full_or_is_closed_comes_lower(directory: Make) -> None:
    never, old = Assurance(), Assurance(assured_date=MOMENT.date() - timedelta(days=700))
    found = directory(
        listing("closed", miles=1, status="temporarily closed", returns_on=date(2027, 1, 4)),
        listing("full", miles=1, capacity=Capacity(available=0, maximum=8)),
        listing("never", miles=1, assurance=never),
        listing("places", miles=1, capacity=Capacity(available=2)),
        listing("old", miles=1, assurance=old),
    )

    assert found.slugs()[0] == "places"
    assert set(found.slugs()[1:3]) == {"never", "old"}
    assert found.slugs()[3:] == ["full", "closed"]


def test_what_we_found_and_nobody_checked_comes_after_the_rest(directory: Make) -> None:
    source: dict[str, Any] = {"areas": [LEWISHAM], "assurance": Assurance(), "needs": ("befriending",)}
    found = directory(
        listing("found", source=Source(title="a report", year=2023), **source),
        listing("found-long-ago", name="Gooseberry Fellowship", source=Source(title="a report", year=2015), **source),
        listing("found-some-day", name="Medlar Fellowship", source=Source(title="a list"), **source),
        listing("ours", miles=4.9, needs=("befriending",)),
    )

    assert found.slugs("befriending") == ["ours", "found"]
    assert found.slugs() == ["ours", "found"]
    assert found.slugs(needs=("befriending",)) == ["ours", "found"]
    assert found.slugs("gooseberry fellowship")[0] == "found-long-ago"
    assert found.slugs("medlar fellowship")[0] == "found-some-day"


def test_a_stray_common_word_does_not_flood_the_results(directory: Make) -> None:
    others = [
        listing(f"other-{number}", miles=1, description="A friendly group for everybody.") for number in range(30)
    ]
    found = directory(listing("harp", miles=1, name="Harp circle", summary="Playing the harp."), *others)

    assert found.slugs("harp group") == ["harp"]


def test_a_confidential_place_gives_no_distance_and_no_order_by_it(directory: Make) -> None:
    hidden = Place(slug="hidden", confidential=True)
    refuge = listing("refuge", places=(hidden,), areas=[LEWISHAM], home_area="LEW-2", needs=("domestic-abuse",))
    found = directory(refuge, listing("one", miles=1), listing("four", miles=4))

    there = [hit for hit in found.find().hits if hit.id == refuge.id]
    assert [(hit.miles, hit.place, hit.coverage) for hit in there] == [(None, None, "serves")]
    orders = {
        tuple(found.slugs("refuge", where=type(IN_CATFORD)(place_at, IN_CATFORD.areas)))
        for place_at in (IN_CATFORD.point, IN_MITCHAM.point)
    }
    assert orders == {("refuge",)}


def test_a_confidential_place_is_not_given_away_by_who_answers_for_it(directory: Make) -> None:
    hidden = listing("refuge", places=(Place(slug="hidden", confidential=True),), home_area="LEW-2")
    found = directory(hidden)

    assert found.slugs(where=IN_CATFORD) == found.slugs(where=IN_MITCHAM) == ["refuge"]


def test_the_nearest_of_several_places_counts(directory: Make) -> None:
    found = directory(listing("two-halls", places=(place("far", 20), place("near", 1.5)))).find()

    assert found.hits[0].place == 1
    assert found.hits[0].miles == pytest.approx(1.5, abs=0.01)


def tuesdays(begin: int, end: int) -> Schedule:
    return Schedule(freq="WEEKLY", byday="TU", opens_at=at(begin), closes_at=at(end))


def test_a_day_and_a_part_of_it_are_met_by_one_session(directory: Make) -> None:
    friday = Schedule(freq="WEEKLY", byday="FR", opens_at=at(19), closes_at=at(21))
    found = directory(listing("both", miles=1, schedules=(tuesdays(10, 12), friday)))

    assert found.slugs(days=("TU",), parts=("morning",)) == ["both"]
    assert found.slugs(days=("TU",), parts=("evening",)) == []
    assert found.slugs(days=("FR",), parts=("evening",)) == ["both"]
    assert found.find(days=("TU",)).counts["part"] == {"morning": 1, "afternoon": 0, "evening": 0}


def test_open_now_and_the_next_session(directory: Make) -> None:
    found = directory(
        listing("now", miles=1, schedules=(tuesdays(10, 12),)), listing("later", miles=1, schedules=(tuesdays(14, 16),))
    )

    hits = {hit.id: hit for hit in found.find().hits}
    on, not_yet = hits[listing("now").id], hits[listing("later").id]
    assert on.open_until == MOMENT.replace(hour=12, minute=0)
    assert on.next_session is not None
    assert on.next_session.starts == MOMENT.replace(hour=10, minute=0) + timedelta(days=7)
    assert not_yet.open_until is None
    assert not_yet.next_session is not None
    assert not_yet.next_session.starts == MOMENT.replace(hour=14, minute=0)
    assert found.slugs(open_now=True) == ["now"]


def test_words_for_a_day_a_price_or_a_part_of_the_day_only_nudge(directory: Make) -> None:
    free = (CostOption(amount=0),)
    monday = Schedule(freq="WEEKLY", byday="MO", opens_at=at(12), closes_at=at(14))
    found = directory(
        listing("monday", miles=1, schedules=(monday,), **EATING),
        listing("tuesday", miles=1.2, schedules=(tuesdays(12, 14),), **EATING),
        listing("paid", miles=1, cost_options=(CostOption(amount=4),), needs=("swimming",)),
        listing("free", miles=1.2, cost_options=free, needs=("swimming",)),
    )

    assert found.slugs("lunch club tuesday") == ["tuesday", "monday"]
    assert found.slugs("free swimming") == ["free", "paid"]


def test_unknown_cost_is_not_free(directory: Make) -> None:
    found = directory(listing("who-knows", miles=1), listing("free", miles=2, cost_options=(CostOption(amount=0),)))

    assert found.slugs(free=True) == ["free"]


def test_where_no_age_is_said_it_is_for_adults_unless_children_are_named(directory: Make) -> None:
    found = directory(
        listing("adults", miles=1),
        listing("everyone", miles=2, audience=("everyone",)),
        listing("families", miles=3, needs=("family",)),
        listing("from-ten", miles=4, minimum_age=10),
    )

    assert found.slugs(ages=("under-5",)) == ["everyone", "families"]
    assert found.slugs(ages=("11-17",)) == ["everyone", "families", "from-ten"]
    assert found.slugs(ages=("25-49",)) == ["adults", "everyone", "families", "from-ten"]


def test_a_typed_day_is_the_day_that_is_shown(directory: Make) -> None:
    found = directory(
        listing("weekday", miles=0.5, needs=("lunch-clubs",), schedules=(weekly("WE"),)),
        listing("both-days", miles=3, needs=("lunch-clubs",), schedules=(weekly("MO"), weekly("SA"))),
        listing("swimmers", miles=2, needs=("swimming",), schedules=(weekly("SA"),)),
    )

    assert found.slugs("something on a saturday") == ["swimmers", "both-days"]
    assert found.slugs("lunch club on saturday") == ["both-days", "weekday"]
    [first, second] = found.find("lunch club on saturday").hits
    assert first.next_session is not None
    assert second.next_session is not None
    assert (f"{first.next_session.starts:%a}", f"{second.next_session.starts:%a}") == ("Sat", "Wed")
    assert [f"{hit.next_session.starts:%a}" for hit in found.find(days=("SA",)).hits if hit.next_session] == ["Sat"] * 2


def test_what_is_for_the_young_alone_waits_where_nobody_young_was_named(directory: Make) -> None:
    found = directory(
        listing("young", miles=0.5, needs=("young-carers",), minimum_age=8, maximum_age=18),
        listing("grown-up", miles=3, needs=("carers-groups",)),
    )

    assert found.slugs("i am a carer") == ["grown-up", "young"]
    assert found.slugs("young carer")[0] == "young"


def test_somebody_in_danger_sees_what_helps_first_nearest_first_on_every_page(directory: Make) -> None:
    found = directory(
        listing("named-so", miles=0.1, name="No food tonight", needs=("gardening",)),
        listing("pantry-far", miles=4, needs=("community-pantry",)),
        listing("pantry-near", miles=1, needs=("community-pantry",)),
    )
    first = ("community-pantry",)

    assert found.slugs("no food tonight", first=first) == ["pantry-near", "pantry-far", "named-so"]
    assert found.slugs("no food tonight", first=first, page=2, page_size=2) == ["named-so"]
    assert found.find("no food tonight", first=first, page=2, page_size=2).total == 3


def test_every_chosen_access_is_wanted_and_any_of_the_others(directory: Make) -> None:
    found = directory(
        listing(
            "both", miles=1, accessibility=("step-free", "hearing-loop"), join=("drop-in",), audience=("everyone",)
        ),
        listing("one", miles=1, accessibility=("step-free",), join=("phone-first",), minimum_age=60),
    )

    assert found.slugs(access=("step-free", "hearing-loop")) == ["both"]
    assert set(found.slugs(join=("drop-in", "phone-first"))) == {"both", "one"}
    assert found.slugs(ages=("11-17",)) == ["both"]
    assert set(found.slugs(ages=("11-17", "80-plus"))) == {"both", "one"}


def test_exact_turns_needs_spelling_and_synonyms_off(directory: Make) -> None:
    found = directory(listing("dinners", miles=1, **EATING))

    assert found.slugs("luncheon") == ["dinners"]
    assert found.slugs("luncheon", exact=True) == []
    assert found.find("luncheon", exact=True).understood.needs == ()
    assert found.slugs("lunhc club", exact=True) == []
    assert found.slugs("cooked lunch", exact=True) == ["dinners"]


def test_pages_follow_each_other_and_none_is_beyond_the_last(directory: Make) -> None:
    listings: list[Listing] = [listing(f"each-{number}", miles=number / 20) for number in range(45)]
    found = directory(*listings)

    pages = [found.slugs(page=page) for page in (1, 2, 3, 4, 10**9)]
    assert [len(page) for page in pages] == [20, 20, 5, 0, 0]
    assert [slug for page in pages for slug in page] == [each.slug for each in listings]


def test_equal_hits_keep_their_order_in_another_index(tmp_path: Path) -> None:
    listings = [listing(f"same-{number}", miles=1) for number in range(30)]
    one = Directory(tmp_path / "one", listings).slugs(page_size=30)
    other = Directory(tmp_path / "other", reversed(listings)).slugs(page_size=30)

    assert one == other
