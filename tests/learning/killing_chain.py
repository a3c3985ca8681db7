"""A script beside a running system: retrainings while its processes are killed, and what is found.

It prints one JSON object. Run by test_killed_chain.py with the environment of a system that is
ready. Feedback fills the counter, the chain that begins is disturbed at random moments of whatever
it is doing, and the next one follows until enough processes have died. Nothing is a stand-in: the
embedded model writes, a training process learns, versions are measured.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django
import psutil

from tests.models_registry.killing_parts import Parts, until
from tests.walmartgpt.processes import alive_in, runs

if TYPE_CHECKING:
    from domain.listing import Listing, Product
    from learning.models import Policy, Retraining

VICTIMS: Final = ("worker", "broker", "training", "learning process")
"""The last is the process in which the weights are learnt, which runs in no other step."""
THRESHOLD: Final = 6
PRODUCTS: Final = 10
LONGEST_PAUSE: Final = 90.0
"""Seconds between two deaths, at most; where in a step they fall is left to chance."""
SPOILT: Final = {"tr": "Garantili en ucuz fiyat", "en": "Guaranteed lowest price"}
CHAIN_PATIENCE: Final = 3600.0


def main(deaths: int) -> None:
    """Retrain while parts die."""
    from learning.models import Feedback, Retraining

    policy = made_policy()
    chance, parts, facts = random.Random(17), Parts(), examples()
    killed: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    chains: list[Retraining] = []
    while killed.total() < deaths:
        row = begun(policy, list(islice(facts, THRESHOLD + 2)))
        chains.append(row)
        ends = time.monotonic() + CHAIN_PATIENCE
        while active(row) and killed.total() < deaths:
            pause(row, chance.uniform(2, LONGEST_PAUSE))
            if active(row):
                name = chance.choice(VICTIMS)
                where = step_of(row)
                if kill(parts, name):
                    killed[name] += 1
                    steps[where] += 1
                    print(f"{name} killed in {where}", file=sys.stderr, flush=True)
            if time.monotonic() > ends:
                break
        pause(row, ends - time.monotonic())
    ended = [Retraining.objects.get(pk=one.pk) for one in chains]
    given = Feedback.objects.count()
    print(
        json.dumps(
            {
                "killed": killed,
                "steps": steps,
                "chains": len(chains),
                "ends": Counter(f"{one.status} {one.outcome or one.error}" for one in ended),
                "unfinished": sum(one.is_active for one in ended),
                "unexplained": sum(not explained(one) for one in ended),
                "given": len(chains) * (THRESHOLD + 2),
                "lost": len(chains) * (THRESHOLD + 2) - given,
                "used_by_none": Feedback.objects.filter(uses=None).count(),
            }
        )
    )


def made_policy() -> Policy:
    """One that begins at little feedback and lets a better version go live."""
    from learning.models import Policy
    from models_registry.models import Version
    from tests.learning.making import make_policy

    live = Version.objects.select_related("family").get(state="live", family__level="expert")
    return make_policy(
        live.family,
        threshold=THRESHOLD,
        decision=Policy.Decision.DEPLOY,
        least_score=0,
        products=PRODUCTS,
        epochs=1,
    )


def examples() -> Iterator[tuple[Product, Listing]]:
    """Products that come along, with good texts."""
    from domain.examples import read
    from training.starter import gold

    for _key, item in gold():
        yield read(item)


def begun(policy: Policy, facts: list[tuple[Product, Listing]]) -> Retraining:
    """People mend texts that promise too much, and the retraining that begins from it."""
    from learning.actions.triggering import consider
    from learning.models import Retraining
    from models_registry.queries.live import live_of
    from tests.learning.making import make_feedback

    live = live_of(policy.family)
    for product, good in facts:
        spoilt = replace(good, features=(SPOILT[product.language], *good.features[1:]))
        make_feedback(
            policy,
            version=live,
            rating=1,
            category=str(product.category),
            language=str(product.language),
            facts=asdict(product),
            text=asdict(spoilt),
            better=asdict(good),
            source="edit",
        )
    known = set(Retraining.objects.values_list("pk", flat=True))
    consider(policy.pk)
    until(lambda: Retraining.objects.exclude(pk__in=known).exists(), "a retraining begins")
    return Retraining.objects.exclude(pk__in=known).get()


def kill(parts: Parts, name: str) -> bool:
    """End the part, and wait until it is back; False where there is none, or it died too often."""
    if name == "learning process":
        return sum(map(ended, learning_processes())) > 0
    if not parts.may_die(name):
        return False
    parts.kill(name)
    return True


def learning_processes() -> list[psutil.Process]:
    """Where weights are learnt now."""
    here = alive_in(os.environ["WALMARTGPT_DATA"])
    return [one for one in here if runs(one, "training.process")]


def ended(process: psutil.Process) -> bool:
    """Whether it could be killed."""
    with suppress(psutil.Error):
        process.kill()
        return True
    return False


def pause(row: Retraining, seconds: float) -> None:
    """Let the chain work for so long, at most until it ends."""
    deadline = time.monotonic() + seconds
    while active(row) and time.monotonic() < deadline:
        time.sleep(0.2)


def active(row: Retraining) -> bool:
    """Whether it has not ended."""
    row.refresh_from_db()
    return bool(row.is_active)


def step_of(row: Retraining) -> str:
    """What it is doing now."""
    row.refresh_from_db()
    return str(row.stage)


def explained(row: Retraining) -> bool:
    """Whether it says how it ended, and why where that was not with a new version."""
    told: Any = row.reasons or row.error or row.outcome == "deployed"
    return bool(told)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
