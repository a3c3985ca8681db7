"""Which draft of a model a text goes back to, however often people edited it since.

What was set aside never was the listing's text, so that nobody can have edited it; and an earlier
text that was restored goes back to wherever that one came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from content.models import Event, Revision
from learning.queries.chunking import chunks

MOST_STEPS: Final = 1000
"""Of one text's past; what was edited more often is taken for a person's own."""


@dataclass(frozen=True, slots=True)
class Past:
    """Where a text comes from: the draft, if a model wrote one, and what people made of it."""

    draft: Revision | None
    since: tuple[int, ...] = ()
    """Keys of the revisions after the draft, the text's own first."""


@dataclass(frozen=True, slots=True)
class _Step:
    key: int
    number: int
    kind: str
    generation: int | None


def past_of(revision: Revision) -> Past:
    """Where one text comes from."""
    return pasts_of([revision])[revision.pk]


def pasts_of(revisions: Iterable[Revision]) -> dict[int, Past]:
    """Where texts come from, by the key of each; a few queries for every 500 of them."""
    wanted = list(revisions)
    chains = {one.pk: [one.pk] for one in wanted if one.generation_id is not None}
    others = [one for one in wanted if one.generation_id is None]
    if others:
        listings = sorted({one.listing_id for one in others})
        steps, shown, restored = _steps(listings), *_shown(listings)
        for one in others:
            chains[one.pk] = _chain(one, steps[one.listing_id], shown, restored)
    rows = Revision.objects.select_related("listing", "version__family")
    drafts: dict[int, Revision] = {}
    for some in chunks(sorted({chain[-1] for chain in chains.values()})):
        drafts |= rows.in_bulk(some)
    return {key: _past(chain, drafts[chain[-1]]) for key, chain in chains.items()}


def _past(chain: list[int], last: Revision) -> Past:
    if last.generation_id is None:
        return Past(None, tuple(chain))
    return Past(last, tuple(chain[:-1]))


def _steps(listings: Sequence[int]) -> Mapping[int, dict[int, _Step]]:
    """By listing and number, what there is to know of each revision."""
    found: dict[int, dict[int, _Step]] = defaultdict(dict)
    columns = ("listing_id", "pk", "number", "kind", "generation_id")
    for some in chunks(listings):
        for listing, *step in Revision.objects.filter(listing__in=some).values_list(*columns):
            found[listing][step[1]] = _Step(*step)
    return found


def _shown(listings: Sequence[int]) -> tuple[set[int], dict[int, int]]:
    """Keys of revisions that became their listing's text; and which number each restored."""
    shown: set[int] = set()
    restored: dict[int, int] = {}
    for some in chunks(listings):
        events = Event.objects.filter(listing__in=some, revision__isnull=False)
        rows: Iterable[tuple[int | None, str, dict[str, Any]]]
        rows = events.values_list("revision_id", "kind", "data")
        for key, kind, data in rows:
            if key is None or data.get("set_aside"):
                continue
            shown.add(key)
            if kind == Event.Kind.RESTORED:
                restored[key] = data["number"]
    return shown, restored


def _chain(
    revision: Revision, steps: dict[int, _Step], shown: set[int], restored: dict[int, int]
) -> list[int]:
    """Keys from the text's own back to the draft, or to what a person began with."""
    order = sorted(number for number, step in steps.items() if step.key in shown)
    now: _Step | None = steps[revision.number]
    chain: list[int] = []
    while now is not None and len(chain) < MOST_STEPS:
        chain.append(now.key)
        if now.generation is not None:
            break
        before = restored.get(now.key)
        if before is None:
            number = now.number
            before = max((each for each in order if each < number), default=0)
        now = steps.get(before)
    return chain
