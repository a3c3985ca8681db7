"""What a demonstration is to show, point by point, and whether it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from domain.learning import LEVEL
from learning.demo.measuring import EVERYTHING
from learning.demo.playing import Played
from learning.models import Retraining

Outcome = Retraining.Outcome


@dataclass(frozen=True, slots=True)
class Proof:
    """One point; `name` is what it is called in JSON."""

    name: str
    holds: bool
    told: str


def proofs(played: Played) -> list[Proof]:
    """All points: others with a fault than without one, where nothing may happen."""
    return [*_trigger(played), *(_mended(played) if played.plan.with_fault else _left(played))]


def hold(played: Played) -> bool:
    """Whether the loop did what it is there for."""
    return all(one.holds for one in proofs(played))


def _trigger(played: Played) -> Iterator[Proof]:
    wanted = played.plan.feedback
    yield Proof(
        "triggered_once",
        played.begun == 1 and played.retraining.counted == wanted,
        _("Exactly one retraining began, at %(count)d pieces of feedback.") % {"count": wanted},
    )


def _mended(played: Played) -> Iterator[Proof]:
    found, row = played.measured, played.retraining
    yield Proof(
        "fault_is_first",
        found.rank == 1,
        _("The fault that was put in is the first of the patterns."),
    )
    everywhere = found.faults.get(EVERYTHING)
    yield Proof(
        "fault_is_rarer",
        everywhere is not None and everywhere.difference.mean < 0 and everywhere.p <= LEVEL,
        _("The fault is rarer in the new version’s texts, and that is no chance."),
    )
    yield Proof(
        "nothing_is_worse",
        bool(found.contrasts) and not any(one.worse for one in found.contrasts),
        _("No score is worse beyond the margin."),
    )
    yield Proof(
        "new_version_is_live",
        row.outcome == Outcome.DEPLOYED and played.live == row.candidate,
        _("The new version is live."),
    )


def _left(played: Played) -> Iterator[Proof]:
    row = played.retraining
    yield Proof(
        "no_pattern", not played.measured.patterns, _("Without a fault, no pattern was found.")
    )
    yield Proof(
        "no_version",
        row.outcome == Outcome.NOTHING and row.candidate is None and played.live == played.weak,
        _("No version was made, and the same one is live as before."),
    )
