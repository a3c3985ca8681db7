"""A script beside a running system: a batch in whose midst processes die, and what is found.

It prints one JSON object. Run by test_killed_batch.py with the environment of a system that is
ready and whose model answers any question with the text of the product that the batch is about.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django
import psutil

from tests.walmartgpt.processes import alive_in, runs

PARTS: Final = {
    "batches": ("celery", "worker", "batches"),
    "broker": (),
    "web": ("walmartgpt.web",),
    "worker": ("celery", "worker", "generation,default"),
    "beat": ("celery", "beat"),
}
"""By name, words of the command; the broker is known by its program."""
PATIENCE = 240.0


def found(name: str) -> psutil.Process | None:
    """The part's oldest process."""
    words = PARTS[name]
    mine = [
        process
        for process in alive_in(os.environ["WALMARTGPT_DATA"])
        if (runs(process, *words) if words else "valkey" in process.name())
    ]
    return min(mine, key=lambda process: process.create_time(), default=None)


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until it holds; the script ends where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"It never came about: {what}.")
        time.sleep(0.1)


def kill(name: str) -> None:
    """End the part with all that it started; returns when it is back."""
    until(lambda: found(name) is not None, f"there is a {name}")
    old = found(name)
    assert old is not None
    with suppress(ProcessLookupError):
        os.killpg(os.getpgid(old.pid), signal.SIGKILL)
    until(lambda: (new := found(name)) is not None and new.pid != old.pid, f"{name} is back")


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
    until(lambda: found("batches") is not None, "the worker of batches is there")
    batch = start_batch(author, Listing.objects.filter(pk__in=numbers))

    def written() -> int:
        return BatchItem.objects.filter(batch=batch, status="done").count()

    killed = []
    for turn, name in enumerate(names, 1):
        least = turn * products // (len(names) + 1)
        until(lambda least=least: written() >= least, f"{least} are written")  # type: ignore[misc]
        kill(name)
        killed.append((name, written()))
    until(lambda: not type(batch).objects.get(pk=batch.pk).is_active, "the batch ends")
    batch.refresh_from_db()
    listings = Listing.objects.filter(pk__in=numbers)
    drafts = Revision.objects.filter(listing__in=numbers)
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
