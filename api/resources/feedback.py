"""Feedback: one's own with what became of it, stars, and the marketplace's rejections."""

from __future__ import annotations

from django.utils.translation import gettext as _
from ninja import Query

from accounts.roles import Right, rights_of
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.fields import one as wrong
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import listings as queries
from api.schemas.feedback import (
    FEEDBACK,
    REJECTIONS,
    STARS,
    FeedbackOut,
    FeedbackPage,
    RejectionIn,
    RejectionsIn,
    RejectionsOut,
    StarsIn,
)
from api.schemas.values import Paging
from domain.rejections import Rejection
from learning.actions.giving import give_stars
from learning.actions.rejecting import keep_rejections
from learning.presentation.fates import lines
from learning.queries.given import own

resource = Resource("feedback")
_LIST = "feedback"


@resource.get("/feedback", gives=FeedbackPage, told={"items": [FEEDBACK], "next": None})
def list_feedback(request: ApiRequest, wanted: Query[Paging]) -> FeedbackPage:
    """List your own feedback.

    The newest first, with what became of it. What you answered in a campaign that is still open
    is not told yet.
    """
    user = request.auth.user
    found, last = queries.page(own(user), read(_LIST, wanted.cursor), wanted.limit)
    shown = lines(found, sees_models=Right.READ_LISTINGS in rights_of(user))
    items = [FeedbackOut.of(*both) for both in zip(found, shown, strict=True)]
    return FeedbackPage(items=items, next=written(_LIST, last))


@resource.post(
    "/feedback/stars", gives=FeedbackOut, status=201, may=[404], asked=STARS, told=FEEDBACK
)
def create_stars(request: ApiRequest, sent: StarsIn) -> Reply:
    """Give a text one to five stars.

    Given again for the same text, they replace the earlier ones.
    """
    user = request.auth.user
    listing = queries.listing(sent.listing)
    row = give_stars(user, listing, seen=sent.seen, stars=sent.stars, comment=sent.comment)
    told = own(user).get(pk=row.pk)
    return reply(FeedbackOut.of(told, *lines([told], sees_models=True)), 201)


@resource.post(
    "/feedback/rejections",
    gives=RejectionsOut,
    asked=REJECTIONS,
    told={"kept": ["S24-256"], "known": [], "unknown": [], "unwritten": []},
)
def create_rejections(request: ApiRequest, sent: RejectionsIn) -> RejectionsOut:
    """Tell what the marketplace rejected.

    Each becomes feedback about the text that was approved last for its SKU.
    """
    said = [_value(at, one) for at, one in enumerate(sent.rejections)]
    found = keep_rejections(request.auth.user, said)
    return RejectionsOut(
        kept=[rejection.sku for rejection, _revision in found.met],
        known=[rejection.sku for rejection in found.known],
        unknown=[rejection.sku for rejection in found.unknown],
        unwritten=[rejection.sku for rejection in found.unwritten],
    )


def _value(at: int, said: RejectionIn) -> Rejection:
    if not said.code and not said.text:
        raise wrong(
            "body", f"rejections/{at}/text", "no_reason", _("Say why: send a “code” or a “text”.")
        )
    return Rejection(at + 1, **said.model_dump())
