"""Ratings as columns: read once, without a row object each, so that 100,000 of them take no time.

Gold items are none of the results, and what came too late is kept elsewhere (`Remark`).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from django.db.models import Case, Count, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat
from numpy.typing import NDArray

from accounts.models import User
from domain.fairness import Given
from domain.rating import HIGHEST, LOWEST, Choice
from evaluation.models import Assignment, Campaign, CampaignCriterion, Item, Remark
from models_registry.models import Version

Whole = NDArray[np.int64]
CHUNK: Final = 10_000
RATED: Final = Q(state=Assignment.State.RATED)
_CHOICES: Final = tuple(choice.value for choice in Choice)
_TURNED: Final = " turned"
_CHOSEN: Final = Case(
    When(swapped=True, then=Concat("choice", Value(_TURNED))),
    default="choice",
    output_field=TextField(),
)
"""A choice, marked where B stood on the left."""


@dataclass(frozen=True, slots=True)
class Items:
    """What was judged, in the order of their keys; `version` is 0 where a person wrote it."""

    key: Whole
    version: Whole
    other: Whole
    """The second version of a pair; 0 where there is none."""
    category: NDArray[np.str_]
    product: Whole
    """The same number for the same product."""
    automatic: dict[str, NDArray[np.float64]]
    """By the score's name; not a number where an item has none."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """Each rating's item and rater as places in `items` and `raters`, and what was said."""

    criteria: tuple[str, ...]
    items: Items
    raters: Whole
    """Keys of the people, ascending."""
    item: Whole
    rater: Whole
    scores: NDArray[np.int8]
    """Ratings x criteria; 0 where a rating says nothing of one."""
    choice: Whole
    """Of a comparison: the place in `domain.rating.Choice`; -1 elsewhere."""
    swapped: NDArray[np.bool_]
    """Whether B stood on the left."""

    def __len__(self) -> int:
        return len(self.item)

    def without(self, raters: Iterable[int]) -> Ratings:
        """The same without what some people said."""
        keep = ~np.isin(self.raters[self.rater], np.fromiter(raters, np.int64))
        columns = ("item", "rater", "scores", "choice", "swapped")
        return replace(self, **{name: getattr(self, name)[keep] for name in columns})

    def of(self, criterion: str) -> tuple[Whole, Whole, Whole]:
        """Item, rater and score of every rating that says something of `criterion`."""
        scores = self.scores[:, self.criteria.index(criterion)].astype(np.int64)
        said = scores > 0
        return self.item[said], self.rater[said], scores[said]


@dataclass(frozen=True, slots=True)
class Aside:
    """What belongs to a campaign and is none of its results."""

    late: int
    skipped: int
    flagged: int


def ratings_of_campaign(campaign: Campaign, criteria: Sequence[str]) -> Ratings:
    """Everything that counts of one campaign."""
    return _read(Item.objects.filter(campaign=campaign), Q(campaign=campaign), criteria)


def ratings_of_version(version: Version, criteria: Sequence[str]) -> Ratings:
    """Every score that listings of one version got, in whichever campaign."""
    rated = Q(version=version, campaign__kind=Campaign.Kind.RATING)
    where = Q(item__version=version, campaign__kind=Campaign.Kind.RATING)
    return _read(Item.objects.filter(rated), where, criteria)


def criteria_of_version(version: Version) -> list[CampaignCriterion]:
    """The criteria that listings of one version were rated by, each once."""
    campaigns = Item.objects.filter(version=version).values("campaign")
    found: dict[str, CampaignCriterion] = {}
    for row in CampaignCriterion.objects.filter(campaign__in=campaigns).order_by("position", "pk"):
        found.setdefault(row.key, row)
    return list(found.values())


def gold_answers(campaign: Campaign) -> list[tuple[int, Given]]:
    """All answers to gold items, each with the rater's key."""
    return [(rater, given) for _campaign, rater, given in gold_answers_in([campaign.pk])]


def gold_answers_in(
    campaigns: Iterable[int] | QuerySet[Any, Any],
) -> Iterator[tuple[int, int, Given]]:
    """All answers to gold items of some campaigns: campaign, rater, answer; one query."""
    rows = Assignment.objects.filter(RATED, campaign__in=campaigns, slot=None)
    columns = ("campaign_id", "rater_id", "scores", "choice", "item__gold")
    for campaign, rater, scores, choice, expected in rows.values_list(*columns):
        yield campaign, rater, Given(scores=scores, choice=choice, expected=expected)


def aside(campaign: Campaign) -> Aside:
    """How many remarks of each kind there are."""
    kinds = Remark.objects.filter(campaign=campaign).values_list("kind")
    found = dict(kinds.annotate(count=Count("pk")).order_by())
    shown = (Remark.Kind.LATE, Remark.Kind.SKIP, Remark.Kind.FLAG)
    return Aside(*(found.get(kind, 0) for kind in shown))


