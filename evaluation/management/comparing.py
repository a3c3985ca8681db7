"""An experiment in this process, for the command: nothing else need be running."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from content.templatetags.ui import outcome_label
from evaluation import sentences
from evaluation.actions.experimenting import request_experiment, run_experiment
from evaluation.actions.experiments import ExperimentPlan
from evaluation.jobs import EXPERIMENTS, close_experiment, take_back
from evaluation.management.foreground import Say, Unfinished
from evaluation.models import Experiment, ExperimentResult
from evaluation.suite import SEED, suite_of
from models_registry.models import Version
from terminal.showing import in_one_line, visible

Status = Experiment.Status


def compare(
    a: Version, b: Version, plan: ExperimentPlan, say: Say, asked: Callable[[], bool]
) -> Experiment:
    """Have both write and tell a line a listing; ActionRefused where there is no result.

    Goes on with what nobody works on any more, if the same was asked for.
    """
    row = _left_over(a, b, plan)
    if row is None:
        row = request_experiment(None, a, b, plan, queue=False)
    elif row.done:
        told = {"done": row.done, "listings": row.listings}
        say(_("%(done)d of %(listings)d listings are written already.") % told)
    run_experiment(row.pk, lambda row, result: say(_progress(row, result)), asked)
    row = Experiment.objects.select_related("a__family", "b__family").get(pk=row.pk)
    if row.status != Status.DONE:
        raise _unfinished(row)
    return row


def _left_over(a: Version, b: Version, plan: ExperimentPlan) -> Experiment | None:
    """What was asked for already and waits: its worker was killed, or its engine was away."""
    active = Experiment.objects.filter(a=a, b=b, status__in=Experiment.ACTIVE)
    silent = active.filter(status=Status.RUNNING, lease_until__lt=timezone.now()).first()
    if silent is not None:
        take_back(EXPERIMENTS, silent, close_experiment)  # where no system runs, no reaper does
    same = active.filter(
        status=Status.QUEUED,
        suite=suite_of(plan.products, SEED),
        margin=plan.margin,
        pairs=len(plan.products) * plan.seeds,
        stops_early=plan.stops_early,
    )
    return same.first()


def _progress(row: Experiment, result: ExperimentResult) -> str:
    told = f"{row.done}/{row.listings}  {result.get_arm_display()}  {in_one_line(result.product)}"
    line = f"{told}  {result.scores['overall']}"
    return line if result.outcome == "good" else f"{line}  {outcome_label(result.outcome)}"


def _unfinished(row: Experiment) -> Unfinished:
    if row.status == Status.CANCELLED:
        return Unfinished("cancelled", _("Stopped. What was written by then is kept."))
    if row.status == Status.RUNNING:
        return Unfinished(
            "already_comparing",
            _("%(a)s and %(b)s are being compared by another process.") % {"a": row.a, "b": row.b},
        )
    said = sentences.experiment_failure(row)
    if row.status == Status.QUEUED:
        said += " " + _("What was measured is kept: the same command goes on from it.")
    detail = in_one_line(row.error_detail)[:300]
    return Unfinished(row.error, visible(said) + (f" ({detail})" if detail else ""))
