"""Who fails where the answer is known: by the rule of `domain.fairness`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from domain.fairness import Given, Gold, Reason, look_at


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """One person's answers to gold items, and whether they are too far off."""

    gold: Gold
    fails: bool


def gold_records(answers: Iterable[tuple[int, Given]]) -> dict[int, GoldRecord]:
    """By rater, of (rater, answer)."""
    of_rater: dict[int, list[Given]] = defaultdict(list)
    for rater, given in answers:
        of_rater[rater].append(given)
    looks = {rater: look_at(given) for rater, given in of_rater.items()}
    return {
        rater: GoldRecord(look.gold, Reason.GOLD in look.reasons) for rater, look in looks.items()
    }
