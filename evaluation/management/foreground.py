"""A validation in this process, for commands: nothing else need be running."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from content.templatetags.ui import outcome_label
from evaluation import sentences
from evaluation.actions.validating import request_validation, run
from evaluation.jobs import JOBS, close, take_back
from models_registry.models import ValidationResult, ValidationRun, Version
from terminal.showing import in_one_line, visible

Status = ValidationRun.Status
Say = Callable[[str], None]


class Unfinished(ActionRefused):
    """The validation has no result; `str()` says why and what to do."""


def validate(
    version: Version,
    say: Say,
    asked: Callable[[], bool],
    *,
    products: int | None = None,
    threshold: float | None = None,
) -> ValidationRun:
    """Measure `version` and tell a line a product; ActionRefused where there is no result.

    Goes on with what nobody works on any more, if the same was asked for.
    """
    row = _left_over(version, products, threshold)
    if row is None:
        row = request_validation(None, version, products=products, threshold=threshold, queue=False)
    elif row.done:
        told = {"done": row.done, "products": row.products}
        say(_("%(done)d of %(products)d products are done already.") % told)
    run(row.pk, lambda row, result: say(_progress(row, result)), asked)
    row = ValidationRun.objects.select_related("version__family", "against__version__family").get(
        pk=row.pk
    )
    if row.status != Status.DONE:
        raise _unfinished(row)
    return row


def _left_over(
    version: Version, products: int | None, threshold: float | None
) -> ValidationRun | None:
    """What was asked for already and waits: its worker was killed, or its engine was away."""
    active = ValidationRun.objects.filter(version=version, status__in=ValidationRun.ACTIVE)
    silent = active.filter(status=Status.RUNNING, lease_until__lt=timezone.now()).first()
    if silent is not None:
        take_back(JOBS, silent, close)  # where no system runs, no reaper does
    row = active.filter(status=Status.QUEUED).first()
    if row is None or (threshold is not None and threshold != row.threshold):
        return None
    return row if products in (None, row.products) else None


def _progress(run: ValidationRun, result: ValidationResult) -> str:
    line = f"{run.done}/{run.products}  {in_one_line(result.product)}  {result.scores['overall']}"
    return line if result.outcome == "good" else f"{line}  {outcome_label(result.outcome)}"


def _unfinished(row: ValidationRun) -> Unfinished:
    if row.status == Status.CANCELLED:
        return Unfinished("cancelled", _("Stopped. The version is where it was before."))
    if row.status == Status.RUNNING:
        return Unfinished(
            "already_validating",
            _("%(version)s is being validated by another process.") % {"version": row.version},
        )
    said = sentences.failure(row)
    if row.status == Status.QUEUED:
        said += " " + _("What was measured is kept: the same command goes on from it.")
    detail = in_one_line(row.error_detail)[:300]
    return Unfinished(row.error, visible(said) + (f" ({detail})" if detail else ""))
