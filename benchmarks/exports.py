"""Approved listings out again: seconds and memory for 10,000 and for ten times as many.

Each export is a command of its own, as a person runs it, so that the memory is its own. Listings
are of the length that models write, one in ten with a substantiated claim. The feed is measured
twice: where the rules are those of the approval, and where every listing is judged anew, as on the
day that new rules came. On PostgreSQL too where BENCH_POSTGRES names one.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from benchmarks.figures import Figure
from benchmarks.postgres import on_each_database

if TYPE_CHECKING:
    from accounts.models import User
    from content.models import Listing, Product

MOST = int(os.environ.get("BENCH_EXPORTS", "100000"))
SIZES = (MOST // 10, MOST)
BATCH = 2_000
FORMS = {
    "csv": ("CSV", []),
    "xlsx": ("XLSX", []),
    "json": ("the document’s JSON", []),
    "feed.json": ("MP_ITEM", ["--format", "mp_item", "--market", "walmart-tr"]),
}
_SENTENCES = (
    "Yalıtımlı çelik gövdesi içeceği uzun süre sıcak tutar.",
    "Kapağı tek elle açılır ve çantada sızdırmaz.",
    "Geniş ağzı buz koymayı ve temizlemeyi kolaylaştırır.",
    "Masada devrilmesin diye tabanı kaymaz bir halkayla çevrilidir.",
)


def measure() -> list[Figure]:
    """By form and number of listings the seconds and the most memory of the command."""
    return on_each_database(_measured)


def _measured(database: str, environment: Mapping[str, str]) -> list[Figure]:
    told = subprocess.run(
        [sys.executable, "-c", "from benchmarks.exports import main; main()"],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    figures = []
    for line in told.stdout.splitlines():
        name, unit, aim, *readings = line.split("\t")
        figures.append(Figure(f"{database}: {name}", [float(one) for one in readings], unit, aim))
    return figures


def main() -> None:
    """The figures of one database, a line each: what the environment names is what is filled."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    memory: dict[str, list[float]] = {form: [] for form in FORMS}
    there = 0
    for size in SIZES:
        _fill(there, size)
        there = size
        for form, (name, options) in FORMS.items():
            took, most = _export(form, options)
            _print(f"export: {size:,} listings as {name}", "s", "", [took])
            memory[form].append(most)
    took, _most = _export("feed.json", FORMS["feed.json"][1], before=_forget)
    _print(f"export: {MOST:,} listings as MP_ITEM, all judged anew", "s", "", [took])
    for form, (name, _options) in FORMS.items():
        sizes = f"{SIZES[0]:,} and {SIZES[1]:,}"
        _print(f"export as {name}: memory, at {sizes}", "MiB", "equal", memory[form])


def _print(name: str, unit: str, aim: str, readings: Sequence[float]) -> None:
    print(name, unit, aim, *readings, sep="\t", flush=True)


def _export(form: str, options: Sequence[str], before: Any = None) -> tuple[float, float]:
    """Seconds, and the most memory in MiB that the command ever held."""
    if before is not None:
        before()
    target = Path(os.environ["WALMARTGPT_DATA"]) / f"export.{form}"
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "listings", "export", str(target), "--json", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):  # 3: the gate kept some out
        raise SystemExit(f"The export as {form} ended with {process.returncode}.")
    took = time.perf_counter() - started
    target.unlink()
    return took, used.ru_maxrss / 1024


def _forget() -> None:
    """As if all had been approved under older rules."""
    from content.models import Revision

    Revision.objects.update(pack_version="2001-01-01")


def _fill(start: int, stop: int) -> None:
    """Approved listings of these numbers, each with its product and its revision."""
    from accounts.models import User
    from content.models import Listing, Product, Revision, Substantiation

    user, _made = User.objects.get_or_create(username="bench")
    chance = random.Random(start)  # noqa: S311 - the same each time
    for begin in range(start, stop, BATCH):
        numbers = range(begin, min(begin + BATCH, stop))
        products = Product.objects.bulk_create([_product(number, user) for number in numbers])
        listings = Listing.objects.bulk_create(
            [_listing(product, user, chance) for product in products]
        )
        Revision.objects.bulk_create([_revision(listing) for listing in listings])
        Substantiation.objects.bulk_create(
            Substantiation(
                listing=listing, key="bench", claim="24 saat", evidence="Veri sayfası, 3", by=user
            )
            for listing in listings[::10]
        )


def _product(number: int, user: User) -> Product:
    from content.models import Product

    return Product(
        sku=f"BENCH-{number:07}",
        name=f"Termos {number}",
        brand="Poyra",
        category="Ev > Mutfak > Termos",
        features=["750 ml", "çelik gövde", "tek elle açılan kapak", "kaymaz taban"],
        keyword="termos",
        created_by=user,
    )


def _listing(product: Product, user: User, chance: random.Random) -> Listing:
    from django.utils import timezone

    from content.models import Listing

    sentences = [chance.choice(_SENTENCES) for _ in range(24)]
    paragraphs = [" ".join(sentences[at : at + 6]) for at in range(0, 24, 6)]
    return Listing(
        product=product,
        owner=user,
        status="approved",
        title=f"Poyra {product.name} Çelik Termos 750 ml, Tek Elle Açılan Kapak",
        features=["750 ml hacim, bir gün yeter", "Çelik gövde sıcak tutar", "Kaymaz taban"],
        description="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        number=1,
        market="walmart-tr",
        language="tr",
        model="walmart-gpt-expert:1.0.0",
        **dict.fromkeys(("overall", "compliance", "seo", "grounding", "readability"), 90),
        approved_by=user,
        approved_at=timezone.now(),
    )


def _revision(listing: Listing) -> Any:
    from content.models import Revision
    from domain import markets

    return Revision(
        listing=listing,
        number=1,
        kind="draft",
        title=listing.title,
        features=listing.features,
        description=listing.description,
        facts=asdict(listing.product.facts()),
        judgement={},
        pack_version=markets.get(listing.market).version,
        model=listing.model,
    )
