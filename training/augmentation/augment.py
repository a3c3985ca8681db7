"""Variants of an example that are as good as it is, marked as augmented.

Seeded by the example itself: the same example always has the same variants, whatever stands
beside it. A variant is judged like any text and dropped where it breaks a rule, loses score, or
claims something else than its parent.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from domain.examples import document, timestamp
from domain.judgement import Judgement
from domain.listing import Listing, Product
from domain.quality import judge
from training.augmentation.reordering import reordered
from training.augmentation.replacing import with_synonyms
from training.augmentation.styling import restyled
from training.curation.sample import Sample, Source, digest

LOST: Final = 2
"""Points of the overall score that a variant may lie below its parent."""
_MODEL: Final = "augmentation"


class Technique(StrEnum):
    """How a variant is made, as in the user's own list."""

    SYNONYMS = "synonyms"
    REORDERED = "reordered"
    STYLE = "style"


def augment(sample: Sample, seed: int = 0) -> Iterator[Sample]:
    """The variants of one example, one a technique at most."""
    yield from variants([sample], seed)


def variants(samples: Sequence[Sample], seed: int = 0) -> Iterator[Sample]:
    """All variants of `samples`, made as they are asked for: one technique after another, so that
    no example has two before each has one."""
    originals = [one for one in samples if one.source is not Source.AUGMENTED]
    judged: dict[str, Judgement] = {}
    for technique in Technique:
        for one in originals:
            if one.key not in judged:
                judged[one.key] = judge(one.product, one.listing)
            yield from _variant(technique, one, judged[one.key], seed)


def fill(samples: Sequence[Sample], wanted: int, seed: int = 0) -> list[Sample]:
    """`wanted` variants of `samples`, or as many as there are."""
    return list(islice(variants(samples, seed), max(0, wanted)))


def _variant(
    technique: Technique, sample: Sample, before: Judgement, seed: int
) -> Iterator[Sample]:
    """The example's variant by one technique, where it has one that is as good."""
    draw = random.Random(digest(f"{seed}\0{technique}\0{sample.key}"))  # noqa: S311
    made = _made(technique, sample, draw)
    if made is not None:
        after = judge(*made)
        if _is_as_good(before, after):
            yield _marked(sample, technique, *made, after)


def _made(
    technique: Technique, sample: Sample, draw: random.Random
) -> tuple[Product, Listing] | None:
    product, listing = sample.product, sample.listing
    if technique is Technique.REORDERED:
        return reordered(product, listing, draw)
    change = with_synonyms if technique is Technique.SYNONYMS else restyled
    changed = change(product, listing, draw)
    return None if changed is None else (product, changed)


def _is_as_good(before: Judgement, after: Judgement) -> bool:
    """No fault that blocks, hardly a point lost, and exactly the same claims."""
    return (
        not after.errors
        and after.scores.overall_score >= before.scores.overall_score - LOST
        and _claims(before) == _claims(after)
    )


def _claims(judgement: Judgement) -> set[tuple[str, bool]]:
    """What is claimed, and whether a fact supports it."""
    return {(one.key, one.fact is not None) for one in judgement.evidence}


def _marked(
    sample: Sample, technique: Technique, product: Product, listing: Listing, judgement: Judgement
) -> Sample:
    made_at = timestamp(sample.document) or datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    return replace(
        sample,
        key=f"{sample.key}+{technique}",
        source=Source.AUGMENTED,
        parent=sample.key,
        rating=None,  # people rated its parent
        product=product,
        listing=listing,
        scores=judgement.scores,
        document={
            "parent": sample.key,
            "technique": str(technique),
            **document(product, listing, judgement, timestamp=made_at, model_used=_MODEL),
        },
    )
