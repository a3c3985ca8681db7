"""Scoring any text."""

from __future__ import annotations

from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.serving import Resource
from api.schemas.score import ASKED, SCORED, ScoreIn, ScoreOut
from api.scopes import Scope
from domain.quality import judge

resource = Resource("score")


@resource.post("/score", scope=Scope.READ, gives=ScoreOut, asked=ASKED, told=SCORED)
def score(request: ApiRequest, sent: ScoreIn) -> ScoreOut:
    """Score a text.

    Against a product’s facts, by the rules of its market, wherever the text comes from. Nothing
    is kept.
    """
    require(request.auth.user, Right.READ_LISTINGS)
    return ScoreOut.of(judge(sent.facts.value(), sent.listing.value()))
