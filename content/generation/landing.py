"""What becomes of a generation's draws: revisions, one of them the text where that still fits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from content.actions.revising import (
    Hand,
    Origin,
    add_revision,
    locked,
    record,
    set_aside,
    still_reads,
)
from content.examples.collecting import collect
from content.generation.contest import Draft, Outcome
from content.generation.finished import Finished
from content.generation.streams import Publisher
from content.generation.writers import Writer
from content.generation.writing import Drawn
from content.jobs import Status, end, tell_ended
from content.judging import judge_listing
from content.models import Event, Generation, Listing, Revision, TrainingExample

_KINDS = {
    Status.DONE: Event.Kind.DRAFTED,
    Status.CANCELLED: Event.Kind.CANCELLED,
    Status.FAILED: Event.Kind.FAILED,
}


def land(generation: Generation, finished: Finished, publisher: Publisher) -> None:
    """Keep every readable draw, the chosen one last, and close the row, in one transaction."""
    outcome = finished.outcome
    with transaction.atomic():
        listing = locked(generation.listing)
        generation.refresh_from_db(fields=["cancel_requested", "cancel_requested_by"])
        status = _status(generation, outcome)
        error = outcome.failure if status == Status.FAILED else _code(outcome)
        report = _report(finished, error)
        if not end(generation.pk, generation.lease, status, **report):
            return
        revision = _keep(generation, listing, finished, status, error)
        tell_ended(generation)
    if status == Status.FAILED:
        publisher.publish("failed", code=error)
    else:
        publisher.publish(str(status), number=revision.number if revision else None)


def _status(generation: Generation, outcome: Outcome) -> Status:
    if outcome.stopped:
        return Status.CANCELLED
    if outcome.best:
        return Status.DONE
    # Whoever asked to stop gets that, also where the engine failed before it heard of it.
    return Status.CANCELLED if generation.cancel_requested else Status.FAILED


def _code(outcome: Outcome) -> str:
    return outcome.error.code if outcome.error else ""


def _report(finished: Finished, error: str) -> dict[str, object]:
    """The row names what wrote the text, and keeps how each draw went."""
    outcome = finished.outcome
    writer = finished.writer_of(outcome.best)
    return {
        "model": writer.choice.name,
        "version": writer.choice.version,
        "level": writer.choice.level,
        "engine": writer.choice.engine,
        "engine_name": writer.engine_name,
        "prompt_version": outcome.prompt_version,
        "draws": finished.draws(),
        "error": error,
        "error_detail": outcome.error.detail[:2000] if outcome.error else "",
    }


def _keep(
    generation: Generation, listing: Listing, finished: Finished, status: Status, error: str
) -> Revision | None:
    """The chosen draw's revision, if there is one; the history tells of all."""
    actor = generation.requested_by
    if status == Status.CANCELLED:
        actor = generation.cancel_requested_by or actor
    data: dict[str, Any] = {"generation": generation.pk}
    if status == Status.FAILED:
        data["error"] = error
    texts = [
        (drawn, _origin(generation, finished.writer_of(draft), draft, drawn))
        for draft, drawn in finished.texts()
    ]
    others = [set_aside(listing, drawn.listing, origin) for drawn, origin in texts[:-1]]
    if others:
        data["others"] = [other.number for other in others]
    if not texts:
        record(listing, _KINDS[status], actor, **data)
        return None
    chosen, origin = texts[-1]
    if _replaces(generation, listing, finished.outcome):
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


def _replaces(generation: Generation, listing: Listing, outcome: Outcome) -> bool:
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
    return still_reads(listing, generation.base) and not outcome.is_partial


def _origin(generation: Generation, writer: Writer, draft: Draft, drawn: Drawn) -> Origin:
    return Origin(
        Revision.Kind.DRAFT,
        author=generation.requested_by,
        generation=generation,
        draw=drawn.draw,
        repairs=[asdict(step) for step in drawn.repairs],
        hand=Hand(
            writer.choice.name,
            writer.engine_name,
            writer.choice.version,
            draft.written.prompt_version,
        ),
    )
