"""What happened to a listing, as its page tells it: newest first, a bounded number at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from content.models import Event, Generation, Listing, Revision

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Moment:
    """One event with the text it left behind and, for a draft, how that came about."""

    event: Event
    revision: Revision | None
    generation: Generation | None
    draws: tuple[dict[str, Any], ...] = ()
    """The generation's draws; `version` is the number that one is kept under, or None."""


@dataclass(frozen=True, slots=True)
class History:
    """Some of a listing's moments; `older` is where the next ones begin, or None."""

    moments: tuple[Moment, ...]
    older: int | None


def history(listing: Listing, before: int | None = None) -> History:
    """The newest moments, or those before an event; three queries whatever there is."""
    related = ("actor", "revision__version__family", "revision__generation__version__family")
    events = listing.events.select_related(*related).order_by("-pk")
    if before is not None:
        events = events.filter(pk__lt=before)
    heavy = ("title", "features", "description", "facts")
    events = events.defer(*(f"revision__{name}" for name in heavy))
    rows = list(events[: SHOWN + 1])
    jobs = _generations(rows)
    told = [(row, _generation(row, jobs)) for row in rows[:SHOWN]]
    versions = _versions(job for _row, job in told if job)
    moments = tuple(Moment(row, row.revision, job, _draws(job, versions)) for row, job in told)
    return History(moments, rows[SHOWN - 1].pk if len(rows) > SHOWN else None)


def revisions(listing: Listing) -> list[Revision]:
    """The newest versions, for choosing two to compare."""
    light = listing.revisions.only("listing", "number", "kind", "created_at")
    return list(light.order_by("-number")[:100])


def _versions(jobs: Iterable[Generation]) -> dict[int, dict[int, int]]:
    """For each generation, the version that each of its draws is kept as."""
    kept = Revision.objects.filter(generation__in={job.pk for job in jobs}, kind="draft")
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for job, draw, number in kept.values_list("generation_id", "draw", "number"):
        found[job or 0][draw] = number
    return found


def _draws(
    job: Generation | None, versions: dict[int, dict[int, int]]
) -> tuple[dict[str, Any], ...]:
    if job is None:
        return ()
    return tuple(draw | {"version": versions[job.pk].get(draw.get("draw"))} for draw in job.draws)


def _generations(events: list[Event]) -> dict[int, Generation]:
    """Jobs that events name in their data alone, as a failed one does."""
    named = {event.data["generation"] for event in events if event.data.get("generation")}
    return Generation.objects.select_related("version__family").in_bulk(named)


def _generation(event: Event, jobs: dict[int, Generation]) -> Generation | None:
    if event.revision is not None and event.revision.generation is not None:
        return event.revision.generation
    if event.kind == Event.Kind.REQUESTED:
        return None  # what came of it is told where it ended
    return jobs.get(event.data.get("generation", 0))
