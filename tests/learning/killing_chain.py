"""A script beside a running system: retrainings while its processes are killed, and what is found.

It prints one JSON object. Run by test_killed_chain.py with the environment of a system that is
ready. Feedback fills the counter, and in the chain that begins processes die at random moments: in
each of its steps, since one that takes a second would else hardly be hit, and anywhere besides. The
next chain follows until enough have died. Nothing is a stand-in: the embedded model writes, a
training process learns, versions are measured.
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
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django
import psutil
from django.conf import settings

from tests.models_registry.killing_parts import Parts, until
from tests.walmartgpt.processes import alive_in, runs

if TYPE_CHECKING:
    from domain.listing import Listing, Product
    from learning.models import Policy, Retraining

VICTIMS: Final = ("worker", "broker", "training", "learning process")
"""The last is the process in which the weights are learnt, which runs in no other step."""
THRESHOLD: Final = 20
PRODUCTS: Final = 5
STEPS: Final = ("patterns", "correcting", "dataset", "training", "validating", "deciding")
MOMENTS: Final = (
    *("correcting", "dataset", "training", "training", "training"),
    *("validating", "validating", ""),
)
"""Steps in which a process dies in each chain, and once wherever it falls."""
LONGEST_PAUSE: Final = {"training": 90.0, "validating": 60.0, "": 240.0}
"""Seconds from the step's beginning, or the last death, to the next one."""
SHORT_PAUSE: Final = 1.5
SPOILT: Final = {"tr": "Garantili en ucuz fiyat", "en": "Guaranteed lowest price"}
STYLE: Final = {"tr": "Kısaca: ", "en": "In short: "}
OPENING: Final = {
    "tr": "Bir ürünü seçerken önce nerede ve ne sıklıkla kullanacağınızı düşünmek gerekir; aşağıda "
    "her ayrıntı tek tek anlatılıyor, karar da böylece kolaylaşıyor. ",
    "en": "Before choosing, think of where and how often it is going to be used; every detail is "
    "told below, one after the other, so that the decision becomes an easy one. ",
}
"""What people put before key features and descriptions: something new to learn, and much of it, so
that a version comes of it."""
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
        for step in moments(chance):
            if killed.total() == deaths or not reached(row, step, ends):
                break
            pause(row, chance.uniform(0, LONGEST_PAUSE.get(step, SHORT_PAUSE)))
            name, where = chance.choice(VICTIMS), step_of(row)
            if active(row) and kill(parts, name):
                killed[name] += 1
                steps[where] += 1
                print(f"{name} killed in {where}", file=sys.stderr, flush=True)
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
    """One that begins at little feedback and lets a better version go live.

    The advanced model's, which has much left to learn: what the expert one goes on to learn from
    a few examples is no gain, and its chains would end with the training.
    """
    from learning.models import Policy
    from models_registry.models import Version
    from tests.learning.making import make_policy

    live = Version.objects.select_related("family").get(state="live", family__level="advanced")
    return make_policy(
        live.family,
        threshold=THRESHOLD,
        decision=Policy.Decision.DEPLOY,
        least_score=0,
        products=PRODUCTS,
        epochs=3,
    )


def examples() -> Iterator[tuple[Product, Listing]]:
    """Products that come along and that the model did not learn, with good texts."""
    from domain.examples import read
    from domain.identity import identity
    from training.starter import gold

    folder = Path(settings.STARTER_DIR) / "datasets" / "advanced"
    lines = (line for file in folder.glob("*.jsonl") for line in file.open(encoding="utf-8"))
    learnt = {identity(read(json.loads(line))[0]) for line in lines}
    for _key, item in gold():
        product, listing = read(item)
        if identity(product) not in learnt:
            yield product, listing


def begun(policy: Policy, facts: list[tuple[Product, Listing]]) -> Retraining:
    """People mend texts that promise too much, and the retraining that begins from it."""
    from learning.actions.triggering import consider
    from learning.models import Retraining
    from models_registry.queries.live import live_of
    from tests.learning.making import make_feedback

    live = live_of(policy.family)
    for product, known in facts:
        good = styled(product, known)
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
    others = set(Retraining.objects.values_list("pk", flat=True))
    consider(policy.pk)
    until(lambda: Retraining.objects.exclude(pk__in=others).exists(), "a retraining begins")
    return Retraining.objects.exclude(pk__in=others).get()


def styled(product: Product, listing: Listing) -> Listing:
    """The listing with the opening, and the style in each key feature that has room for it."""
    from domain import markets

    style, room = STYLE[product.language], markets.get(product.market).limits.feature_max
    said = (f"{style}{one[:1].lower()}{one[1:]}" for one in listing.features)
    features = (
        new if len(new) <= room else old for new, old in zip(said, listing.features, strict=True)
    )
    text, opening = listing.description, OPENING[product.language]
    html = "<p>" if text.startswith("<p>") else ""
    described = f"{html}{opening}{text.removeprefix(html)}"
    return replace(listing, features=tuple(features), description=described)


def moments(chance: random.Random) -> list[str]:
    """The steps in which processes die, in their order, and once at any moment of the chain."""
    at = chance.randrange(len(MOMENTS))
    named = [one for one in MOMENTS if one]
    return [*named[:at], "", *named[at:]]


def reached(row: Retraining, step: str, ends: float) -> bool:
    """Whether the chain came to that step, or past it, before it ended."""
    order = STEPS.index(step) if step else 0
    while active(row) and time.monotonic() < ends:
        if STEPS.index(step_of(row)) >= order:
            return True
        time.sleep(0.05)
    return False


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
