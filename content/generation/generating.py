"""Running one generation: the writing happens in a thread, the row is kept in this one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event as Flag

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from content.generation.landing import land
from content.generation.streams import Publisher
from content.generation.writing import Budget, Order, Written, write
from content.jobs import claim, give_back, hold, send
from content.models import Generation
from domain.categories import category_of
from domain.prompt import Level, Style
from domain.versions import State
from engines import get_engine
from engines.slots import giving_way
from models_registry.catalog import default_choice, is_instructed

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
    _choose_again(generation)
    publisher = Publisher(pk)
    written = _write(generation, publisher)
    if written is None:
        log.warning("generation taken away", generation=pk)
    elif not _tried_again(generation, written, publisher):
        land(generation, written, publisher)


def _choose_again(generation: Generation) -> None:
    """What was live at the request and is no more of use by now leaves the draft to what is."""
    version = generation.version
    if generation.by_hand or version is None or version.state not in (State.FAILED, State.RETIRED):
        return
    choice = default_choice(category_of(generation.listing.product.category) or "")
    kept = {"model": choice.name, "version": choice.version, "engine": choice.engine}
    Generation.objects.filter(pk=generation.pk, lease=generation.lease).update(**kept)
    for name, value in kept.items():
        setattr(generation, name, value)


def _write(generation: Generation, publisher: Publisher) -> Written | None:
    """The result, or None when the job was taken away meanwhile."""
    listing = generation.listing
    order = Order(
        product=listing.product.facts(),
        engine=get_engine(generation.engine),
        model=generation.model,
        level=Level(generation.level),
        instructed=is_instructed(generation.engine),
        style=Style(generation.version.style) if generation.version else None,
        substantiated=frozenset(listing.substantiations.values_list("key", flat=True)),
    )
    generation.engine_name = order.engine.name
    stop = Flag()
    writes = _giving_way if generation.behind else write
    budget = Budget(settings.CELERY_TASK_SOFT_TIME_LIMIT - MARGIN)
    with ThreadPoolExecutor(1, thread_name_prefix="writing") as pool:
        future: Future[Written] = pool.submit(writes, order, publisher, stop.is_set, budget)
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
        written = future.result()
    held = Generation.objects.filter(pk=generation.pk, lease=generation.lease).exists()
    return written if held else None


def _giving_way(
    order: Order, publisher: Publisher, stopped: Callable[[], bool], budget: Budget
) -> Written:
    """As `write`, and at the engine whoever a person waits for goes first."""
    with giving_way():
        return write(order, publisher, stopped, budget)


def _tried_again(generation: Generation, written: Written, publisher: Publisher) -> bool:
    """Whether an engine that failed before there was any text is asked again later."""
    error = written.error
    if error is None or error.permanent or written.chosen:
        return False
    if not give_back(generation, error.code, error.detail, delay=30):
        return False
    publisher.publish("phase", phase="queued", draw=1, retry=error.code)
    send(generation.pk, countdown=2**generation.attempt, own_task=generation.own_task)
    return True
