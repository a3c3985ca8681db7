"""A retraining brought to its end in this process, with all that it waits for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.db import connection

from evaluation.actions import validating
from learning.advancing import advance
from learning.models import Retraining
from models_registry.actions import deploying
from models_registry.models import ValidationRun
from terminal.showing import in_one_line
from training.models import TrainingRun
from training.presentation.telling import progress_line
from training.running import running

Say = Callable[[str], None]
MOST_TURNS: Final = 40
"""A retraining needs six; more than one of them may have to wait twice."""


def carry_out(retraining: Retraining, say: Say) -> Retraining:
    """The retraining as it ended; still active only where something waits for ever."""
    row = retraining
    for _turn in range(MOST_TURNS):
        advance(row.pk)
        wanted = ("policy__family", "live__family", "candidate__family", "run", "deployment")
        row = Retraining.objects.select_related(
            *wanted, "validation__version__family", "live_validation__version__family"
        ).get(pk=retraining.pk)
        if not row.is_active:
            break
        say(f"— {row.get_stage_display()}")
        do_what_it_waits_for(row, say)
    return row


def do_what_it_waits_for(row: Retraining, say: Say) -> None:
    """What workers would be doing meanwhile."""
    if row.run is not None and row.run.is_active:
        train(row.run, say)
    measure([one for one in (row.live_validation, row.validation) if one and one.is_active], say)
    if row.deployment is not None and row.deployment.is_active:
        deploying.finish(row.deployment.pk)


def train(run: TrainingRun, say: Say) -> TrainingRun:
    """The run as it ended."""
    told: set[int] = set()

    def tell(row: TrainingRun) -> None:
        tenth = row.percent // 10
        if row.steps and tenth not in told:
            told.add(tenth)
            say(progress_line(row))

    running.run(run.pk, tell)
    run.refresh_from_db()
    return run


def measure(runs: list[ValidationRun], say: Say) -> None:
    """All of them, side by side."""
    if len(runs) == 1:
        _measure(runs[0].pk, say)
    elif runs:
        with ThreadPoolExecutor(len(runs), thread_name_prefix="demo") as pool:
            list(pool.map(lambda run: _measure_apart(run.pk, say), runs))


def _measure_apart(run: int, say: Say) -> None:
    try:
        _measure(run, say)
    finally:
        connection.close()  # a thread has one of its own


def _measure(run: int, say: Say) -> None:
    validating.run(
        run,
        lambda row, result: say(
            f"  {row.version}  {row.done}/{row.products}  {in_one_line(result.product)}"
            f"  {result.scores['overall']}"
        ),
    )
