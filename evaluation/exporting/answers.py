"""What raters said, a row an answer, as tables have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.utils.crypto import salted_hmac

from accounts.models import User
from domain.gate import Criterion
from domain.rating import CRITERIA
from evaluation.exporting.reading import Said, Wanted, judged
from evaluation.models import Campaign, CampaignCriterion, Item

Row = dict[str, Any]
_PSEUDONYM: Final = 10
"""Hexadecimal digits: two of a thousand raters share them once in two million installations."""


def columns(campaigns: Sequence[Campaign], kind: Campaign.Kind) -> list[str]:
    """The names of what `rows` tells, in their order."""
    about = ["campaign", "item", "product", "category", "language"]
    said = ["gold", "rater", "sequence"]
    after = ["comment", "seconds", "times_taken_back", "rated_at"]
    if kind == Campaign.Kind.COMPARISON:
        return [*about, "model_a", "model_b", *said, "choice", "left", *after]
    automatic = [f"automatic_{criterion}" for criterion in Criterion]
    scores = [f"score_{key}" for key in criteria_of(campaigns)]
    return [*about, "model", *automatic, *said, *scores, *after]


def criteria_of(campaigns: Sequence[Campaign]) -> list[str]:
    """The keys of all criteria that the campaigns ask for: the usual ones, then their own."""
    asked = CampaignCriterion.objects.filter(campaign__in=[campaign.pk for campaign in campaigns])
    keys = dict.fromkeys(asked.order_by("position", "pk").values_list("key", flat=True))
    usual = [criterion.key for criterion in CRITERIA if criterion.key in keys]
    return [*usual, *(key for key in keys if key not in usual)]


def rows(campaigns: Sequence[Campaign], kind: Campaign.Kind, wanted: Wanted) -> Iterator[Row]:
    """Every answer that counts, campaign by campaign and item by item.

    What was passed on, given out or came too late is none.
    """
    rater = Raters(by_name=wanted.names)
    keys = criteria_of(campaigns)
    told = _comparison if kind == Campaign.Kind.COMPARISON else _rating
    for campaign in campaigns:
        for piece in judged(campaign, wanted):
            for item, answers in piece:
                for said in answers:
                    yield told(item, said, keys, rater)


def _rating(item: Item, said: Said, keys: Sequence[str], rater: Callable[[int], str]) -> Row:
    return {
        **_about(item),
        "model": item.model,
        **{f"automatic_{one}": item.scores.get(one) for one in Criterion},
        **_who(item, said, rater),
        **{f"score_{key}": said.scores.get(key) for key in keys},
        **_after(said),
    }


def _comparison(item: Item, said: Said, _keys: Sequence[str], rater: Callable[[int], str]) -> Row:
    return {
        **_about(item),
        "model_a": item.model,
        "model_b": item.other_version.name if item.other_version else "",
        **_who(item, said, rater),
        "choice": said.choice,
        "left": "b" if said.swapped else "a",
        **_after(said),
    }


def _about(item: Item) -> Row:
    return {
        "campaign": item.campaign_id,
        "item": item.number,
        "product": item.product,
        "category": item.category,
        "language": item.language,
    }


def _who(item: Item, said: Said, rater: Callable[[int], str]) -> Row:
    return {"gold": item.is_gold, "rater": rater(said.rater_id), "sequence": said.sequence}


def _after(said: Said) -> Row:
    return {
        "comment": said.comment,
        "seconds": None if said.seconds is None else round(said.seconds, 3),
        "times_taken_back": said.times_taken_back,
        "rated_at": said.submitted_at,
    }


class Raters:
    """What raters are called: a pseudonym that is the same in every export, or their name.

    Nobody who works with ratings needs to know whose they are, and files go further than pages;
    the pseudonym is made with the site's secret, so that numbers of accounts do not give it away.
    """

    def __init__(self, *, by_name: bool) -> None:
        self._by_name = by_name
        self._known: dict[int, str] = {}

    def __call__(self, pk: int) -> str:
        """The one with that number."""
        if pk not in self._known:
            self._known[pk] = self._name(pk) if self._by_name else pseudonym(pk)
        return self._known[pk]

    def _name(self, pk: int) -> str:
        return str(User.objects.values_list("username", flat=True).get(pk=pk))


def pseudonym(pk: int) -> str:
    """What the rater of that number is called where their name is not to be known."""
    return salted_hmac("evaluation.rater", str(pk), algorithm="sha256").hexdigest()[:_PSEUDONYM]
