"""The loop from beginning to end: a weak version, feedback, the trigger, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from learning.actions.policies import Terms, add_policy
from learning.demo.crowd import crowd, gather
from learning.demo.fault import codes
from learning.demo.foreground import carry_out
from learning.demo.measuring import Measured, measured
from learning.demo.plan import Broken, Plan, products_for
from learning.demo.weakening import examples, weakened
from learning.models import Policy, Retraining
from models_registry.catalog import default_choice
from models_registry.models import Version
from training.actions.registering import register_own

Say = Callable[[str], None]


@dataclass(slots=True)
class Played:
    """What came of it."""

    plan: Plan
    first: Version
    """What wrote before anything was made worse."""
    weak: Version
    retraining: Retraining
    measured: Measured
    live: Version
    """What writes in the end."""
    begun: int
    """Retrainings that the feedback began."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By part of the loop."""


def play(plan: Plan, say: Say) -> Played:
    """Play it once; Broken where what only prepares it fails."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "preparing", say):
        register_own()
        first = live_version()
        assert first.family.rule is not None  # noqa: S101 - a base model is live nowhere else
        made = examples(first.family.rule, plan.category, plan.examples, plan.fault)
    with _timed(seconds, "weakening", say):
        weak = weakened(first, made, plan, say)
    people = crowd(plan.readers)
    terms = Terms(
        threshold=plan.feedback,
        decision=Policy.Decision.DEPLOY,
        least_score=plan.least_score,
        products=plan.products,
        epochs=plan.epochs,
    )
    policy = add_policy(people.manager, weak.family, terms=terms)
    with _timed(seconds, "feedback", say):
        row = gather(people, policy, products_for(plan, made), plan.seed, say)
    if row is None:
        raise Broken(
            _(
                "There are no more products to write for: %(given)d pieces of feedback, and "
                "%(wanted)d are needed."
            )
            % {"wanted": plan.feedback, "given": policy.feedback.count()}
        )
    begun = Retraining.objects.count()
    with _timed(seconds, "retraining", say):
        row = carry_out(row, say)
    found = measured(row, codes(), plan.category)
    return Played(plan, first, weak, row, found, live_version(), begun, seconds)


def live_version() -> Version:
    """What writes where nobody chooses; Broken where that is no version."""
    version = default_choice().version
    if version is None:
        raise Broken(_("No version is live."))
    return version


@contextmanager
def _timed(seconds: dict[str, float], name: str, say: Say) -> Iterator[None]:
    say(part_name(name))
    started = time.monotonic()
    yield
    seconds[name] = round(time.monotonic() - started, 1)


def part_name(name: str) -> str:
    """A part of the loop in the reader's language."""
    return {
        "preparing": _("Preparing"),
        "weakening": _("Making a weak version"),
        "feedback": _("Drafts and feedback"),
        "retraining": _("Retraining"),
    }[name]
