"""Batches for tests, and a worker that does what the queue would bring it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from bulk.actions.batches import Options, start_batch
from bulk.batching.advancing import advance
from bulk.models import Batch, BatchItem
from content.generation import generating
from content.models import Generation, Listing
from domain import forms
from engines.scripted import ScriptedEngine
from tests.factories import S24_TEXT, make_listing

GOOD = forms.to_json(S24_TEXT)
INVENTED = forms.to_json(replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "120 MP")))
"""A text whose title claims what the facts do not say: an error, which bars approval."""
MOST_ROUNDS = 500


def chosen(listings: Iterable[Listing]) -> QuerySet[Listing]:
    """The listings as a person's choice of them."""
    return Listing.objects.filter(pk__in=[listing.pk for listing in listings])


def make_batch(user: User, count: int = 3, **options: Any) -> Batch:
    """A batch over new products, of which nothing has been sent."""
    listings = [make_listing(user) for _ in range(count)]
    return start_batch(user, chosen(listings), Options(**options))


def queued() -> list[int]:
    """The numbers of the drafts that wait, as the queue gives them out."""
    waiting = Generation.objects.filter(status="queued").order_by("behind", "pk")
    return list(waiting.values_list("pk", flat=True))


def write(engine: ScriptedEngine, pk: int, answer: Any = GOOD) -> None:
    """Do one job; the engine answers whatever it is asked with that."""
    engine._scripts.clear()
    engine.enqueue(*[answer] * 3)
    generating.run(pk)


def work(engine: ScriptedEngine, answer: Callable[[int], Any] = lambda _number: GOOD) -> int:
    """Write until nothing waits any more; how many drafts that took."""
    for rounds in range(MOST_ROUNDS):
        advance()
        waiting = queued()
        if not waiting:
            return rounds
        write(engine, waiting[0], answer(rounds))
    raise AssertionError("It never came to an end.")


def statuses(batch: Batch) -> list[str]:
    """Of the batch's products, in the order they were chosen."""
    rows = BatchItem.objects.filter(batch=batch).order_by("pk")
    return [str(status) for status in rows.values_list("status", flat=True)]
