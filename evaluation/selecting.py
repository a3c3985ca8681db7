"""Which listings a campaign is about: found by what they are, never by how good they look."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from content.judging import judgement_as_json
from content.models import Revision
from domain.categories import category_of
from domain.listing import Product
from domain.quality import judge
from evaluation.heldout import held_out
from evaluation.models import Item
from evaluation.models.item import text_of
from models_registry.models import ValidationResult, ValidationRun

MOST_ITEMS: Final = 5_000
"""Of one campaign: at three raters each and a minute an item that is half a year of one person."""
MOST_CANDIDATES: Final = 50_000
SETTLING: Final = timedelta(minutes=1)
"""A revision gets its number before its transaction ends: one with a lower number may appear
after one with a higher. Within this time it has."""


Kind = tuple[int | None, str]
"""A version, where one wrote it, and a category."""


class Texts(StrEnum):
    """Which text of a listing is judged."""

    DRAFTS = "drafts"
    """The newest draft of each version, as the model wrote it."""
    CURRENT = "current"
    """Each listing as it stands, whoever wrote it."""
    HELD_OUT = "held_out"
    """What versions wrote for the held-out products when they were validated last."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen; nothing named means all of them."""

    texts: Texts = Texts.DRAFTS
    versions: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    sample: int | None = None
    """How many at most, spread evenly over versions and categories; None takes all."""
    seed: int = field(default=0)

    def as_json(self) -> dict[str, Any]:
        """As campaigns keep it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Selection:
        """What `as_json` told."""
        lists = {name: tuple(kept.get(name, ())) for name in ("versions", "categories")}
        return cls(
            texts=Texts(kept.get("texts", Texts.DRAFTS)),
            language=kept.get("language", ""),
            sample=kept.get("sample"),
            seed=kept.get("seed", 0),
            **lists,
        )


def newest_revision() -> int:
    """The number of the newest revision; 0 without any."""
    return Revision.objects.aggregate(last=Max("pk"))["last"] or 0


def settled() -> int:
    """Up to which number no revision can appear any more; 0 without any."""
    old = Revision.objects.filter(created_at__lte=timezone.now() - SETTLING)
    return old.aggregate(last=Max("pk"))["last"] or 0


def chosen(selection: Selection, *, after: int = 0) -> list[Item]:
    """The items, not yet saved and without a campaign; of revisions only those after `after`."""
    if selection.texts is Texts.HELD_OUT:
        return list(_of_results([key for key, _kind in _sample_of(selection)]))
    return list(_of_revisions([key for key, _kind in _sample_of(selection, after)]))


def kinds_chosen(selection: Selection) -> list[Kind]:
    """Version and category of what `chosen` would give, without reading any text."""
    return [kind for _key, kind in _sample_of(selection)]


def _sample_of(selection: Selection, after: int = 0) -> list[tuple[int, Kind]]:
    held = selection.texts is Texts.HELD_OUT
    found = _results(selection) if held else _revisions(selection, after)
    keep = sampled(selection, [kind for _key, kind in found])
    return [found[place] for place in keep]


def _revisions(selection: Selection, after: int) -> list[tuple[int, Kind]]:
    columns = ("pk", "version", "listing__product__category")
    rows = revisions_of(selection, after).values_list(*columns)[:MOST_CANDIDATES]
    found = [(key, (version, category_of(path) or "")) for key, version, path in rows]
    return [one for one in found if not selection.categories or one[1][1] in selection.categories]


def revisions_of(selection: Selection, after: int = 0) -> QuerySet[Revision]:
    """What is chosen of the team's own listings, of any category, the newest first."""
    rows = Revision.objects.exclude(title="").order_by("-pk")
    if after:
        rows = rows.filter(pk__gt=after)
    if selection.texts is Texts.CURRENT:
        rows = rows.filter(number=F("listing__number"))
    else:
        drafts = Revision.objects.filter(kind=Revision.Kind.DRAFT).order_by()
        newest = drafts.values("listing", "version").annotate(newest=Max("pk"))
        rows = rows.filter(pk__in=newest.values("newest"))
    if selection.versions:
        rows = rows.filter(version__in=selection.versions)
    if selection.language:
        rows = rows.filter(listing__language=selection.language)
    return rows


