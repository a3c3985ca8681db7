"""A script beside a running system: a batch in whose midst processes die, and what is found.

It prints one JSON object. Run by test_killed_batch.py with the environment of a system that is
ready and whose model answers any question with the text of the product that the batch is about.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django

from tests.models_registry.killing_parts import Parts, until


def main(products: int, names: list[str]) -> None:
    """Start a batch, and kill one part after the other while it goes on."""
    from accounts.models import User
    from bulk.actions.batches import start_batch
    from bulk.models import BatchItem
    from content.actions import create_listing
    from content.models import Event, Generation, Listing, Revision
    from tests.factories import S24

    author = User.objects.get(username="author")
    numbers = [create_listing(author, S24).pk for _ in range(products)]
    parts = Parts()
    until(lambda: parts.found("batches") is not None, "the worker of batches is there")
    batch = start_batch(author, Listing.objects.filter(pk__in=numbers))

    def written() -> int:
        return BatchItem.objects.filter(batch=batch, status="done").count()

    killed = []
    for turn, name in enumerate(names, 1):
        least = turn * products // (len(names) + 1)
        until(lambda least=least: written() >= least, f"{least} are written")  # type: ignore[misc]
        parts.kill(name)
        killed.append((name, written()))
    until(lambda: not type(batch).objects.get(pk=batch.pk).is_active, "the batch ends")
    batch.refresh_from_db()
    listings = Listing.objects.filter(pk__in=numbers)
    # Of one job, several draws may be kept: what counts is how many jobs wrote.
    drafts = Revision.objects.filter(listing__in=numbers).values("generation").distinct()
    result = {
        "status": batch.status,
        "killed": killed,
        "lost": listings.filter(number=0).count(),
        "twice": drafts.count() - listings.exclude(number=0).count(),
        "jobs": Generation.objects.filter(listing__in=numbers).count(),
        "drafted": Event.objects.filter(listing__in=numbers, kind=Event.Kind.DRAFTED).count(),
        "states": sorted(batch.items.values_list("status", flat=True)),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), sys.argv[2:])
