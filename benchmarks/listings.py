"""Make-believe listings for measuring: thousands of them at real postcodes, the same ones every time."""

import csv
import gzip
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from msgspec import structs

from app.areas.where import Where
from app.directory.listing import (
    Address,
    Assurance,
    Capacity,
    CostOption,
    Language,
    Listing,
    Phone,
    Place,
    Schedule,
    ServiceArea,
)
from app.directory.search.common_words import COMMON
from app.directory.search.vocabulary import NeedText, SynonymText, Vocabulary
from app.geo import Point

SEED = Path(__file__).resolve().parent.parent / "seed_data"
FIRST_DAY = date(2026, 1, 5)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ACCESS = (
    "step-free", "accessible-toilet", "hearing-loop", "quiet-space", "blue-badge", "easy-read", "dementia-friendly",
    "autism-friendly", "bsl", "changing-places", "assistance-dogs",
)  # fmt: skip
LANGUAGES = ("en", "pl", "ur", "ta", "bn", "gu", "pa", "so", "ar", "tr", "pt", "ro", "es", "fr", "yo", "vi", "sk")
COLOURS = (
    "Amber Bramble Cedar Copper Daisy Elder Fern Garnet Hazel Indigo Juniper Kestrel Larch Maple Nettle Oak".split()
)
THINGS = (
    "Lantern Kettle Bridge Anchor Orchard Gate Mill Lamp Table Meadow Harbour Compass Thimble Wheel Forge Nook".split()
)
KINDS = "Trust Neighbours Project Circle Community Association Centre Together Collective Friends Hub Society".split()
SENTENCES = (
    "We meet in {venue} and somebody will greet you at the door.",
    "Sessions are led by {person}, who has run them since {year}.",
    "There is no need to book, though a call beforehand helps us plan.",
    "Most people come on their own the first time and stay for a chat afterwards.",
    "Bring {thing} if you can; we have spares for those who forget.",
    "The room is warm, well lit and a short walk from the bus stop.",
    "Members decide together what happens each {season}.",
    "Ask for {person} if you would rather talk before you visit.",
    "A volunteer can meet you at the station and walk over with you.",
    "Tea, {thing} and a seat by the window are always part of it.",
    "Everything said in the group stays in the group.",
    "Carers are welcome to stay or to have an hour to themselves.",
)
FIRST_NAMES = (
    "Ada Bola Carys Dev Edie Farah Gwen Hamza Isla Jodie Kofi Leila Mabel Nadia Owen Priya Ruth Sol Tess Una".split()
)
JOIN = (("drop-in",), ("phone-first",), ("self-referral",), ("self-referral", "professional-referral"))
SEASONS = ("spring", "summer", "autumn", "winter", "month", "term")


