"""`python -m benchmarks.batches_trials prepare | fixed PRODUCTS RUNS | embedded PRODUCTS`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import django

if TYPE_CHECKING:
    from accounts.models import User
    from bulk.models import Batch
    from domain.listing import Product

WARM: Final = 12
PATIENCE: Final = 3600.0


def prepare() -> dict[str, Any]:
    """Tables, and who asks."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return {}


def fixed(products: int, runs: int) -> dict[str, Any]:
    """Seconds of each batch from the click to its end, after one that warms the worker up."""
    from benchmarks.batches_engine import FACTS

    author = _author()
    _run(author, [FACTS] * WARM)
    batches = [_run(author, [FACTS] * products) for _ in range(runs)]
    return {"seconds": [_seconds(batch) for batch in batches]}


def embedded(products: int) -> dict[str, Any]:
    """Answers a minute: of a loop that asks and keeps nothing, and of a batch."""
    from content.models import Generation
    from evaluation.heldout import held_out

    facts = list(islice(held_out().values(), products))
    loop = 60 * products / _loop(facts)
    batch = _run(_author(), facts)
    drawn = Generation.objects.filter(batch_item__batch=batch).values_list("draws", flat=True)
    answers = sum(len(draws) for draws in drawn)
    return {"loop": loop, "batch": 60 * answers / _seconds(batch)}


def _loop(products: list[Product]) -> float:
    """Seconds for an answer to each, one after the other."""
    from contextlib import suppress

    from content.generation.writing import Order, prompt_for, sampling_for
    from domain.markets import get as get_market
    from domain.prompt import answer_schema
    from engines import get_engine
    from engines.base import EngineError
    from models_registry.catalog import default_choice, is_instructed

    choice = default_choice()
    engine = get_engine(choice.engine)
    began = 0.0
    for number, product in enumerate([products[0], *products]):
        if number == 1:  # the first one loaded what there was to load
            began = time.perf_counter()
        instructed = is_instructed(choice.engine)
        order = Order(product, engine, choice.name, choice.level, instructed, seed=number)
        schema = answer_schema(get_market(product.market), product)
        with suppress(EngineError):  # an answer that is of no use took its time all the same
            engine.complete(
                prompt_for(order), model=choice.name, schema=schema, sampling=sampling_for(order)
            )
    return time.perf_counter() - began


def _run(author: User, products: list[Product]) -> Batch:
    """A batch over new listings of these facts, once it has ended."""
    from bulk.actions.batches import start_batch
    from bulk.batching.advancing import advance
    from content.actions import create_listing
    from content.models import Listing

    numbers = [create_listing(author, facts).pk for facts in products]
    batch = start_batch(author, Listing.objects.filter(pk__in=numbers))
    advance(batch.pk)
    deadline = time.monotonic() + PATIENCE
    while batch.is_active:
        if time.monotonic() > deadline:
            raise SystemExit("The batch never ended.")
        time.sleep(0.25)
        batch.refresh_from_db()
    written = batch.items.filter(status="done").count()
    if written < 0.9 * len(products):
        raise SystemExit(f"Only {written} of {len(products)} were written.")
    return batch


def _seconds(batch: Batch) -> float:
    assert batch.finished_at is not None  # noqa: S101 - it has ended
    return (batch.finished_at - batch.created_at).total_seconds()


def _author() -> User:
    from django.contrib.auth.models import Group

    from accounts.models import User
    from accounts.roles import Role

    author, _new = User.objects.get_or_create(username="benchmark")
    author.groups.add(Group.objects.get(name=Role.AUTHOR))
    return author


if __name__ == "__main__":
    django.setup()
    what, *numbers = sys.argv[1:]
    trials: dict[str, Callable[..., dict[str, Any]]]
    trials = {"prepare": prepare, "fixed": fixed, "embedded": embedded}
    print(json.dumps(trials[what](*map(int, numbers))))
