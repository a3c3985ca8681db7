"""The first step: what went wrong, as patterns that are kept."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from domain.patterns import LEAST, MEASURABLE, Patterns
from domain.patterns import Pattern as Found
from domain.patterns import find as find_patterns
from learning.actions.triggering import take_in
from learning.models import Pattern
from learning.queries.evidence import of_retraining
from learning.steps.step import Answer, End, Next, Turn

MOST_TARGETS: Final = 5
"""Patterns that a candidate is measured by: more would each be held to a stricter level."""


def find(turn: Turn) -> Answer:
    """Keep the patterns in the retraining's feedback; done again, the same rows take their place.

    A candidate will be measured by those that are found, that explain failures of their own, and
    that a machine can tell of a text (rules and wordings): at most the first five.

    Where nothing is found, nothing is to be mended, and the chain ends here without a version. It
    goes on where what is found is nothing that a machine can measure (a theme, a category): what
    people rated highly and how they mended texts still teaches. And it goes on where enough failed
    but there is next to no other feedback to hold it against: then nothing can be ruled out, and
    the edits are what there is to learn from.

    Feedback that has come since the counter was full is looked at too, and waits no longer: people
    who rate at the same moment begin one retraining, not two.
    """
    turn.look()
    take_in(turn.row)
    items = of_retraining(turn.row)
    found: Patterns = turn.ask(lambda _stopped: find_patterns(items))
    with transaction.atomic():
        turn.look()
        turn.row.patterns.all().delete()
        Pattern.objects.bulk_create(_rows(turn, found))
    if found.found or (found.negatives >= LEAST and found.positives < LEAST):
        return Next()
    figures = {
        "negatives": found.negatives,
        "positives": found.positives,
        "tested": found.tested,
    }
    return End("nothing", [{"reason": "no_pattern", "figures": figures}])


def _rows(turn: Turn, found: Patterns) -> list[Pattern]:
    targets = [one for one in found.found if one.leads and one.trait.kind in MEASURABLE]
    return [
        _row(turn, rank, one, one in targets[:MOST_TARGETS])
        for rank, one in enumerate(found.rows, 1)
    ]


def _row(turn: Turn, rank: int, one: Found, is_target: bool) -> Pattern:
    standing, lift = one.standing, one.standing.lift
    return Pattern(
        retraining=turn.row,
        rank=rank,
        kind=one.trait.kind,
        key=one.trait.key,
        terms=list(one.trait.terms),
        negative=standing.negative,
        negatives=standing.negatives,
        positive=standing.positive,
        positives=standing.positives,
        lift=lift.mean,
        low=lift.low,
        high=lift.high,
        is_found=one.is_found,
        is_target=is_target,
        examples=list(one.examples),
    )
