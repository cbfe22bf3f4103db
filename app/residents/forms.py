"""What residents ask with. A search is read leniently: what makes no sense is left out, and a sentence says so."""

import math
import re
from collections.abc import Container, Mapping, Sequence

from flask_babel import LazyString
from werkzeug.datastructures import MultiDict
from wtforms import Field, FloatField, HiddenField, StringField
from wtforms.validators import InputRequired, NumberRange

from app.areas.where import Where
from app.directory import needs
from app.directory.search.criteria import Criteria
from app.forms import ChangeForm, QueryForm
from app.i18n import _, lazy
from app.residents import choices

LONGEST_WORDS = 200
LONGEST_PLACE = 80
MANY = 20  # values of one filter; nobody ticks more
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


class Words(StringField):
    """Words as people type them: without control characters, and cut to a length that a search can use."""

    longest = LONGEST_WORDS

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The first value that says anything."""
        said = (" ".join(CONTROL.sub(" ", value[:20_000]).split()) for value in valuelist)
        words = next((value for value in said if value), "")
        self.too_long = len(words) > self.longest
        self.data = words[: self.longest].rstrip()

    def process_data(self, value: object) -> None:
        """Nothing was typed."""
        self.data, self.too_long = "", False


class PlaceWords(Words):
    """A postcode or the name of a place."""

    longest = LONGEST_PLACE


class Choices(Field):
    """The values of one filter that are ours, each once; those that are not are kept apart."""

    def __init__(self, label: LazyString | None = None, *, values: Container[str], **options: object) -> None:
        super().__init__(label, **options)
        self.values = values

    def process_data(self, value: object) -> None:
        """Nothing was chosen."""
        self.data: tuple[str, ...] = ()
        self.wrong: tuple[str, ...] = ()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Sort what was chosen into ours and not ours."""
        said = [value.strip() for value in dict.fromkeys(valuelist[:200]) if value.strip()]
        self.data = tuple(value for value in said if value in self.values)[:MANY]
        self.wrong = tuple(value for value in said if value not in self.values)


class _Needs:
    def __contains__(self, slug: object) -> bool:
        return needs.by_slug(str(slug)) is not None


class _Languages:
    def __contains__(self, code: object) -> bool:
        return len(str(code)) <= 12 and bool(choices.language(str(code)))


class Miles(StringField):
    """How far to look, in miles."""

    def process_data(self, value: object) -> None:
        """The usual distance."""
        self.data = float(choices.DEFAULT_WITHIN)
        self.wrong = False

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The first value, if it is a distance that makes sense."""
        typed = next((value.strip() for value in valuelist if value.strip()), "")
        if not typed:
            return
        miles = _number(typed)
        if miles is None or not 0 < miles <= choices.FARTHEST:
            self.wrong = True
        else:
            self.data = miles


class PageNumber(StringField):
    """Which page of the results."""

    def process_data(self, value: object) -> None:
        """The first."""
        self.data = 1
        self.wrong = False

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The first value, if it is a whole number from 1."""
        typed = next((value.strip() for value in valuelist if value.strip()), "")
        number = _number(typed)
        if typed and (number is None or number < 1 or number != int(number)):
            self.wrong = True
        elif number is not None:
            self.data = min(int(number), 10**9)


def _number(typed: str) -> float | None:
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,6})?", typed, re.ASCII):
        return None
    number = float(typed)
    return number if math.isfinite(number) else None


class SearchForm(QueryForm):
    """A search, as it stands in the address of its page."""

    q = Words(lazy("What do you need help with?"))
    near = PlaceWords(lazy("Your postcode or area"))
    within = Miles(lazy("How far"))
    need = Choices(lazy("Kind of help"), values=_Needs())
    day = Choices(lazy("Day"), values=choices.DAY_NAMES)
    part = Choices(lazy("Time of day"), values=choices.PART_NAMES)
    open = Choices(lazy("Open"), values=choices.OPEN)
    cost = Choices(lazy("Cost"), values=choices.COST)
    join = Choices(lazy("How you join"), values=choices.JOIN)
    how = Choices(lazy("How it happens"), values=choices.HOW)
    age = Choices(lazy("Age"), values=choices.AGES)
    language = Choices(lazy("Language spoken"), values=_Languages())
    access = Choices(lazy("What would help you take part"), values=choices.ACCESS)
    exact = Choices(values=("1",))
    page = PageNumber()

    def criteria(self, where: Where | None) -> Criteria:
        """What is asked of the search, from here or from nowhere."""
        return Criteria(
            words=self.q.data,
            where=where,
            within=self.within.data,
            needs=self.need.data,
            days=self.day.data,
            parts=self.part.data,
            open_now=bool(self.open.data),
            free=bool(self.cost.data),
            join=self.join.data,
            delivery=self.how.data,
            ages=self.age.data,
            languages=self.language.data,
            access=self.access.data,
            exact=bool(self.exact.data),
            page=self.page.data,
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The search as parameters of an address, in a settled order and without what is usual or wrong."""
        said = [("q", self.q.data), ("near", self.near.data)]
        if self.within.data != float(choices.DEFAULT_WITHIN):
            said.append(("within", f"{self.within.data:g}"))
        for name in FILTERS:
            said += [(name, value) for value in self[name].data]
        if self.exact.data:
            said.append(("exact", "1"))
        return [(name, value) for name, value in said if value]

    @property
    def problems(self) -> list[str]:
        """A sentence for each thing that we could not use, and what we did instead."""
        found = []
        if self.q.too_long:
            found.append(_("That was very long, so we searched for the beginning of it. A few words work best."))
        if self.near.too_long:
            found.append(_("The place was very long, so we used only the beginning of it."))
        if self.within.wrong:
            found.append(_("We could not use that distance, so we looked within 5 miles. It can be up to 100 miles."))
        if self.page.wrong:
            found.append(_("We could not find that page of results, so here is the first."))
        if any(self[name].wrong for name in FILTERS):
            found.append(_("We left out a filter that we do not know."))
        return found


FILTERS = ("need", "open", "day", "part", "cost", "join", "how", "age", "language", "access")
PARAMETERS = ("q", "near", "within", *FILTERS, "exact", "page")


def search_form(args: Mapping[str, str] | MultiDict[str, str]) -> SearchForm:
    """The search of an address; parameters that are not ours are left alone."""
    given = args if isinstance(args, MultiDict) else MultiDict(args)
    return SearchForm(MultiDict([(name, value) for name in PARAMETERS for value in given.getlist(name)]))


class HereForm(ChangeForm):
    """Where somebody is, as their own device says, to be rounded to a postcode and forgotten."""

    lat = FloatField(validators=[InputRequired(), NumberRange(49, 61)])
    lon = FloatField(validators=[InputRequired(), NumberRange(-9, 2)])
    q = HiddenField()
    search = HiddenField()  # the query of the page it is pressed on, so that filters are kept