def people(keys: Iterable[int]) -> dict[int, str]:
    """What raters are called."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=list(keys))}


def versions(keys: Iterable[int]) -> dict[int, Version]:
    """Versions by their keys."""
    return Version.objects.select_related("family").in_bulk(list(keys))


def items_by_key(keys: Iterable[int]) -> Mapping[int, Item]:
    """The few items that a page names, with the number of comments on each."""
    said = Count("assignments", filter=~Q(assignments__comment=""))
    rows = Item.objects.select_related("version__family").annotate(comments=said)
    return rows.defer("facts", "listing", "other", "evidence").in_bulk(list(keys))


def item_or_none(campaign: Campaign, number: int) -> Item | None:
    """One item of a campaign with who wrote it."""
    writers = ("version__family", "other_version__family")
    return Item.objects.select_related(*writers).filter(campaign=campaign, number=number).first()


def answers_to(item: Item) -> list[Assignment]:
    """What was answered, the earliest first."""
    rows = Assignment.objects.filter(RATED, item=item).select_related("rater")
    return list(rows.order_by("submitted_at", "pk"))


def remarks_on(item: Item) -> list[Remark]:
    """What was said beside, the earliest first."""
    return list(Remark.objects.filter(item=item).select_related("rater").order_by("at", "pk"))


def _read(items: QuerySet[Item], where: Q, criteria: Sequence[str]) -> Ratings:
    """Scores where there are criteria, choices where there are none."""
    judged = _items(items)
    item, rater, said, texts = _columns(where, Cast("scores", TextField()) if criteria else _CHOSEN)
    raters, who_said = np.unique(rater, return_inverse=True)
    place = np.searchsorted(judged.key, item)
    known = place < len(judged.key)  # an item may have come since
    known[known] = judged.key[place[known]] == item[known]
    code = said[known]
    if criteria:
        scores = np.array([_scores(text, criteria) for text in texts], np.int8)
        choice, swapped = np.full(len(texts), -1), np.zeros(len(texts), np.bool_)
    else:
        scores = np.zeros((len(texts), 0), np.int8)
        choice = np.array([_CHOICES.index(text.removesuffix(_TURNED)) for text in texts], np.int64)
        swapped = np.array([text.endswith(_TURNED) for text in texts], np.bool_)
    return Ratings(
        criteria=tuple(criteria),
        items=judged,
        raters=raters,
        item=place[known],
        rater=who_said[known],
        scores=scores.reshape(len(texts), len(criteria))[code],
        choice=choice[code],
        swapped=swapped[code],
    )


def _columns(where: Q, answer: Any) -> tuple[Whole, Whole, Whole, list[str]]:
    """Item, rater and the place of the answer in the list of all different ones.

    Few answers differ, so each is read once, however many gave it.
    """
    places = Assignment.objects.filter(RATED, where, slot__isnull=False).order_by()
    item, rater, said = array("q"), array("q"), array("q")
    texts: dict[str, int] = {}
    for one, who, text in places.values_list("item_id", "rater_id", answer).iterator(CHUNK):
        item.append(one)
        rater.append(who)
        said.append(texts.setdefault(text, len(texts)))
    return _whole(item), _whole(rater), _whole(said), list(texts)


def _items(items: QuerySet[Item]) -> Items:
    columns = ("pk", "version_id", "other_version_id", "category", "product")
    rows = list(
        items.filter(gold__isnull=True)
        .order_by("pk")
        .values_list(*columns, Cast("scores", TextField()))
    )
    kept = [json.loads(scores or "{}") for *_others, scores in rows]
    products: dict[str, int] = {}
    names = dict.fromkeys(name for scores in kept for name in scores)
    return Items(
        key=np.array([row[0] for row in rows], np.int64),
        version=np.array([row[1] or 0 for row in rows], np.int64),
        other=np.array([row[2] or 0 for row in rows], np.int64),
        category=np.array([row[3] for row in rows], np.str_),
        product=np.array([products.setdefault(row[4], len(products)) for row in rows], np.int64),
        automatic={
            name: np.array([_number(scores.get(name)) for scores in kept], np.float64)
            for name in names
        },
    )


def _scores(text: str, criteria: Sequence[str]) -> list[int]:
    kept = json.loads(text)
    given = [kept.get(criterion, 0) for criterion in criteria]
    return [score if LOWEST <= score <= HIGHEST else 0 for score in given]


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else np.nan


def _whole(values: array[int]) -> Whole:
    return np.frombuffer(values, np.int64) if values else np.zeros(0, np.int64)
