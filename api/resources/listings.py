"""Listings: list, look up, have written, edit, approve."""

from __future__ import annotations

from django.utils.translation import gettext as _
from ninja import Query

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.fields import one
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import listings as queries
from api.schemas.jobs import JOB, JobOut
from api.schemas.listings import (
    LISTING,
    TEXT,
    ApprovalIn,
    DraftIn,
    ListingFilter,
    ListingIn,
    ListingOut,
    ListingPage,
    ListingRow,
    TextChanged,
)
from api.schemas.products import FACTS
from api.schemas.values import Id
from content.actions import (
    approve_listing,
    create_listing,
    edit_listing,
    reopen_listing,
    request_draft,
)
from content.models import Generation, Listing
from content.queries.library import Wanted
from content.queries.search import words

resource = Resource("listings")
_LIST = "listings"
EVENTS = "text/event-stream"


@resource.get("/listings", gives=ListingPage, told={"items": [LISTING], "next": None})
def list_listings(request: ApiRequest, wanted: Query[ListingFilter]) -> ListingPage:
    """List listings.

    The newest first, without their texts.
    """
    require(request.auth.user, Right.READ_LISTINGS)
    rows = queries.listings(_wanted(wanted))
    found, last = queries.page(rows, read(_LIST, wanted.cursor), wanted.limit)
    return ListingPage(items=[ListingRow.of(row) for row in found], next=written(_LIST, last))


def _wanted(said: ListingFilter) -> Wanted:
    return Wanted(
        words=words(said.q or ""),
        status=said.status or "",
        market=said.market or "",
        language=said.language or "",
        owner=said.owner,
        model=said.model or "",
        band=said.band or "",
        errors=said.errors or "",
    )


@resource.get("/listings/{listing}", gives=ListingOut, told=LISTING | TEXT)
def get_listing(request: ApiRequest, listing: Id) -> ListingOut:
    """Get a listing with its text."""
    require(request.auth.user, Right.READ_LISTINGS)
    return ListingOut.of(queries.listing(listing))


@resource.post(
    "/listings",
    gives=JobOut,
    status=202,
    may=[404],
    asked={"facts": FACTS, "sku": "S24-256"},
    told=JOB,
    streams=True,
)
def create_listing_text(request: ApiRequest, sent: ListingIn, stream: bool = False) -> Reply:
    """Have a listing written.

    Of a new product’s `facts`, or of a `product` that is there. The answer names the job to wait
    for; with `stream=true` or `Accept: text/event-stream` it is the draft’s events, as they come.
    It ends no approval: POST /listings/{listing}/drafts does, which names the one that you saw.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    draft = request_draft(
        user,
        _listing_for(user, sent),
        model=sent.model or None,
        level=sent.level,
        best_of=sent.best_of,
        ensemble=sent.ensemble,
        approval="",
    )
    return _written(request, draft, stream=stream)


def _listing_for(user: User, sent: ListingIn) -> Listing:
    if (sent.facts is None) == (sent.product is None):
        raise one("body", "facts", "one_of", _("Send either “facts” or a “product”."))
    if sent.facts is not None:
        return create_listing(user, sent.facts.value(), sku=sent.sku)
    row = queries.product(sent.product or 0)
    listing = Listing.objects.filter(product=row).order_by("pk").first()
    if listing is None:
        raise ActionRefused("no_listing", _("This product has no listing."))
    return listing


@resource.post(
    "/listings/{listing}/drafts",
    gives=JobOut,
    status=202,
    asked={"seen": 3, "level": "expert"},
    told=JOB,
    streams=True,
)
def create_draft(request: ApiRequest, listing: Id, sent: DraftIn, stream: bool = False) -> Reply:
    """Have a listing written anew.

    The earlier texts stay in its history. The answer is that of POST /listings.
    """
    draft = request_draft(
        require(request.auth.user, Right.WRITE_LISTINGS),
        queries.listing(listing),
        model=sent.model or None,
        level=sent.level,
        best_of=sent.best_of,
        ensemble=sent.ensemble,
        seen=sent.seen,
        approval=sent.approval or "",
    )
    return _written(request, draft, stream=stream)


def _written(request: ApiRequest, draft: Generation, *, stream: bool) -> Reply:
    streamed = stream or EVENTS in request.headers.get("Accept", "")
    return reply(
        JobOut.of(draft),
        202,
        at=f"/api/v1/jobs/{draft.pk}",
        streamed=draft.pk if streamed else None,
    )


@resource.patch(
    "/listings/{listing}",
    gives=ListingOut,
    asked={"title": TEXT["title"], "seen": 3},
    told=LISTING | TEXT,
)
def edit_listing_text(request: ApiRequest, listing: Id, sent: TextChanged) -> ListingOut:
    """Edit a listing’s text.

    `seen` is the version that you saw: where another one stands by now, nothing is changed.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    row = queries.listing(listing)
    edit_listing(user, row, sent.over(row), seen=sent.seen, approval=sent.approval or "")
    return ListingOut.of(queries.listing(listing))


@resource.post(
    "/listings/{listing}/approval",
    gives=ListingOut,
    asked={"seen": 3},
    told=LISTING | TEXT | {"status": "approved"},
)
def approve(request: ApiRequest, listing: Id, sent: ApprovalIn) -> ListingOut:
    """Approve a listing.

    Exactly the text that you saw, judged by the rules that hold today; refused while it has errors.
    """
    approve_listing(request.auth.user, queries.listing(listing), seen=sent.seen)
    return ListingOut.of(queries.listing(listing))


@resource.delete("/listings/{listing}/approval", gives=ListingOut, may=[409], told=LISTING | TEXT)
def reopen(request: ApiRequest, listing: Id) -> ListingOut:
    """Take an approval back."""
    reopen_listing(request.auth.user, queries.listing(listing))
    return ListingOut.of(queries.listing(listing))
