"""Where the people must live whom a service is for, and how few words say so."""

from collections.abc import Sequence

from app import wording
from app.areas.models import AreaKind
from app.areas.tree import tree
from app.areas.where import Where
from app.directory.listing import Listing
from app.i18n import _, ngettext

SHOWN = 2
WIDE = (AreaKind.COUNTRY, AreaKind.BOROUGH)


def borough(listing: Listing) -> str:
    """The code of the borough that a listing belongs to; empty for one of no borough of ours."""
    codes = [listing.home_area, *(area.code for area in listing.service_areas)]
    found = (tree().above(code, AreaKind.BOROUGH) for code in codes if code)
    return next((node.code for node in found if node), "")


def serves(listing: Listing, borough_code: str) -> bool:
    """Whether people of a borough, or of a part of it, can use a service."""
    if listing.national:
        return True
    here = tree()
    codes = [area.code for area in listing.service_areas if area.code]
    return any(borough_code in here.ancestors(code) or code in here.ancestors(borough_code) for code in codes)


def names(listing: Listing) -> list[str]:
    """The areas whose people a service is for; none where it is for anybody."""
    if listing.national:
        return []
    known = tree().by_code
    said = [area.name or (known[area.code].name if area.code in known else "") for area in listing.service_areas]
    return [name for name in said if name]


def limit(listing: Listing, where: Where | None) -> str:
    """For whom a service is, where the place that was typed leaves it open or the service is for a part of a borough.

    Whoever typed a place that only partly lies in its areas is told so: the full postcode would settle it.
    """
    areas = names(listing)
    if not areas:
        return ""
    codes = [area.code for area in listing.service_areas if area.code]
    wards = _wards(where)
    inside = [ward for ward in wards if any(code in tree().ancestors(ward) for code in codes)]
    if where is not None and inside and len(inside) < len(wards):
        return _("only for parts of %(place)s: type a full postcode to be sure", place=where.label)
    if inside and not _narrow(codes):
        return ""
    more = len(areas) - SHOWN
    if more > 0:
        said = ", ".join(areas[:SHOWN])
        return ngettext(
            "for people who live in %(areas)s and %(num)s other area",
            "for people who live in %(areas)s and %(num)s other areas",
            more,
            areas=said,
        )
    return _("for people who live in %(areas)s", areas=wording.joined(areas))


def _wards(where: Where | None) -> list[str]:
    """The wards that somebody who typed this place may live in."""
    known = tree().by_code
    codes = where.areas if where else ()
    return [code for code in codes if code in known and known[code].kind is AreaKind.WARD]


def _narrow(codes: Sequence[str]) -> bool:
    """Whether some of these areas are smaller than a borough."""
    known = tree().by_code
    return any(known[code].kind not in WIDE for code in codes if code in known)
