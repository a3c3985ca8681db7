"""What becomes of a generation's draws: revisions, one of them the text where that still fits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from content.actions.revising import (
    Origin,
    add_revision,
    locked,
    record,
    set_aside,
    still_reads,
)
from content.examples.collecting import collect
from content.generation.streams import Publisher
from content.generation.writing import Drawn, Written
from content.jobs import Status, end, tell_ended
from content.judging import judge_listing
from content.models import Event, Generation, Listing, Revision, TrainingExample

_KINDS = {
    Status.DONE: Event.Kind.DRAFTED,
    Status.CANCELLED: Event.Kind.CANCELLED,
    Status.FAILED: Event.Kind.FAILED,
}


def land(generation: Generation, written: Written, publisher: Publisher) -> None:
    """Keep every readable draw, the chosen one last, and close the row, in one transaction."""
    with transaction.atomic():
        listing = locked(generation.listing)
        generation.refresh_from_db(fields=["cancel_requested", "cancel_requested_by"])
        status = _status(generation, written)
        error = written.failure if status == Status.FAILED else _code(written)
        if not end(generation.pk, generation.lease, status, **_report(generation, written, error)):
            return
        generation.prompt_version = written.prompt_version
        revision = _keep(generation, listing, written, status, error)
        tell_ended(generation)
    if status == Status.FAILED:
        publisher.publish("failed", code=error)
    else:
        publisher.publish(str(status), number=revision.number if revision else None)


def _status(generation: Generation, written: Written) -> Status:
    if written.stopped:
        return Status.CANCELLED
    if written.chosen:
        return Status.DONE
    # Whoever asked to stop gets that, also where the engine failed before it heard of it.
    return Status.CANCELLED if generation.cancel_requested else Status.FAILED


def _code(written: Written) -> str:
    return written.error.code if written.error else ""


def _report(generation: Generation, written: Written, error: str) -> dict[str, object]:
    return {
        "engine_name": generation.engine_name,
        "prompt_version": written.prompt_version,
        "draws": [draw.as_json() for draw in written.draws],
        "error": error,
        "error_detail": written.error.detail[:2000] if written.error else "",
    }


def _keep(
    generation: Generation, listing: Listing, written: Written, status: Status, error: str
) -> Revision | None:
    """The chosen draw's revision, if there is one; the history tells of all."""
    actor = generation.requested_by
    if status == Status.CANCELLED:
        actor = generation.cancel_requested_by or actor
    data: dict[str, Any] = {"generation": generation.pk}
    if status == Status.FAILED:
        data["error"] = error
    others = [
        set_aside(listing, drawn.listing, _origin(generation, drawn))
        for drawn in _not_chosen(written)
    ]
    if others:
        data["others"] = [other.number for other in others]
    chosen = written.chosen
    if chosen is None:
        record(listing, _KINDS[status], actor, **data)
        return None
    origin = _origin(generation, chosen)
    if _replaces(generation, listing, written):
        revision = add_revision(listing, chosen.listing, origin, _KINDS[status], actor, **data)
    else:
        revision = set_aside(listing, chosen.listing, origin)
        record(listing, _KINDS[status], actor, revision, set_aside=True, **data)
    if generation.collect and status == Status.DONE:
        collect(
            revision,
            judge_listing(listing, revision.text()),
            TrainingExample.Origin.GENERATED,
            generation.requested_by,
        )
    return revision


def _replaces(generation: Generation, listing: Listing, written: Written) -> bool:
    """Whether the draft may become the text.

    Not where somebody saved or approved one since the draft was asked for: nobody has chosen
    the model's words over those. And the beginning of an answer, which is all there is when a
    person stops the first draw, replaces nothing that is whole.
    """
    approval = listing.approved_at if listing.status == Listing.Status.APPROVED else None
    if approval is not None and approval != generation.base_approved_at:
        return False
    if listing.number == 0:
        return True
    return still_reads(listing, generation.base) and not written.is_partial


def _not_chosen(written: Written) -> list[Drawn]:
    readable = (draw.drawn for draw in written.draws)
    return [drawn for drawn in readable if drawn and drawn is not written.chosen]


def _origin(generation: Generation, drawn: Drawn) -> Origin:
    return Origin(
        Revision.Kind.DRAFT,
        author=generation.requested_by,
        generation=generation,
        draw=drawn.draw,
        repairs=[asdict(step) for step in drawn.repairs],
    )
