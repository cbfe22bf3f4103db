"""What is made of the words people type."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.directory.search.understanding import Question, understand
from app.directory.search.vocabulary import NeedText, SynonymText, Vocabulary
from app.directory.search.words import LONGEST, MOST, content, plain, stem, stems, tokens
from tests.directory.corpus import MOMENT, Directory, listing, vocabulary

NASTY = (
    "", " ", "\x00", "a\x00b\x07c", "😀😀", "<b>lonely</b><script>alert(1)</script>",
    "' OR 1=1; DROP TABLE service; --",
    "name:foo AND (bar OR *) NOT \"baz\"~3 ^2 [a TO z]", "%00%0a", "‮desrever", "ａｂｃ", "İstanbul ß ﬁ", "?" * 10_000,
    "lonely " * 2_000, "x" * 10_000, "-" * 300, "\ud83d", "1 2 3 4", "the and of to", "{{7*7}}", "a" * 41 + " b" * 90,
)  # fmt: skip


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    listings = [listing("visitors", miles=1, needs=("befriending",), summary="Somebody calls for a cup of tea.")]
    return Directory(tmp_path_factory.mktemp("words"), listings)


def understood(words: str, **says: bool) -> Question:
    return understand(words, vocabulary(), **says)


@pytest.mark.parametrize("words", NASTY, ids=lambda words: ascii(words[:20]))
def test_anything_is_just_words(directory: Directory, words: str) -> None:
    found = directory.find(words)

    assert found.total in (0, 1)
    assert directory.find(words, exact=True).total in (0, 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=600), exact=st.booleans())
def test_no_text_breaks_a_search(directory: Directory, words: str, exact: bool) -> None:
    assert directory.find(words, exact=exact).total <= 1


def test_words_are_plain_and_not_endless() -> None:
    assert tokens("Don’t  STOP—Mum's Café, 2nite!") == ["dont", "stop", "mum", "cafe", "2nite"]
    assert len(tokens("word " * 500)) == MOST
    assert len(plain("x" * 10_000)) == LONGEST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lonely", "loneliness"), ("organize", "organised"), ("center", "centres"), ("counseling", "counselling"),
        ("exercise", "exercises"), ("befriender", "befriending"), ("kids", "children"), ("ladies", "women"),
        ("bereaved", "bereavement"), ("forgetful", "forgetting"), ("mould", "mold"), ("carers", "caring"),
    ],
)  # fmt: skip
def test_forms_and_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(plain(one)) == stem(plain(other)) or {stem(one), stem(other)} == {"befriend"}


def test_padding_is_not_searched_for() -> None:
    asked = "hello I was wondering if there is anything for somebody like me please thank you"

    assert content(tokens(asked)) == []
    assert stems("a walk in the park for people") == ["walk", "park", "peopl"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lonelyness", "loneliness"), ("dimentia", "dementia"), ("alzhiemers", "alzheimers"),
        ("depresion", "depression"), ("councelling", "counselling"), ("berevement", "bereavement"),
        ("diabetis", "diabetes"), ("foodbank", "food bank"), ("volunteeering", "volunteering"),
    ],
)  # fmt: skip
def test_a_slip_of_the_hand_is_put_right_and_said(typed: str, meant: str) -> None:
    assert dict(understood(typed).understood.corrections).get(typed, typed) in (meant, typed)
    assert understood(typed).needs


@pytest.mark.parametrize(
    "word",
    ["catford", "harold", "mitcham", "rawmarsh", "toaster", "nephew", "pip", "cv", "esol", "tea", "umbrella", "2nite"],
)
def test_a_known_word_a_place_and_a_short_word_are_left_alone(word: str) -> None:
    assert understood(word).understood.corrections == ()


def test_a_word_far_from_every_other_is_unknown_not_guessed() -> None:
    found = understood("xqzwvkj")

    assert found.understood.corrections == ()
    assert found.understood.unknown == ("xqzwvkj",)


def test_exact_takes_words_as_they_are() -> None:
    found = understood("dimentia cafe tuesday", exact=True)

    assert [group.stem for group in found.groups] == [stem("dimentia"), stem("cafe"), stem("tuesday")]
    assert not found.needs
    assert not found.days
    assert not found.understood.corrections
    assert not found.understood.also


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("my mum keeps losing her keys and I think it might be dementia", "memory"),
        ("could do with some company on a Sunday", "company"),
        ("is there a lunch club near the park", "lunch-clubs"),
        ("behind with the rent and frightened of eviction", "rent-arrears-and-eviction"),
        ("how do I stop smoking", "stopping-smoking"),
    ],
)
def test_a_need_is_heard_inside_a_sentence(words: str, need: str) -> None:
    assert need in list(understood(words).needs)[:3]


def test_the_longest_phrase_counts_and_its_words_do_not_again() -> None:
    words = Vocabulary(
        (
            NeedText("walking", "", "Walking", ("walking",)),
            NeedText("dog-walking", "", "Dogs", (), ("dog walking",)),
        )
    )

    assert next(iter(understand("dog walking", words).needs)) == "dog-walking"


def test_synonyms_are_searched_too_and_said() -> None:
    words = Vocabulary((), (SynonymText("gym", ("leisure centre",)), SynonymText("sofa", ("settee",), both=True)))

    assert understand("gym", words).understood.also == ("leisure centre",)
    assert understand("leisure", words).understood.also == ()
    assert understand("settee", words).understood.also == ("sofa",)


def test_days_parts_prices_and_people_are_hints() -> None:
    found = understood("free swimming for ladies on weds evenings")

    assert (found.days, found.parts, found.free, found.gender) == (("WE",), ("evening",), True, "women")
    assert "swim" in {group.stem for group in found.groups}
    assert stem("wednesday") not in {group.stem for group in found.groups}


def test_the_moment_does_not_change_what_words_mean(directory: Directory) -> None:
    assert directory.find("lonely", moment=MOMENT).understood == directory.find("lonely").understood


def test_a_vocabulary_is_kept_as_it_is(tmp_path: Path) -> None:
    vocabulary().save(tmp_path)

    assert Vocabulary.open(tmp_path) == vocabulary()
