"""A listing's earlier texts, and what people vouch for in it."""

from __future__ import annotations

from ninja import Query

from accounts.models import User
from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.serving import Resource
from api.queries import listings as queries
from api.schemas.listings import LISTING, TEXT, ListingOut
from api.schemas.revisions import (
    EVIDENCE,
    REVISION,
    RestoreIn,
    RevisionOut,
    RevisionPage,
    SubstantiationIn,
    WithdrawnIn,
)
from api.schemas.score import SCORED, ScoreOut
from api.schemas.values import Id, Paging
from content.actions import restore_revision, substantiate, withdraw_substantiation
from content.judging import judge_listing

resource = Resource("listings")
_LIST = "revisions"


@resource.get(
    "/listings/{listing}/revisions", gives=RevisionPage, told={"items": [REVISION], "next": None}
)
def list_revisions(request: ApiRequest, listing: Id, wanted: Query[Paging]) -> RevisionPage:
    """List a listing’s texts.

    The newest first, with what wrote each.
    """
    require(request.auth.user, Right.READ_LISTINGS)
    rows = queries.listing(listing).revisions.select_related("author")
    found, last = queries.page(rows, read(_LIST, wanted.cursor), wanted.limit)
    return RevisionPage(items=[RevisionOut.of(row) for row in found], next=written(_LIST, last))


@resource.post(
    "/listings/{listing}/restore",
    gives=ListingOut,
    asked={"number": 1, "seen": 3},
    told=LISTING | TEXT,
)
def restore(request: ApiRequest, listing: Id, sent: RestoreIn) -> ListingOut:
    """Make an earlier text the listing’s again.

    As a new version: nothing of the history goes.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    row = queries.listing(listing)
    restore_revision(user, row, sent.number, seen=sent.seen, approval=sent.approval or "")
    return ListingOut.of(queries.listing(listing))


@resource.get("/listings/{listing}/score", gives=ScoreOut, told=SCORED)
def get_listing_score(request: ApiRequest, listing: Id) -> ScoreOut:
    """Get what the rules say of a listing.

    Its findings, and its claims with the facts that they were traced to; a claim without one keeps
    the listing from approval until somebody vouches for it.
    """
    require(request.auth.user, Right.READ_LISTINGS)
    return _scored(listing)


@resource.post("/listings/{listing}/substantiations", gives=ScoreOut, asked=EVIDENCE, told=SCORED)
def create_substantiation(request: ApiRequest, listing: Id, sent: SubstantiationIn) -> ScoreOut:
    """Vouch for a claim.

    In writing, in the token’s person’s name: it stays in the listing’s history and goes with its
    export.
    """
    user, row = _approver(request), queries.listing(listing)
    substantiate(user, row, sent.claim, sent.evidence, approval=sent.approval or "")
    return _scored(listing)


@resource.post(
    "/listings/{listing}/substantiations/withdraw",
    gives=ScoreOut,
    asked={"claim": EVIDENCE["claim"]},
    told=SCORED,
)
def withdraw(request: ApiRequest, listing: Id, sent: WithdrawnIn) -> ScoreOut:
    """Take the evidence for a claim back.

    What it said stays in the history.
    """
    user, row = _approver(request), queries.listing(listing)
    withdraw_substantiation(user, row, sent.claim, approval=sent.approval or "")
    return _scored(listing)


def _approver(request: ApiRequest) -> User:
    return require(request.auth.user, Right.APPROVE_LISTINGS)


def _scored(listing: int) -> ScoreOut:
    return ScoreOut.of(judge_listing(queries.listing(listing)))
