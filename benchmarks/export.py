"""Ratings out again: seconds and memory for 100,000 and for ten times as many.

Each export is a command of its own, as a person runs it, so that the memory is its own.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from benchmarks.figures import Figure

if TYPE_CHECKING:
    from evaluation.models import Campaign, Item

ITEMS, RATERS, BATCH = 5_000, 10, 2_000
"""Of one campaign: as many as it may have."""
SIZES = (100_000, 1_000_000)
FORMS = {"csv": "CSV", "jsonl": "JSON Lines", "kto-trl": "examples with labels"}
TEXT = "Yalıtımlı çelik gövdesi içeceği uzun süre sıcak tutar, kapağı tek elle açılır. " * 12


def measure() -> list[Figure]:
    """By form and number of ratings the seconds and the most memory of the command."""
    django.setup()
    from django.core.management import call_command

    from accounts.models import User

    call_command("migrate", verbosity=0)
    raters = [User.objects.create(username=f"rater{number}") for number in range(RATERS)]
    seconds: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {form: [] for form in FORMS}
    there = 0
    for size in SIZES:
        while there < size:
            _fill(there // (ITEMS * RATERS), raters)
            there += ITEMS * RATERS
        for form, name in FORMS.items():
            took, most = _export(form)
            seconds[f"export: {size:,} ratings as {name}"] = [took]
            memory[form].append(most)
    return [
        *(Figure(name, readings, "s") for name, readings in seconds.items()),
        *(
            Figure(
                f"export as {name}: memory, at {SIZES[0]:,} and {SIZES[1]:,}", each, "MiB", "equal"
            )
            for name, each in zip(FORMS.values(), memory.values(), strict=True)
        ),
    ]


def _export(form: str) -> tuple[float, float]:
    """Seconds, and the most memory in MiB that the command ever held."""
    target = Path(os.environ["WALMARTGPT_DATA"]) / f"export.{form}"
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "ratings", "export", str(target), "--form", form]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"The export as {form} ended with {process.returncode}.")
    took = time.perf_counter() - started
    target.unlink()
    return took, used.ru_maxrss / 1024


def _fill(number: int, raters: list[Any]) -> None:
    """One more campaign, every item of it rated by everybody."""
    from django.utils import timezone

    from evaluation.models import Assignment, Campaign, CampaignCriterion, Item

    chance = random.Random(number)  # noqa: S311 - the same each time
    campaign = Campaign.objects.create(name=f"Campaign {number}", raters_each=RATERS)
    CampaignCriterion.objects.create(
        campaign=campaign, position=1, key="overall", name={}, question={}
    )
    items = Item.objects.bulk_create(
        [_item(campaign, place) for place in range(1, ITEMS + 1)], batch_size=BATCH
    )
    now = timezone.now()
    Assignment.objects.bulk_create(
        (
            Assignment(
                campaign=campaign,
                item=item,
                slot=slot,
                state="rated",
                rater=rater,
                scores={"overall": chance.randint(1, 5)},
                seconds=30.5,
                submitted_at=now + timedelta(seconds=slot),
            )
            for item in items
            for slot, rater in enumerate(raters, 1)
        ),
        batch_size=BATCH,
    )


def _item(campaign: Campaign, place: int) -> Item:
    from domain.listing import Product
    from evaluation.models import Item

    name = f"Termos {place // 4}"
    return Item(
        campaign=campaign,
        number=place,
        product=name,
        category="home_garden",
        language="tr",
        facts=asdict(Product(name=name, brand="Poyra", features=("750 ml", "çelik gövde"))),
        listing={"title": f"{name} {place}", "features": ["750 ml"], "description": TEXT},
        scores={"overall": 90, "compliance": 95},
    )
