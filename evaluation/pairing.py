"""Pairs for comparisons: what two versions wrote from the same facts.

Of the held-out products the results of each version's newest validation meet; of the team's own,
the newest drafts of one listing whose facts were the same. Several versions give all pairs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from django.conf import settings

from content.models import Revision
from domain.categories import category_of
from evaluation.heldout import held_out
from evaluation.models import Item
from evaluation.selecting import (
    MOST_CANDIDATES,
    Selection,
    Texts,
    of_result,
    of_revision,
    results_of,
    revisions_of,
    sampled,
)
from models_registry.models import ValidationResult


@dataclass(frozen=True, slots=True)
class Text:
    """One version's text of some facts: the row it is, and whose it is."""

    key: int
    version: int
    category: str
    owner: int | None = None
    author: int | None = None


Pair = tuple[Text, Text]


def pairs(selection: Selection) -> list[Item]:
    """The items, not yet saved and without a campaign; A is the version named first."""
    found = pairs_chosen(selection)
    keys = [text.key for pair in found for text in pair]
    if selection.texts is Texts.HELD_OUT:
        return _of_results(found, keys)
    return _of_drafts(found, keys)


def pairs_chosen(selection: Selection) -> list[Pair]:
    """What `pairs` would give, without reading any text."""
    held = selection.texts is Texts.HELD_OUT
    groups = _results(selection) if held else _drafts(selection)
    found = [
        (texts[a], texts[b])
        for texts in groups
        for a, b in combinations(selection.versions, 2)
        if a in texts and b in texts and _can_be_blind(texts[a], texts[b])
    ]
    kinds = [((a.version, b.version), a.category) for a, b in found]
    return [found[place] for place in sampled(selection, kinds)]


def _can_be_blind(a: Text, b: Text) -> bool:
    """Whether an item can keep everybody away who made it: its owner and one author."""
    return len({a.author, b.author} - {a.owner, None}) <= 1


def _results(selection: Selection) -> Iterable[dict[int, Text]]:
    products = held_out(Path(settings.STARTER_DIR))
    groups: dict[str, dict[int, Text]] = defaultdict(dict)
    columns = ("pk", "run__version", "category", "product")
    for key, version, category, product in results_of(selection).values_list(*columns):
        if product in products:
            groups[product][version] = Text(key, version, category)
    return groups.values()


def _drafts(selection: Selection) -> Iterable[dict[int, Text]]:
    rows = revisions_of(replace(selection, texts=Texts.DRAFTS))
    columns = ("pk", "version", "author", "listing__owner", "listing", "facts")
    groups: dict[tuple[int, str], dict[int, Text]] = defaultdict(dict)
    for key, version, author, owner, listing, facts in rows.values_list(*columns)[:MOST_CANDIDATES]:
        category = category_of(str(facts.get("category", ""))) or ""
        if not selection.categories or category in selection.categories:
            same = (listing, json.dumps(facts, sort_keys=True))
            groups[same][version] = Text(key, version, category, owner, author)
    return groups.values()


def _of_results(found: Sequence[Pair], keys: Sequence[int]) -> list[Item]:
    products = held_out(Path(settings.STARTER_DIR))
    rows = ValidationResult.objects.select_related("run__version__family").in_bulk(keys)
    items = []
    for first, second in found:
        a, b = rows[first.key], rows[second.key]
        items.append(_beside(of_result(a, products[a.product]), b.listing, b.scores, second))
    return items


def _of_drafts(found: Sequence[Pair], keys: Sequence[int]) -> list[Item]:
    related = ("listing__product", "version__family")
    rows = Revision.objects.select_related(*related).in_bulk(keys)
    items = []
    for first, second in found:
        a, b = of_revision(rows[first.key]), of_revision(rows[second.key])
        item = _beside(a, b.listing, b.scores, second)
        # A draft may stand in several pairs, and a campaign has each revision once.
        item.revision = None
        if item.author_id in (None, item.owner_id):
            item.author_id = b.author_id
        items.append(item)
    return items


def _beside(item: Item, other: dict[str, Any], scores: dict[str, Any], text: Text) -> Item:
    item.other, item.other_scores, item.other_version_id = other, scores, text.version
    return item
