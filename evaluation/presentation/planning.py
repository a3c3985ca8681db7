"""An experiment's plan in words, before it begins: what it can show, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.actions.experiments import ExperimentPlan
from evaluation.benchmark import newest
from evaluation.queries.planning import Ground, planned
from models_registry.models import Version


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """The plan's numbers and sentences."""

    products: int
    needed: int
    without_looks: int
    enough: bool
    detectable: str
    """The smallest difference in points that the chosen products show."""
    spread: str
    ground: str
    listings: str
    minutes: str
    """How long it takes, where both have been measured before."""


def told_plan(a: Version, b: Version, plan: ExperimentPlan) -> ToldPlan:
    """What the plan can show with these two versions."""
    from domain.statistics.power import detectable_with_looks

    forecast = planned(a, b, plan.margin)
    products = len(plan.products)
    listings = 2 * products * plan.seeds
    return ToldPlan(
        products=products,
        needed=forecast.needed,
        without_looks=forecast.without_looks,
        enough=products >= forecast.needed,
        detectable=_number(detectable_with_looks(products, forecast.spread)),
        spread=_number(forecast.spread),
        ground=_ground(forecast.ground),
        listings=ngettext("%(count)s listing", "%(count)s listings", listings)
        % {"count": number_format(listings, force_grouping=True)},
        minutes=_minutes(a, b, products * plan.seeds),
    )


def _ground(ground: Ground) -> str:
    return {
        Ground.EXPERIMENT: _("measured in their last experiment"),
        Ground.VALIDATIONS: _("measured in their validations"),
        Ground.ASSUMED: _("assumed: nothing has been measured of both yet"),
    }[ground]


def _minutes(a: Version, b: Version, pairs: int) -> str:
    """From the response times of their validations; empty where one has none."""
    summaries = newest().filter(version__in=(a, b)).values_list("summary", flat=True)
    seconds = [summary["times"]["total"]["mean"] for summary in summaries if "times" in summary]
    if len(seconds) < 2 or None in seconds:
        return ""
    minutes = max(1, round(pairs * sum(seconds) / 60))
    return ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {
        "count": number_format(minutes, force_grouping=True)
    }


def _number(value: float) -> str:
    return str(number_format(value, decimal_pos=1))
