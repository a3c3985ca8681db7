"""What happened to a listing, as its page tells it: newest first, a bounded number at a time."""

from __future__ import annotations

from dataclasses import dataclass

from content.models import Event, Generation, Listing, Revision

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Moment:
    """One event with the text it left behind and, for a draft, how that came about."""

    event: Event
    revision: Revision | None
    generation: Generation | None


@dataclass(frozen=True, slots=True)
class History:
    """Some of a listing's moments; `older` is where the next ones begin, or None."""

    moments: tuple[Moment, ...]
    older: int | None


def history(listing: Listing, before: int | None = None) -> History:
    """The newest moments, or those before an event; two queries whatever there is."""
    events = listing.events.select_related("actor", "revision__generation").order_by("-pk")
    if before is not None:
        events = events.filter(pk__lt=before)
    heavy = ("title", "features", "description", "facts")
    events = events.defer(*(f"revision__{name}" for name in heavy))
    rows = list(events[: SHOWN + 1])
    jobs = _generations(rows)
    moments = tuple(Moment(row, row.revision, _generation(row, jobs)) for row in rows[:SHOWN])
    return History(moments, rows[SHOWN - 1].pk if len(rows) > SHOWN else None)


def revisions(listing: Listing) -> list[Revision]:
    """The newest versions, for choosing two to compare."""
    light = listing.revisions.only("listing", "number", "kind", "created_at")
    return list(light.order_by("-number")[:100])


def _generations(events: list[Event]) -> dict[int, Generation]:
    """Jobs that events name in their data alone, as a failed one does."""
    named = {event.data["generation"] for event in events if event.data.get("generation")}
    return Generation.objects.in_bulk(named)


def _generation(event: Event, jobs: dict[int, Generation]) -> Generation | None:
    if event.revision is not None and event.revision.generation is not None:
        return event.revision.generation
    if event.kind == Event.Kind.REQUESTED:
        return None  # what came of it is told where it ended
    return jobs.get(event.data.get("generation", 0))
