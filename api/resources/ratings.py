"""Ratings: the campaigns that wait for a rater, the next items, and answers."""

from __future__ import annotations

from django.db.models import prefetch_related_objects

from accounts.models import User
from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.refusals import problem_from
from api.http.replies import Reply
from api.http.serving import Resource
from api.schemas.ratings import (
    ANSWER,
    CAMPAIGN,
    ITEM,
    AnswerIn,
    CampaignOut,
    CampaignsOut,
    ItemOut,
    ItemsOut,
    SkipIn,
)
from api.schemas.values import Id
from evaluation.actions import rating as actions
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, TooLate
from evaluation.actions.tickets import Ticket
from evaluation.models import Assignment, Campaign
from evaluation.presentation.rating import meant
from evaluation.queries import desk as queries
from evaluation.views.rating import campaign_or_404

resource = Resource("ratings")
_GIVEN = {"items": [ITEM], "done": 12}


@resource.get("/campaigns", gives=CampaignsOut, told={"items": [CAMPAIGN]})
def list_campaigns(request: ApiRequest) -> CampaignsOut:
    """List the campaigns that wait for you.

    The nearest deadline first; those in which nothing is left for you come last.
    """
    works = queries.desk(require(request.auth.user, Right.RATE))
    prefetch_related_objects([work.campaign for work in works], "criteria")
    return CampaignsOut(items=[CampaignOut.of(work) for work in works])


@resource.post("/campaigns/{campaign}/items", gives=ItemsOut, told=_GIVEN)
def take_items(request: ApiRequest, campaign: Id) -> ItemsOut:
    """Take the next items.

    They are kept for you for half an hour; asked again, you are given the same ones.
    """
    user = require(request.auth.user, Right.RATE)
    asked = campaign_or_404(campaign)
    return _given(user, asked, claim(user, asked))


@resource.post("/campaigns/{campaign}/answers", gives=ItemsOut, asked=ANSWER, told=_GIVEN)
def answer_item(request: ApiRequest, campaign: Id, sent: AnswerIn) -> ItemsOut | Reply:
    """Answer an item, and take the next one.

    Sent again with other scores, it replaces your earlier answer while the campaign is open.
    """
    user = require(request.auth.user, Right.RATE)
    asked = campaign_or_404(campaign)
    ticket = Ticket.of(user, sent.token)
    choice = meant(sent.choice, swapped=bool(ticket and ticket.swapped))
    said = Answer(sent.scores, choice, sent.comment.strip())
    try:
        given = actions.submit_and_claim(user, asked, sent.token, said)
    except TooLate as late:  # the answer is kept all the same: returned, it is not undone
        return Reply.trouble(request, problem_from(late))
    return _given(user, asked, given)


@resource.post(
    "/campaigns/{campaign}/skips",
    gives=ItemsOut,
    asked={"token": ITEM["token"], "reason": "not_my_field"},
    told=_GIVEN,
)
def skip_item(request: ApiRequest, campaign: Id, sent: SkipIn) -> ItemsOut:
    """Pass an item on to somebody else."""
    user = require(request.auth.user, Right.RATE)
    asked = campaign_or_404(campaign)
    actions.skip(user, asked, sent.token, sent.reason, sent.text)
    return _given(user, asked, claim(user, asked))


def _given(user: User, campaign: Campaign, given: list[Assignment]) -> ItemsOut:
    done = queries.progress(user, campaign).done
    return ItemsOut(items=[ItemOut.of(each) for each in given], done=done)
