"""What time it is, in one place, so that everything below can be handed a moment instead."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime | None = None) -> datetime:
    """A moment (now, unless given) on the clocks of the place."""
    return (moment or now()).astimezone(LONDON)


def today() -> date:
    """The date in the place, which near midnight in summer is not the date in UTC."""
    return local().date()
