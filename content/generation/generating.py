"""Running one generation: the writing happens in a thread, the row is kept in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event as Flag

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from content.generation.contest import Outcome, compete
from content.generation.finished import Finished
from content.generation.landing import land
from content.generation.streams import Publisher
from content.generation.writers import Writer, choices_of
from content.generation.writing import Budget, Order
from content.jobs import claim, give_back, hold, send
from content.models import Generation
from engines import get_engine
from engines.slots import giving_way
from models_registry.catalog import is_instructed

GLANCE = 0.25
"""Seconds between two looks at the row: how fast a person's Stop reaches the model."""
MARGIN = 60
"""Seconds before the worker's own limit by which the last draw must have ended."""
log = structlog.get_logger(__name__)


def run(pk: int) -> None:
    """Write the listing of generation `pk`, unless somebody else does or it has ended."""
    generation = claim(pk)
    if generation is None:
        return
    writers = _writers(generation)
    publisher = Publisher(pk)
    outcome = _write(generation, writers, publisher)
    if outcome is None:
        log.warning("generation taken away", generation=pk)
    elif not _tried_again(generation, outcome, publisher):
        land(generation, Finished(outcome, writers), publisher)


def _writers(generation: Generation) -> list[Writer]:
    """What writes now; the row names the first of them."""
    choices = choices_of(generation)
    first = choices[0]
    named = {"model": first.name, "version": first.version, "engine": first.engine}
    if any(getattr(generation, name) != value for name, value in named.items()):
        Generation.objects.filter(pk=generation.pk, lease=generation.lease).update(**named)
        for name, value in named.items():
            setattr(generation, name, value)
    return [Writer(choice, get_engine(choice.engine).name) for choice in choices]


def _write(
    generation: Generation, writers: Sequence[Writer], publisher: Publisher
) -> Outcome | None:
    """The result, or None when the job was taken away meanwhile."""
    orders = _orders(generation, writers)
    stop = Flag()
    competes = _giving_way if generation.behind else compete
    budget = Budget(settings.CELERY_TASK_SOFT_TIME_LIMIT - MARGIN)
    with ThreadPoolExecutor(1, thread_name_prefix="writing") as pool:
        future: Future[Outcome] = pool.submit(
            competes, orders, generation.best_of, publisher, stop.is_set, budget
        )
        try:
            while not wait([future], timeout=GLANCE).done:
                if not stop.is_set() and not hold(generation):
                    stop.set()
        except SoftTimeLimitExceeded:
            # The same as a budget that is used up: what is whole by now is kept.
            log.warning("time limit reached", generation=generation.pk)
            budget.end()
        except BaseException:
            # A signal broke the loop: the model must not go on alone.
            stop.set()
            raise
        outcome = future.result()
    held = Generation.objects.filter(pk=generation.pk, lease=generation.lease).exists()
    return outcome if held else None


def _giving_way(
    orders: Sequence[Order],
    each: int,
    publisher: Publisher,
    stopped: Callable[[], bool],
    budget: Budget,
) -> Outcome:
    """As `compete`, and at the engine whoever a person waits for goes first."""
    with giving_way():
        return compete(orders, each, publisher, stopped, budget)


def _orders(generation: Generation, writers: Sequence[Writer]) -> list[Order]:
    """The same listing, asked of each."""
    listing = generation.listing
    product = listing.product.facts()
    substantiated = frozenset(listing.substantiations.values_list("key", flat=True))
    return [
        Order(
            product=product,
            engine=get_engine(choice.engine),
            model=choice.name,
            level=choice.level,
            instructed=is_instructed(choice.engine),
            style=choice.style,
            substantiated=substantiated,
        )
        for choice in (writer.choice for writer in writers)
    ]


def _tried_again(generation: Generation, outcome: Outcome, publisher: Publisher) -> bool:
    """Whether an engine that failed before there was any text is asked again later."""
    error = outcome.error
    if error is None or error.permanent or outcome.chosen:
        return False
    if not give_back(generation, error.code, error.detail, delay=30):
        return False
    publisher.publish("phase", phase="queued", draw=1, retry=error.code)
    send(generation.pk, countdown=2**generation.attempt, own_task=generation.own_task)
    return True