@dataclass(frozen=True)
class At:
    """A live postcode with the areas that hold it, smallest first."""

    code: str
    point: Point
    areas: tuple[str, ...]

    @property
    def where(self) -> Where:
        """Somebody who is there."""
        return Where(self.point, frozenset(self.areas), self.code)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a seed file."""
    path = SEED / name
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    yield from csv.DictReader(io.StringIO(text, newline=""))


@cache
def postcodes() -> tuple[At, ...]:
    """Every live postcode of the seed."""
    parents = {row["code"]: row["parent"] for row in rows("areas/areas.csv")}

    def above(code: str) -> Iterator[str]:
        while code:
            yield code
            code = parents.get(code, "")

    return tuple(
        At(
            row["postcode"],
            Point(float(row["lat"]), float(row["lon"])),
            tuple(dict.fromkeys((row["lsoa"], *above(row["ward"])))),
        )
        for row in rows("areas/postcodes.csv.gz")
    )


@cache
def vocabulary() -> Vocabulary:
    """Needs, synonyms and place names of the seed."""

    def parts(cell: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in cell.split(";") if part.strip())

    needs = tuple(
        NeedText(
            row["slug"], row["parent"], row["title"], parts(row["words"]), parts(row["phrases"]), row["summary"],
            row["usual_help"],
        )
        for row in rows("needs.csv")
    )  # fmt: skip
    synonyms = tuple(SynonymText(row["word"], parts(row["also"]), row["both"] == "yes") for row in rows("synonyms.csv"))
    return Vocabulary(needs, synonyms, tuple(sorted({row["name"] for row in rows("place_names.csv")})))


def listings(count: int, seed: int = 1) -> Iterator[Listing]:
    """This many listings, different ones for another `seed`."""
    chance = random.Random(seed)
    needs = [need for need in vocabulary().needs if need.parent]
    common = sorted(COMMON)
    organisations = [
        f"{chance.choice(COLOURS)} {chance.choice(THINGS)} {chance.choice(KINDS)}" for _ in range(max(count // 4, 12))
    ]
    for number in range(count):
        yield _listing(chance, number, needs, organisations, common)


def even_supply(seed: int = 3) -> Iterator[Listing]:
    """One listing for each need in each locality, so that whatever is asked for exists nearby."""
    chance = random.Random(seed)
    needs = [need for need in vocabulary().needs if need.parent]
    common = sorted(COMMON)
    organisations = [f"{colour} {thing} {chance.choice(KINDS)}" for colour in COLOURS for thing in THINGS]
    by_locality: dict[str, list[At]] = {}
    for at in postcodes():
        by_locality.setdefault(next((code for code in at.areas if "-" in code), ""), []).append(at)
    for number, (need, locality) in enumerate((need, each) for need in needs for each in sorted(by_locality)):
        made = _listing(chance, number, [need], organisations, common)
        if made.places:
            at = chance.choice(by_locality[locality])
            areas = (ServiceArea(code=at.areas[-2]),) if chance.random() < 0.5 else ()
            place = structs.replace(made.places[0], latitude=at.point.lat, longitude=at.point.lon)
            made = structs.replace(made, places=(place,), service_areas=areas)
        yield made


def _listing(
    chance: random.Random, number: int, needs: Sequence[NeedText], organisations: Sequence[str], common: Sequence[str]
) -> Listing:
    need = chance.choice(needs)
    siblings = [other for other in needs if other.parent == need.parent and other is not need]
    chosen = [need, *chance.sample(siblings, k=min(chance.choice((0, 0, 1, 1, 2)), len(siblings)))]
    if chance.random() < 0.15:
        chosen.append(chance.choice(needs))
    at, organisation = chance.choice(postcodes()), chance.choice(organisations)
    delivery = chance.choices(
        (("in-person",), ("at-home",), ("phone",), ("online",), ("in-person", "phone"), ("in-person", "online")),
        (78, 7, 5, 4, 4, 2),
    )[0]
    places = tuple(_place(chance, number, at) for _ in range(chance.choices((1, 2, 3), (93, 5, 2))[0]))
    borough = at.areas[-2] if len(at.areas) > 1 else at.areas[-1]
    youngest, oldest = chance.choices(
        ((None, None), (50, None), (60, None), (18, None), (5, 11), (11, 17), (18, 25), (65, None)),
        (50, 10, 12, 14, 4, 5, 3, 2),
    )[0]
    name = f"{chance.choice(COLOURS)} {chance.choice(THINGS)} {need.title.lower()}"
    return Listing(
        id=UUID(int=chance.getrandbits(128)),
        slug=f"service-{number}",
        name=name,
        organisation=organisation.lower().replace(" ", "-"),
        organisation_name=organisation,
        summary=f"{need.summary} {chance.choice(common)} and {chance.choice(common)} each {chance.choice(SEASONS)}.",
        description=_description(chance, chosen, common),
        status=chance.choices(("active", "temporarily closed"), (98, 2))[0],
        phones=(Phone(number="020 7946 0000"),),
        needs=tuple(dict.fromkeys(each.slug for each in chosen)),
        minimum_age=youngest,
        maximum_age=oldest,
        gender=chance.choices(("", "women", "men"), (92, 5, 3))[0],
        delivery=delivery,
        join=chance.choice(JOIN),
        places=places if "in-person" in delivery else (),
        schedules=tuple(_schedule(chance, places[0].slug) for _ in range(chance.choice((0, 1, 1, 2)))),
        cost_options=chance.choices(((), (CostOption(amount=0),), (CostOption(amount=3.0),)), (20, 55, 25))[0],
        languages=tuple(Language(code=code) for code in _some(chance, LANGUAGES, 2) if chance.random() < 0.6),
        accessibility=tuple(sorted(_some(chance, ACCESS, 4))),
        service_areas=chance.choices(
            ((), (ServiceArea(code=borough),), (ServiceArea(code=at.areas[1]),), (ServiceArea(code=at.areas[2]),)),
            (45, 40, 5, 10),
        )[0],
        national="in-person" not in delivery and chance.random() < 0.05,
        home_area=borough,
        capacity=Capacity(available=chance.randint(0, 6), maximum=12) if chance.random() < 0.2 else None,
        assurance=Assurance(assured_date=FIRST_DAY - timedelta(days=chance.randint(0, 900)))
        if chance.random() < 0.8
        else Assurance(),
    )  # fmt: skip


def _description(chance: random.Random, needs: Sequence[NeedText], common: Sequence[str]) -> str:
    said = [
        sentence.format(
            venue=f"{chance.choice(COLOURS)} House",
            person=chance.choice(FIRST_NAMES),
            year=chance.randint(1990, 2024),
            thing=chance.choice(common),
            season=chance.choice(SEASONS),
        )
        for sentence in chance.sample(SENTENCES, k=chance.randint(3, 6))
    ]
    said += [f"It can help with {chance.choice(need.words or (need.title,))}." for need in needs]
    said.append(f"Some come for {', '.join(chance.choices(common, k=6))}.")
    chance.shuffle(said)
    return " ".join(said)


def _place(chance: random.Random, number: int, at: At) -> Place:
    near = Point(at.point.lat + chance.uniform(-0.001, 0.001), at.point.lon + chance.uniform(-0.001, 0.001))
    return Place(
        slug=f"place-{number}-{chance.getrandbits(24)}",
        name=f"{chance.choice(COLOURS)} {chance.choice(THINGS)} Hall",
        latitude=near.lat,
        longitude=near.lon,
        address=Address(address_1=f"{chance.randint(1, 200)} {chance.choice(THINGS)} Street", postal_code=at.code),
    )


def _schedule(chance: random.Random, place: str) -> Schedule:
    hour = chance.choice((9, 10, 10, 11, 12, 13, 14, 14, 15, 17, 18, 19))
    return Schedule(
        freq="WEEKLY",
        byday=chance.choice(DAYS),
        opens_at=time(hour, chance.choice((0, 30))),
        closes_at=time(min(hour + chance.choice((1, 2, 3)), 23), 0),
        location=place,
    )


def _some(chance: random.Random, values: Sequence[str], most: int) -> list[str]:
    return chance.sample(values, k=chance.randint(0, most))
