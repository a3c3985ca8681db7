"""Asking for an experiment, and stopping one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.gate import LEAST_PRODUCTS
from domain.listing import Product
from evaluation.jobs import EXPERIMENTS
from evaluation.models import Experiment
from evaluation.models.experiment import MOST_PRODUCTS, MOST_SEEDS
from evaluation.queries.planning import planned
from evaluation.suite import SEED, EngineGone, choice_for, suite_of
from models_registry.models import Version

MARGIN: Final = 3.0
"""Points of 100 that a team would hardly notice in a listing."""


@dataclass(frozen=True, slots=True)
class ExperimentPlan:
    """What is asked of both versions, and what difference matters."""

    products: Mapping[str, Product]
    """By key, in the order in which they are asked."""
    source: Experiment.Source = Experiment.Source.HELD_OUT
    seeds: int = 1
    """How often each product is written by each version."""
    margin: float = MARGIN
    stops_early: bool = False


def request_experiment(
    user: User | None, a: Version, b: Version, plan: ExperimentPlan, *, queue: bool = True
) -> Experiment:
    """Ask that `b` be compared with `a`; ActionRefused while that is under way or cannot be.

    `user` None is whoever administers the machine. Without `queue` the caller takes the job up
    itself. Neither version is moved by it: an experiment decides nothing by itself.
    """
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    _check(a, b, plan)
    seeds = list(range(SEED, SEED + plan.seeds))
    forecast = planned(a, b, plan.margin)
    experiment = Experiment(
        a=a,
        b=b,
        source=plan.source,
        products=[[key, asdict(product)] for key, product in plan.products.items()],
        seeds=seeds,
        suite=suite_of(plan.products, seeds[0]),
        margin=plan.margin,
        spread=forecast.spread,
        needed=forecast.needed,
        stops_early=plan.stops_early,
        pairs=len(plan.products) * plan.seeds,
        requested_by=user,
        lease_until=timezone.now() + timedelta(seconds=EXPERIMENTS.patience),
    )
    try:
        with transaction.atomic():
            experiment.save(force_insert=True)
            if queue:
                transaction.on_commit(lambda: EXPERIMENTS.send(experiment.pk))
    except IntegrityError as clash:
        raise ActionRefused(
            "already_comparing",
            _(
                "%(a)s and %(b)s are being compared already: wait until that has ended, or stop "
                "it first."
            )
            % {"a": a, "b": b},
        ) from clash
    return experiment


def cancel_experiment(user: User | None, experiment: Experiment) -> None:
    """Stop an experiment: at once while it waits, else as soon as its model can be stopped.

    What was measured by then stays, and is shown.
    """
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    EXPERIMENTS.cancel(experiment.pk, user)


def _check(a: Version, b: Version, plan: ExperimentPlan) -> None:
    if a.pk == b.pk:
        raise ActionRefused(
            "same_version", _("A version cannot be compared with itself: choose two.")
        )
    if not LEAST_PRODUCTS <= len(plan.products) <= MOST_PRODUCTS:
        raise ActionRefused(
            "products",
            _("An experiment takes %(least)d to %(most)d products, and here there are %(count)d.")
            % {"least": LEAST_PRODUCTS, "most": MOST_PRODUCTS, "count": len(plan.products)},
        )
    if not 1 <= plan.seeds <= MOST_SEEDS:
        raise ActionRefused(
            "seeds",
            _("Each product can be written 1 to %(most)d times by each version.")
            % {"most": MOST_SEEDS},
        )
    if not 0 < plan.margin <= 100:
        raise ActionRefused(
            "margin", _("The difference that matters is a number of points above 0, up to 100.")
        )
    for version in (a, b):
        _require_askable(version)


def _require_askable(version: Version) -> None:
    try:
        choice_for(version)
    except EngineGone as gone:
        raise ActionRefused(
            "not_askable",
            _(
                "%(version)s cannot be asked in its state (%(state)s), or its engine is no longer "
                "in the settings: choose a version that is built."
            )
            % {"version": version, "state": version.get_state_display()},
        ) from gone