def _of_revisions(keys: Sequence[int]) -> Iterator[Item]:
    rows = Revision.objects.select_related("listing__product", "version__family")
    by_key = rows.in_bulk(keys)
    for key in keys:
        yield of_revision(by_key[key])


def of_revision(revision: Revision) -> Item:
    """A listing's text with the facts that it was written from."""
    product = revision.listing.product
    version = revision.version
    facts = {name: value for name, value in revision.facts.items() if name in _FACTS}
    return Item(
        product=product.name,
        category=category_of(str(facts.get("category", ""))) or "",
        language=revision.listing.language,
        facts=facts,
        listing={
            "title": revision.title,
            "features": list(revision.features),
            "description": revision.description,
        },
        evidence=revision.judgement.get("evidence", []),
        scores=revision.judgement.get("scores", {}),
        revision=revision,
        version=version,
        model=version.name if version else revision.model,
        owner_id=revision.listing.owner_id,
        author_id=revision.author_id,
    )


_FACTS: Final = frozenset(Product.__dataclass_fields__)


def _results(selection: Selection) -> list[tuple[int, Kind]]:
    rows = results_of(selection).values_list("pk", "run__version", "category", "product")
    products = held_out(Path(settings.STARTER_DIR))
    return [
        (key, (version, category))
        for key, version, category, product in rows[:MOST_CANDIDATES]
        if product in products
    ]


def results_of(selection: Selection) -> QuerySet[ValidationResult]:
    """Of each version's newest finished validation what could be read."""
    runs = ValidationRun.objects.filter(status=ValidationRun.Status.DONE).order_by()
    if selection.versions:
        runs = runs.filter(version__in=selection.versions)
    newest = runs.values("version").annotate(newest=Max("pk")).values("newest")
    results = ValidationResult.objects.filter(run__in=newest).exclude(listing={}).order_by("pk")
    if selection.categories:
        results = results.filter(category__in=selection.categories)
    if selection.language:
        results = results.filter(language=selection.language)
    return results


def _of_results(keys: Sequence[int]) -> Iterator[Item]:
    products = held_out(Path(settings.STARTER_DIR))
    by_key = ValidationResult.objects.select_related("run__version__family").in_bulk(keys)
    for key in keys:
        yield of_result(by_key[key], products[by_key[key].product])


def of_result(result: ValidationResult, product: Product) -> Item:
    """What a version wrote for a held-out product; the claims are traced anew."""
    judgement = judgement_as_json(judge(product, text_of(result.listing)))
    return Item(
        product=result.product,
        category=result.category,
        language=result.language,
        facts=asdict(product),
        listing=result.listing,
        evidence=judgement["evidence"],
        scores=result.scores,
        version=result.run.version,
        model=result.run.version.name,
    )


def sampled(selection: Selection, kinds: Sequence[Hashable]) -> list[int]:
    """Places of `kinds` in a random order; a sample takes from each kind in turn."""
    most = min(selection.sample or MOST_ITEMS, MOST_ITEMS)
    chance = random.Random(selection.seed)  # noqa: S311 - a sample that can be drawn again
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, kind in enumerate(kinds):
        groups[kind].append(place)
    for group in groups.values():
        chance.shuffle(group)
    taken = list(_in_turns(groups.values()))[:most]
    # In turns only to be fair: one kind after the other would tell a rater which is which.
    chance.shuffle(taken)
    return taken


def _in_turns(groups: Iterable[Sequence[int]]) -> Iterator[int]:
    waiting = [iter(group) for group in groups]
    while waiting:
        for each in list(waiting):
            place = next(each, None)
            if place is None:
                waiting.remove(each)
            else:
                yield place
