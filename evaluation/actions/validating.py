"""Measuring a version: each product of the suite once, then the gate's word.

A product's result is kept as soon as it is there, so that whoever takes the job up after a crash
asks nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction

from domain.listing import Product
from domain.versions import State
from evaluation.actions.requesting import cancel_validation, request_validation
from evaluation.figures import summary_of
from evaluation.holding import Asked, Lost, carry_out, held, look
from evaluation.jobs import JOBS, close, reap
from evaluation.suite import Measured, SuiteChanged, choice_for, chosen, measure, suite_of
from models_registry.actions.moving import move
from models_registry.models import ValidationResult, ValidationRun, Version
from models_registry.queries import gate

__all__ = ["cancel_validation", "reap", "request_validation", "run"]

Status = ValidationRun.Status
Teller = Callable[[ValidationRun, ValidationResult], None]


def run(pk: int, tell: Teller = lambda _run, _result: None, asked: Asked = lambda: False) -> None:
    """Do validation `pk`, unless somebody else does or it has ended.

    `tell` is given each result as it is kept, `asked` says when to stop.
    """
    if not JOBS.claim(pk):
        return
    row = ValidationRun.objects.select_related("version__family", "requested_by").get(pk=pk)

    def work() -> None:
        _measure(row, tell, asked)
        _finish(row)

    carry_out(JOBS, row, work, close)


def _measure(row: ValidationRun, tell: Teller, asked: Asked) -> None:
    products = chosen(row.products)
    if suite_of(products, row.seed) != row.suite:
        raise SuiteChanged
    choice = choice_for(row.version)
    measured = set(row.results.values_list("product", flat=True))
    for key, product in products.items():
        if key in measured:
            continue
        look(JOBS, row, asked)

        def ask(stop: Callable[[], bool], key: str = key, product: Product = product) -> Measured:
            return measure(choice, key, product, row.seed, stop)

        tell(row, _keep(row, held(JOBS, row, asked, ask)))


def _keep(row: ValidationRun, measured: Measured) -> ValidationResult:
    """The result as a row; Lost where the job was taken away meanwhile."""
    # It came further than before: what interrupted it was not its own fault.
    progress = {"done": row.results.count() + 1, "attempt": 1}
    with transaction.atomic():
        if not ValidationRun.objects.filter(pk=row.pk, lease=row.lease).update(**progress):
            raise Lost
        result = ValidationResult.objects.create(run=row, **asdict(measured))
    row.done, row.attempt = progress["done"], progress["attempt"]
    return result


def _finish(row: ValidationRun) -> None:
    """Sum it up, ask the gate, and move the version: one transaction, so that all of it agrees."""
    summary = summary_of(list(row.results.order_by("pk")))
    with transaction.atomic():
        against = gate.opponent(row.version, row.suite)
        refused = gate.refusals(row, row.threshold, row.margin, against)
        if not JOBS.end(
            row.pk,
            row.lease,
            Status.DONE,
            passed=not refused,
            summary=summary,
            refusals=[one.as_json() for one in refused],
            against=against,
        ):
            raise Lost
        version = Version.objects.select_related("family").get(pk=row.version_id)
        if version.state == State.VALIDATING:
            to, why = (State.REJECTED, "refused") if refused else (State.VALIDATED, "passed")
            move(version, to, why, row.requested_by, {"validation": row.pk})
