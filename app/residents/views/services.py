"""A service's page."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.access import public
from app.directory import counts, queries
from app.directory.listing import Listing
from app.i18n import _
from app.residents import address, etags, listing_page, similar, structured
from app.residents.views import bp


@bp.get("/services/<slug>")
@public
def service(slug: str) -> ResponseReturnValue:
    """What a service is, when it is next on and whom to ring."""
    try:
        listing = queries.page(slug)
    except queries.Moved as moved:
        return redirect(address.SERVICES + moved.slug, 301)
    except queries.Gone as gone:
        return _gone(gone.listing)
    back = _back(slug)
    return etags.answer(lambda: _page(listing, back), lambda: counts.page_viewed(listing.id), also=back)


def _page(listing: Listing, back: str) -> str:
    counts.page_viewed(listing.id)
    page = listing_page.made(listing, clock.local())
    canonical = structured.canonical(address.SERVICES + listing.slug)
    return render_template("residents/service.html", page=page, back=back, canonical=canonical)


def _gone(listing: Listing) -> ResponseReturnValue:
    """A withdrawn service: what else would help, nearby."""
    message = _("%(name)s is no longer listed here", name=listing.name)
    others = similar.to(listing, clock.local())
    href = address.search([("need", need) for need in listing.needs[:1]])
    return render_template("errors/410.html", message=message, similar=others, search_href=href), 410


def _back(slug: str) -> str:
    """The card this visitor came from, told by their own browser; else the first page."""
    came = urlsplit(request.referrer or "")
    if came.netloc == request.host and came.path == address.SEARCH:
        return f"{address.SEARCH}?{came.query}#s-{slug}"
    return "/"
