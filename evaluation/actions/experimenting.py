"""Carrying out an experiment: both versions write for each product, in turns.

Which of them begins alternates from pair to pair, so that whatever changes in the course of the
hours (a warm machine, a full memory) meets both alike (decision 14). A listing is kept as soon as
it is there, so that whoever takes the job up after a crash asks nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final, TypeAlias

from django.db import transaction

from domain.listing import Product
from evaluation.actions.experiments import cancel_experiment, request_experiment
from evaluation.contrasts import contrasts, is_decided
from evaluation.holding import Asked, Lost, carry_out, held, look
from evaluation.jobs import EXPERIMENTS, close_experiment
from evaluation.models import Experiment, ExperimentResult
from evaluation.suite import Measured, SuiteChanged, choice_for, measure, suite_of
from models_registry.catalog import ModelChoice

__all__ = ["cancel_experiment", "request_experiment", "run_experiment"]

Arm: TypeAlias = ExperimentResult.Arm
Teller = Callable[[Experiment, ExperimentResult], None]
WARM_UP_SEED: Final = 0
"""Another than any that counts, so that no engine answers a counted call from memory."""


@dataclass(frozen=True, slots=True)
class Call:
    """One listing to be written; `place` is its number from 1."""

    place: int
    key: str
    seed: int
    arm: Arm

    @property
    def identity(self) -> tuple[str, int, str]:
        """What is asked once."""
        return self.key, self.seed, self.arm.value


def calls_of(keys: list[str], seeds: list[int]) -> Iterator[Call]:
    """Every call in its order: A B, then B A, and so on; all seeds of a product together.

    So every product is complete before the next one begins, and each may be the last.
    """
    pairs = [(key, seed) for key in keys for seed in seeds]
    for number, (key, seed) in enumerate(pairs):
        arms = (Arm.A, Arm.B) if number % 2 == 0 else (Arm.B, Arm.A)
        for turn, arm in enumerate(arms):
            yield Call(2 * number + turn + 1, key, seed, arm)


def run_experiment(
    pk: int, tell: Teller = lambda _row, _result: None, asked: Asked = lambda: False
) -> None:
    """Do experiment `pk`, unless somebody else does or it has ended.

    `tell` is given each result as it is kept, `asked` says when to stop.
    """
    if not EXPERIMENTS.claim(pk):
        return
    row = Experiment.objects.select_related("a__family", "b__family", "requested_by").get(pk=pk)

    def work() -> None:
        _write(row, tell, asked)
        _finish(row)

    carry_out(EXPERIMENTS, row, work, close_experiment)


def _write(row: Experiment, tell: Teller, asked: Asked) -> None:
    products = row.facts()
    if suite_of(products, row.seeds[0]) != row.suite:
        raise SuiteChanged
    choices = {Arm.A: choice_for(row.a), Arm.B: choice_for(row.b)}
    known = set(row.results.values_list("product", "seed", "arm"))
    is_warm = False
    for call in calls_of(list(products), row.seeds):
        if call.identity in known:
            continue
        if not is_warm:
            _warm_up(row, choices, products[call.key], asked)
            is_warm = True
        tell(row, _keep(row, call, _ask(row, choices[call.arm], call, products, asked)))
        ends_a_product = call.place % (2 * len(row.seeds)) == 0
        if row.stops_early and ends_a_product and is_decided(contrasts(row)):
            return


def _warm_up(
    row: Experiment, choices: dict[Arm, ModelChoice], product: Product, asked: Asked
) -> None:
    """One call of each that counts for nothing: the first one after a start is slow."""
    warming = Call(0, "", WARM_UP_SEED, Arm.A)
    for arm, choice in choices.items():
        _ask(row, choice, replace(warming, arm=arm), {"": product}, asked)


def _ask(
    row: Experiment, choice: ModelChoice, call: Call, products: dict[str, Product], asked: Asked
) -> Measured:
    look(EXPERIMENTS, row, asked)

    def ask(stop: Callable[[], bool]) -> Measured:
        return measure(choice, call.key, products[call.key], call.seed, stop)

    return held(EXPERIMENTS, row, asked, ask)


def _keep(row: Experiment, call: Call, measured: Measured) -> ExperimentResult:
    """The result as a row; Lost where the job was taken away meanwhile."""
    progress = {"done": row.results.count() + 1, "attempt": 1}
    with transaction.atomic():
        if not Experiment.objects.filter(pk=row.pk, lease=row.lease).update(**progress):
            raise Lost
        result = ExperimentResult.objects.create(
            experiment=row, seed=call.seed, arm=call.arm, place=call.place, **asdict(measured)
        )
    row.done, row.attempt = progress["done"], progress["attempt"]
    return result


def _finish(row: Experiment) -> None:
    """Keep what it comes to."""
    if not EXPERIMENTS.end(row.pk, row.lease, Experiment.Status.DONE, summary=contrasts(row)):
        raise Lost
