"""The report of a campaign with 100,000 ratings of five criteria each, as a manager opens it."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import django

from benchmarks.figures import Figure

ITEMS, EACH, RATERS, VERSIONS, VISITS = 10_000, 10, 40, 4, 7
BATCH = 2_000
CATEGORIES = ("electronics", "clothing", "home_garden", "sports", "automotive")


def measure() -> list[Figure]:
    """Seconds of the page, its queries, and what it takes of memory."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    manager, campaign = _fill()
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/campaigns/{campaign.pk}/report/"
    first = _seconds(client, address)
    seconds = [_seconds(client, address) for _visit in range(VISITS)]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    name = f"report of {ITEMS * EACH:,} ratings"
    return [
        Figure(f"{name}: the page", seconds, "s", "under 2 s"),
        Figure(f"{name}: the first visit", [first], "s", "under 2 s"),
        Figure(f"{name}: queries", [len(captured)], "", "constant"),
        Figure(f"{name}: memory at most", [_held(client, address)], "MiB"),
    ]


def _seconds(client: Any, address: str) -> float:
    started = time.perf_counter()
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return time.perf_counter() - started


def _held(client: Any, address: str) -> float:
    """What one visit allocates at most, in MiB; slower while it is looked at."""
    tracemalloc.start()
    client.get(address)
    _current, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1024**2


def _fill() -> tuple[Any, Any]:
    from django.contrib.auth.models import Group

    from accounts.models import User
    from domain.rating import CRITERIA
    from evaluation.actions.campaigns import Plan, begin
    from evaluation.models import Assignment, Campaign, Item
    from evaluation.selecting import Selection

    chance = random.Random(1)  # noqa: S311 - not for secrets
    manager = User.objects.create_user("bench")
    manager.groups.add(Group.objects.get(name="manager"))
    raters = User.objects.bulk_create(User(username=f"rater{n}") for n in range(RATERS))
    plan = Plan(name="bench", selection=Selection(), raters_each=EACH)
    campaign = begin(manager, plan, Campaign.Kind.RATING)
    versions = _versions()
    for start in range(0, ITEMS, BATCH):
        items = Item.objects.bulk_create(
            _item(campaign, number, versions[number % VERSIONS], chance)
            for number in range(start, start + BATCH)
        )
        keys = [criterion.key for criterion in CRITERIA]
        Assignment.objects.bulk_create(_answers(campaign, items, raters, keys, chance), BATCH)
    return manager, campaign


def _versions() -> list[Any]:
    from models_registry.models import Family, Version

    family, _new = Family.objects.get_or_create(name="bench", defaults={"level": "basic"})
    made = [
        Version(family=family, major=1, minor=n, patch=0, style="tuned") for n in range(VERSIONS)
    ]
    for version in made:
        version.save(force_insert=True)
    return made


def _item(campaign: Any, number: int, version: Any, chance: random.Random) -> Any:
    from evaluation.models import Item

    scores = ("overall", "compliance", "seo", "grounding", "readability")
    return Item(
        campaign=campaign,
        number=number + 1,
        product=f"product {number // VERSIONS}",
        category=CATEGORIES[number // VERSIONS % len(CATEGORIES)],
        language="tr",
        facts={},
        listing={},
        scores={name: chance.randrange(101) for name in scores},
        version=version,
    )


def _answers(
    campaign: Any, items: list[Any], raters: list[Any], keys: list[str], chance: random.Random
) -> Iterator[Any]:
    from evaluation.models import Assignment

    for item in items:
        worth = chance.gauss(3.4, 0.8)
        for slot, rater in enumerate(chance.sample(raters, EACH), 1):
            given = {key: min(5, max(1, round(chance.gauss(worth, 0.8)))) for key in keys}
            yield Assignment(
                campaign=campaign,
                item=item,
                slot=slot,
                state=Assignment.State.RATED,
                rater=rater,
                scores=given,
            )
