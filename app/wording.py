"""How distances, prices, times and dates are said: short, plain, and the same on every page."""

import re
from datetime import date, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from flask_babel import LazyString
from markupsafe import Markup, escape

from app.i18n import _, locale, ngettext

ISOLATED = re.compile(
    r"£\d[\d,.]*\d|£\d|\b\d\d?p\b|\b\d{1,2}(?:[.:]\d\d)?(?:am|pm)\b|\b\d{1,2}[.:]\d\d\b|(?:\+44 ?|\b0)\d[\d ]{7,12}\d\b"
)
CLOSE = 0.1  # miles: nearer than this is next door, and more exact than a postcode knows


def ltr(text: str | LazyString) -> Markup:
    """A phone number, postcode, time or price, which reads left to right in every script."""
    return Markup('<bdi dir="ltr">%s</bdi>') % text


def dial(number: str) -> str:
    """What a telephone link dials: the digits, and a plus at the front if it is there."""
    digits = "".join(char for char in number if char.isdigit())
    return f"+{digits}" if number.lstrip().startswith("+") else digits


def email(address: str) -> Markup:
    """An e-mail address, which may go on in another line after its @ and its dots, and nowhere else."""
    return ltr(Markup(re.sub(r"[@.]", r"\g<0><wbr>", str(escape(address)))))  # noqa: S704  # escaped before


def tel(number: str) -> Markup:
    """A number to ring, as a link."""
    return Markup('<a href="tel:%s">%s</a>') % (dial(number), number)


def miles(distance: float) -> str:
    """A distance: tenths of a mile up to ten miles, whole miles beyond."""
    if distance < CLOSE:
        return _("under 0.1 miles")
    said = _number(round(distance, 1) if distance < 9.95 else round(distance), locale())
    return _("1 mile") if said == "1" else _("%(number)s miles", number=said)


@lru_cache(maxsize=2048)
def _number(number: float, spoken: Locale) -> str:
    return str(format_decimal(number, locale=spoken))


def money(amount: float, currency: str = "GBP") -> str:
    """A price: £4, £4.50, 50p."""
    return _money(amount, currency, locale())


@lru_cache(maxsize=2048)
def _money(amount: float, currency: str, spoken: Locale) -> str:
    if 0 < amount < 1 and currency == "GBP" and spoken.language == "en":
        return f"{round(amount * 100)}p"
    pattern = "¤#,##0" if float(amount).is_integer() else "¤#,##0.00"
    return str(format_currency(amount, currency, pattern, spoken, currency_digits=False))


def clock(moment: time) -> str:
    """A time of day: 10am, 10.30am, 12 noon."""
    return _clock(moment.hour, moment.minute, locale())


@lru_cache(maxsize=2048)
def _clock(hour: int, minute: int, spoken: Locale) -> str:
    if spoken.language != "en":
        return str(format_time(time(hour, minute), "short", locale=spoken))
    if (hour, minute) in ((12, 0), (0, 0)):
        return "12 noon" if hour else "midnight"
    return f"{hour % 12 or 12}{f'.{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def clocks(opens: time, closes: time) -> str:
    """From when to when: 10.30am to 12 noon."""
    return _("%(opens)s to %(closes)s", opens=clock(opens), closes=clock(closes))


@lru_cache(maxsize=2048)
def _day(day: date, pattern: str, spoken: Locale) -> str:
    return str(format_date(day, pattern, locale=spoken)).replace("Sept", "Sep")


def day_short(day: date) -> str:
    """Tue 25 Nov."""
    return _day(day, "EEE d MMM", locale())


def day_long(day: date) -> str:
    """Tuesday 25 November."""
    return _day(day, "EEEE d MMMM", locale())


def day_near_long(day: date, today: date) -> str:
    """A day with its year only where the year is another one: Tuesday 5 January, Tuesday 5 January 2027."""
    return day_long(day) if day.year == today.year else _day(day, "EEEE d MMMM y", locale())


def full_date(day: date) -> str:
    """25 November 2026."""
    return _day(day, "d MMMM y", locale())


def date_near(day: date, today: date) -> str:
    """A date with its year only where the year is another one: 5 January, 5 January 2027."""
    return _day(day, "d MMMM" if day.year == today.year else "d MMMM y", locale())


def day_near(day: date, today: date) -> str:
    """Today, tomorrow, else Tue 25 Nov."""
    ahead = (day - today).days
    return _("Today") if ahead == 0 else _("Tomorrow") if ahead == 1 else day_short(day)


def weekday(day: date) -> str:
    """Tuesday."""
    return _day(day, "EEEE", locale())


def ago(day: date, today: date) -> str:
    """How long ago a day was: today, yesterday, 3 weeks ago, 8 months ago."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 14:
        return ngettext("%(num)s day ago", "%(num)s days ago", days)
    if days < 63:
        return ngettext("%(num)s week ago", "%(num)s weeks ago", days // 7)
    if days < 730:
        return ngettext("%(num)s month ago", "%(num)s months ago", int(days / 30.44))
    return ngettext("%(num)s year ago", "%(num)s years ago", int(days / 365.25))


def joined(parts: list[str]) -> str:
    """A list as people say it: tea, cake and a chat."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(all_but_last)s and %(last)s", all_but_last=", ".join(parts[:-1]), last=parts[-1])


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which a blank line parts."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def bold(text: str) -> Markup:
    """The text, to be seen first."""
    return Markup("<b>") + escape(text) + Markup("</b>")


def bold_list(parts: list[str]) -> Markup:
    """Words in bold, joined as people join them."""
    return Markup(joined([str(bold(part)) for part in parts]))  # noqa: S704  # bold() escapes each


def either(parts: list[str]) -> str:
    """Words in quotation marks, one of which will do."""
    quoted = [f"“{part}”" for part in parts]
    if len(quoted) < 2:
        return "".join(quoted)
    return _("%(all_but_last)s or %(last)s", all_but_last=", ".join(quoted[:-1]), last=quoted[-1])


def isolate(text: str | LazyString) -> Markup:
    """Words in which each time, price and phone number stays left to right, whatever the script round it."""
    return _isolated(str(text))


@lru_cache(maxsize=4096)
def _isolated(text: str) -> Markup:
    return Markup(ISOLATED.sub(r'<bdi dir="ltr">\g<0></bdi>', str(escape(text))))  # noqa: S704  # escaped above


def outward(url: str) -> str:
    """An address elsewhere that a link may lead to; empty for anything but a web page."""
    url = url.strip()
    if url.lower().startswith(("https://", "http://")):
        return url
    return f"https://{url}" if re.fullmatch(r"(www\.)?[\w-]+(\.[\w-]+)+(/\S*)?", url) else ""


def sentence(said: str) -> str:
    """Words that begin a sentence."""
    return said[:1].upper() + said[1:]
