"""The library page with 100,000 listings: queries and server time, whatever a person asks for."""

from __future__ import annotations

import html
import random
import re
import time
from dataclasses import asdict
from typing import Any

import django

from benchmarks.figures import Figure, p95

COUNT, BATCH, VISITS = 100_000, 5_000, 20
_FOLLOWING = re.compile(r'rel="next" href="(\?[^"]+)"')
_NOUNS = ("Termos", "Yağmurluk", "Vidalama", "Kulaklık", "Süpürge", "Çadır", "Matkap", "Lamba")
_BRANDS = ("Lumora", "Poyra", "Halden", "Bosch", "Samsung", "Çınar", "Işık", "Ülker")
_ADDRESSES = {
    "newest": "",
    "a common word": "?q=termos",
    "a rare word": "?q=ışık+99871",
    "a word nobody used": "?q=zzzqqq",
    "best score, approved": "?status=approved&sort=best",
    "with errors, by title": "?has_errors=yes&sort=title",
}


def measure() -> list[Figure]:
    """The p95 over visits of each address, and how many queries each took."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    user = fill()
    from django.db import connection

    from content.upkeep import refresh_statistics

    refresh_statistics()  # as the running system does every hour
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/listings/")
    times: list[float] = []
    queries: list[float] = []
    figures = []
    for name, address in _ADDRESSES.items():
        visits = []
        for _ in range(VISITS):
            with CaptureQueriesContext(connection) as captured:
                started = time.perf_counter()
                response = client.get(f"/listings/{address}")
                visits.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"/listings/{address} answered {response.status_code}")
            queries.append(len(captured))
        times += visits
        figures.append(Figure(f"library at {COUNT:,} listings: {name}, p95", [p95(visits)], "ms"))
    deep = _deep(client)
    return [
        *figures,
        Figure(f"library at {COUNT:,} listings: 40 pages further on, p95", [p95(deep)], "ms"),
        Figure(
            f"library at {COUNT:,} listings, all of these, p95", [p95(times + deep)], "ms", "60 ms"
        ),
        Figure("queries a library page", queries, "", "constant"),
    ]


def _deep(client: Any) -> list[float]:
    """Server time of each page while following the link to the next one."""
    times, address = [], "/listings/"
    for _ in range(40):
        started = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        following = _FOLLOWING.search(response.content.decode())
        if following is None:
            raise SystemExit(f"{address} leads to no further page.")
        address = f"/listings/{html.unescape(following[1])}"
    return times


def fill() -> Any:
    """Somebody with `COUNT` listings."""
    from django.contrib.auth.models import Group

    from accounts.models import User
    from content.actions.revising import search_text
    from content.models import Listing, Product

    chance = random.Random(1)  # noqa: S311 - not for secrets
    user = User.objects.create_user("bench")
    user.groups.add(Group.objects.get(name="author"))
    for start in range(0, COUNT, BATCH):
        products = Product.objects.bulk_create(
            Product(
                name=f"{chance.choice(_BRANDS)} {chance.choice(_NOUNS)} {number}",
                brand=chance.choice(_BRANDS),
                category="Ev > Mutfak",
                created_by=user,
            )
            for number in range(start, start + BATCH)
        )
        listings = [_listing(product, user, chance) for product in products]
        for listing in listings:
            listing.search = search_text(listing)
        Listing.objects.bulk_create(listings)
    return user


def _listing(product: Any, user: Any, chance: random.Random) -> Any:
    from content.models import Listing

    facts = asdict(product.facts())
    return Listing(
        product=product,
        owner=user,
        status=chance.choice(["draft", "approved"]),
        title=f"{product.name} {chance.choice(_NOUNS)} {facts['category']}",
        description="<p>Uzun bir açıklama.</p>" * 20,
        number=1,
        market="walmart-tr",
        language="tr",
        model="gemma3-270m",
        overall=chance.randrange(101),
        errors=chance.randrange(4),
    )
