"""Whether a piece of feedback, or a new text, carries what a retraining is to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from domain.judgement import Judgement
from domain.listing import Listing, Product
from domain.patterns import Item, Kind, Trait, carries, facts_text, owners
from learning.models import Pattern, Retraining


@dataclass(frozen=True, slots=True)
class Marks:
    """The patterns of a retraining that stand out."""

    patterns: tuple[Pattern, ...] = ()

    @property
    def targets(self) -> tuple[Pattern, ...]:
        """What is to be mended; where nothing was chosen, all that stands out."""
        return tuple(one for one in self.patterns if one.is_target) or self.patterns

    def stays(self, product: Product, listing: Listing, judgement: Judgement) -> bool:
        """Whether a text still has what is to be mended, as far as a text can show that."""
        codes = {finding.code for finding in judgement.findings}
        text, facts = asdict(listing), facts_text(asdict(product))
        return any(
            carries(one.kind, one.key, one.terms, codes, text, facts) for one in self.targets
        )

    def telling(self, items: Sequence[Item]) -> dict[int, int]:
        """By feedback's number 0 where it has what is to be mended, 1 for what else stands out.

        Feedback that has nothing of either is not in it.
        """
        traits = [Trait(Kind(one.kind), one.key, tuple(one.terms)) for one in self.patterns]
        found: dict[int, int] = {}
        for pattern, numbers in zip(self.patterns, owners(traits, items), strict=True):
            for number in numbers:
                found[number] = min(found.get(number, 1), 0 if pattern.is_target else 1)
        return found


def marks_of(row: Retraining) -> Marks:
    """The patterns that a retraining found."""
    found = row.patterns.order_by("rank")
    return Marks(tuple(one for one in found if one.is_found or one.is_target))
