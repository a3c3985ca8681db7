"""Everything there is to learn from, as curation sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from content.models import Revision, TrainingExample
from domain.examples import read
from domain.listing import Listing, Product
from evaluation.heldout import held_out_identities
from jobs.pieces import in_pieces
from training import starter as starter_data
from training.curation import Exclusion, Sample, Source
from training.queries.verdicts import scores_of

CHUNK = 200
KEPT = ("id", "timestamp", "origin", "input", "output", "quality_metrics")
"""Of an example's own JSON: what a dataset says beside it has other names."""
Origin = TrainingExample.Origin
_SOURCES = {Origin.IMPORTED: Source.IMPORTED, Origin.GENERATED: Source.GENERATED}


@dataclass(frozen=True, slots=True)
class _Read:
    key: str
    source: Source
    product: Product
    listing: Listing
    document: dict[str, Any]
    rating: float | None = None


def samples(*, starter: bool = True) -> Iterator[Sample | Exclusion]:
    """Each example, or why it cannot be read; with `starter` those the product brings along."""
    readable: list[_Read] = []
    for one in _all(starter=starter):
        if isinstance(one, Exclusion):
            yield one
            continue
        readable.append(one)
        if len(readable) == CHUNK:
            yield from _judged(readable)
            readable = []
    yield from _judged(readable)


def of_lines(lines: Iterable[str]) -> Iterator[Sample | Exclusion]:
    """The examples of a dataset's file as they were chosen for it, judged by today's rules."""
    readable: list[_Read] = []
    for number, line in enumerate(lines, 1):
        try:
            item = json.loads(line)
            one = _read(str(item["key"]), Source(item["source"]), item)
            readable.append(replace(one, rating=item.get("rating")))
        except (ValueError, KeyError, TypeError, RecursionError):
            yield Exclusion(f"line-{number}", ("unreadable",))
    for start in range(0, len(readable), CHUNK):
        yield from _judged(readable[start : start + CHUNK])


def held_out() -> frozenset[str]:
    """The identities of the products that no model may see before it is measured on them."""
    return held_out_identities(settings.STARTER_DIR)


def _all(*, starter: bool) -> Iterator[_Read | Exclusion]:
    rows = TrainingExample.objects.select_related("revision__listing")
    for row in in_pieces(rows, CHUNK):
        key = f"example-{row.fingerprint[:16]}"
        try:
            yield _read(key, _source(row), json.loads(row.document))
        except (ValueError, RecursionError):
            yield Exclusion(key, ("unreadable",))
    if starter:
        yield from _gold()


def _gold() -> Iterator[_Read | Exclusion]:
    for key, item in starter_data.gold(settings.STARTER_DIR):
        try:
            yield _read(key, Source.GOLD, item)
        except ValueError:
            yield Exclusion(key, ("unreadable",))


def _read(key: str, source: Source, item: dict[str, Any]) -> _Read:
    """The example; ValueError (DocumentError and UnicodeError are such) where it cannot be kept."""
    product, listing = read(item)
    document = {name: value for name, value in item.items() if name in KEPT}
    json.dumps(document, ensure_ascii=False).encode()
    return _Read(key, source, product, listing, document)


def _judged(readable: Iterable[_Read]) -> Iterator[Sample]:
    readable = list(readable)
    scores = scores_of([(one.product, one.listing) for one in readable])
    for one, score in zip(readable, scores, strict=True):
        yield Sample(one.key, one.source, one.product, one.listing, score, one.document, one.rating)


def _source(row: TrainingExample) -> Source:
    if row.origin != Origin.APPROVED:
        return _SOURCES[Origin(row.origin)]
    by_person = row.revision is not None and _was_written_by_a_person(row.revision)
    return Source.EDITED if by_person else Source.APPROVED


def _was_written_by_a_person(revision: Revision) -> bool:
    """Whether the words are a person's: a revision that only judged again says nothing of that."""
    if revision.kind != Revision.Kind.REJUDGED:
        return revision.generation_id is None
    text = revision.text()
    earlier = revision.listing.revisions.filter(number__lt=revision.number)
    written = earlier.exclude(kind=Revision.Kind.REJUDGED).order_by("-number")
    same = next((one for one in written if one.text() == text), None)
    return same is not None and same.generation_id is None
