"""Running one generation: the writing happens in a thread, the rows are kept in this one."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict
from threading import Event as Flag

import structlog
from django.db import transaction

from content.actions.revising import Origin, add_revision, locked, record
from content.examples.collecting import collect
from content.generation.streams import Publisher
from content.generation.writing import Drawn, Order, Written, write
from content.jobs import Status, claim, end, give_back, hold, send
from content.judging import judge_listing
from content.models import Event, Generation, Revision, TrainingExample
from domain.prompt import Level
from engines import get_engine
from engines.base import EngineError
from models_registry.catalog import is_instructed

GLANCE = 0.25
"""Seconds between two looks at the row: how fast a person's Stop reaches the model."""
log = structlog.get_logger(__name__)


def run(pk: int) -> None:
    """Write the listing of generation `pk`, unless somebody else does or it has ended."""
    generation = claim(pk)
    if generation is None:
        return
    publisher = Publisher(pk)
    written = _write(generation, publisher)
    if written is None:
        log.warning("generation taken away", generation=pk)
        return
    if written.chosen is None and written.error is not None and not written.stopped:
        _fail(generation, written, written.error, publisher)
    else:
        _keep(generation, written, publisher)


def _write(generation: Generation, publisher: Publisher) -> Written | None:
    """The result, or None when the job was taken away meanwhile."""
    listing = generation.listing
    order = Order(
        product=listing.product.facts(),
        engine=get_engine(generation.engine),
        model=generation.model,
        level=Level(generation.level),
        instructed=is_instructed(generation.engine),
        substantiated=frozenset(listing.substantiations.values_list("key", flat=True)),
    )
    stop = Flag()
    with ThreadPoolExecutor(1, thread_name_prefix="writing") as pool:
        future: Future[Written] = pool.submit(write, order, publisher, stop.is_set)
        try:
            while not wait([future], timeout=GLANCE).done:
                if not stop.is_set() and not hold(generation):
                    stop.set()
        finally:
            # Also when a time limit or a signal breaks the loop: the model must not go on alone.
            stop.set()
    held = Generation.objects.filter(pk=generation.pk, lease=generation.lease).exists()
    return future.result() if held else None


def _keep(generation: Generation, written: Written, publisher: Publisher) -> None:
    """Every readable draw becomes a revision, the chosen one last, in one transaction."""
    status = Status.CANCELLED if written.stopped else Status.DONE
    if written.chosen is None and not written.stopped:
        status = Status.FAILED
    revision: Revision | None = None
    with transaction.atomic():
        listing = locked(generation.listing)
        if not end(generation.pk, generation.lease, status, **_report(written, status)):
            return
        generation.prompt_version = written.prompt_version
        for drawn in _in_order(written):
            revision = add_revision(listing, drawn.listing, _origin(generation, drawn))
        kind = {Status.DONE: Event.Kind.DRAFTED, Status.CANCELLED: Event.Kind.CANCELLED}
        record(
            listing,
            kind.get(status, Event.Kind.FAILED),
            generation.requested_by,
            revision,
            generation=generation.pk,
        )
        if generation.collect and revision and status == Status.DONE:
            collect(
                revision,
                judge_listing(listing),
                TrainingExample.Origin.GENERATED,
                generation.requested_by,
            )
    _announce(publisher, status, revision)


def _announce(publisher: Publisher, status: str, revision: Revision | None) -> None:
    number = revision.number if revision else None
    if status == Status.FAILED:
        publisher.publish("failed", code="invalid")
    else:
        publisher.publish("done" if status == Status.DONE else "cancelled", number=number)


def _fail(
    generation: Generation, written: Written, error: EngineError, publisher: Publisher
) -> None:
    if not error.permanent and give_back(generation, error.code, error.detail, delay=30):
        delay = 2**generation.attempt
        publisher.publish("phase", phase="queued", draw=1, retry=error.code)
        send(generation.pk, countdown=delay)
        return
    with transaction.atomic():
        if not end(
            generation.pk,
            generation.lease,
            Status.FAILED,
            error=error.code,
            error_detail=error.detail[:2000],
            draws=[draw.as_json() for draw in written.draws],
        ):
            return
        record(
            generation.listing,
            Event.Kind.FAILED,
            generation.requested_by,
            generation=generation.pk,
            error=error.code,
        )
    publisher.publish("failed", code=error.code)


def _report(written: Written, status: str) -> dict[str, object]:
    error = written.error
    return {
        "prompt_version": written.prompt_version,
        "draws": [draw.as_json() for draw in written.draws],
        "error": "invalid" if status == Status.FAILED else error.code if error else "",
        "error_detail": error.detail[:2000] if error else "",
    }


def _in_order(written: Written) -> list[Drawn]:
    """Readable draws with the chosen one last, so that it becomes the current text."""
    readable = [draw.drawn for draw in written.draws if draw.drawn]
    return sorted(readable, key=lambda drawn: drawn is written.chosen)


def _origin(generation: Generation, drawn: Drawn) -> Origin:
    return Origin(
        Revision.Kind.DRAFT,
        author=generation.requested_by,
        generation=generation,
        draw=drawn.draw,
        repairs=[asdict(step) for step in drawn.repairs],
    )
