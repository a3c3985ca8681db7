"""From all there is to what one model learns from, and why the rest is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.categories import Category, category_of
from domain.identity import identity
from domain.levels import LevelRule
from training.curation.duplicates import near_duplicates
from training.curation.levels import failures
from training.curation.sample import Sample, Source, digest, text_of

VALIDATION_SHARE: Final = 10
"""One product in so many is kept for validation."""
AUGMENTED_PER_EXAMPLE: Final = 3
"""How many variants the augmentation makes of one example at most."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An example that is left out, and the codes of the reasons."""

    key: str
    reasons: tuple[str, ...]
    other: str = ""
    """The key of the example that it repeats."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a model learns from and what it is checked on; no product stands in both."""

    rule: LevelRule
    category: Category | None
    training: tuple[Sample, ...]
    validation: tuple[Sample, ...]
    excluded: tuple[Exclusion, ...]

    @property
    def size(self) -> int:
        """Examples of both parts: what is compared with the level's minimum."""
        return len(self.training) + len(self.validation)

    @property
    def missing(self) -> int:
        """How many examples the level still needs."""
        return max(0, self.rule.minimum - self.size)

    @property
    def fillable(self) -> int:
        """How many of the missing ones augmentation could make."""
        originals = sum(sample.source is not Source.AUGMENTED for sample in self.training)
        made = len(self.training) - originals
        return min(self.missing, max(0, AUGMENTED_PER_EXAMPLE * originals - made))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many examples by source, category and language, and exclusions by reason."""
        samples = (*self.training, *self.validation)
        return {
            "source": _counted(sample.source for sample in samples),
            "category": _counted(category_of(s.product.category) or "other" for s in samples),
            "language": _counted(sample.product.language for sample in samples),
            "excluded": _counted(reason for left in self.excluded for reason in left.reasons),
        }


def curate(
    samples: Iterable[Sample],
    rule: LevelRule,
    *,
    category: Category | None = None,
    held_out: Collection[str] = (),
) -> Dataset:
    """Choose from `samples` for one level (and category).

    `held_out` are the identities of products that no model may see (`domain.identity`). Of alike
    texts the one that people had more to do with stays. The result does not depend on the order.
    """
    excluded: list[Exclusion] = []
    wanted: list[Sample] = []
    for sample in sorted(samples, key=lambda one: one.standing):
        reasons = _reasons(sample, rule, category, held_out)
        if reasons:
            excluded.append(Exclusion(sample.key, tuple(reasons)))
        else:
            wanted.append(sample)
    distinct, repeated = _distinct(wanted)
    excluded += repeated
    training, validation, orphans = _split(distinct)
    return Dataset(rule, category, training, validation, (*excluded, *orphans))


def _reasons(
    sample: Sample, rule: LevelRule, category: Category | None, held_out: Collection[str]
) -> list[str]:
    reasons = failures(sample.listing, sample.scores, rule)
    if category is not None and category_of(sample.product.category) is not category:
        reasons.append("other_category")
    if identity(sample.product) in held_out:
        reasons.append("held_out")
    return reasons


def _distinct(samples: Sequence[Sample]) -> tuple[list[Sample], list[Exclusion]]:
    """Without what repeats another; a variant is left out where it is the very same, or where the
    example it was made from is left out: it would bring that one back."""
    originals = [one for one in samples if one.source is not Source.AUGMENTED]
    repeats = near_duplicates([text_of(one.listing) for one in originals])
    kept = [one for number, one in enumerate(originals) if number not in repeats]
    excluded = [
        Exclusion(originals[number].key, ("duplicate",), originals[first].key)
        for number, first in repeats.items()
    ]
    parents = {one.key for one in kept}
    seen = {one.asked_and_answered: one.key for one in kept}
    for one in samples:
        if one.source is not Source.AUGMENTED:
            continue
        if one.parent not in parents:
            excluded.append(Exclusion(one.key, ("parent_left_out",), one.parent))
            continue
        first_key = seen.setdefault(one.asked_and_answered, one.key)
        if first_key == one.key:
            kept.append(one)
        else:
            excluded.append(Exclusion(one.key, ("duplicate",), first_key))
    return kept, excluded


def _split(
    samples: Sequence[Sample],
) -> tuple[tuple[Sample, ...], tuple[Sample, ...], list[Exclusion]]:
    """By product, decided by the product's identity alone: an example that is added later moves no
    other, unless there are so few that none would check (then one product does until others come).
    Augmented examples never check a model, and those of a validation product teach none."""
    products = {identity(one.product) for one in samples}
    checked = {name for name in products if int(digest(name)[:8], 16) % VALIDATION_SHARE == 0}
    if not checked or checked == products:
        checked = {min(products, key=digest)} if len(products) > 1 else set()
    training, validation, orphans = [], [], []
    for one in samples:
        if identity(one.product) not in checked:
            training.append(one)
        elif one.source is Source.AUGMENTED:
            orphans.append(Exclusion(one.key, ("validation_product",), one.parent))
        else:
            validation.append(one)
    return tuple(training), tuple(validation), orphans


def _counted(values: Iterable[Any]) -> dict[str, int]:
    return {str(value): count for value, count in Counter(values).most_common()}
