"""`python -m benchmarks.learning_trials TRIALS LOST`: feedback at once, and what came of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING, Any, Final

import django

if TYPE_CHECKING:
    from learning.models import Feedback, Policy

CONNECTIONS: Final = 20
EACH: Final = 10
THRESHOLD: Final = 100
MANY: Final = 10_000
LOOKS: Final = 5


def trials(count: int, lost: int) -> dict[str, Any]:
    """The trials one after the other, each with a family of its own, and how they went."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    one = one_of_lost = missing = 0
    seconds = []
    for number in range(count):
        began = time.perf_counter()
        policy = _policy(f"bench-{number}")
        _at_once(partial(_give, policy, looks=True))
        seconds.append(time.perf_counter() - began)
        one += _is_one(policy)
        missing += _missing(policy)
    for number in range(lost):
        policy = _policy(f"bench-lost-{number}")
        _at_once(partial(_give, policy, looks=False))
        _at_once(_beat)
        one_of_lost += _is_one(policy)
        missing += _missing(policy)
    return {
        "one": one,
        "one_of_lost": one_of_lost,
        "lost": missing,
        "seconds": seconds,
        "look": _looks(),
    }


def _at_once(work: Callable[[int], object]) -> None:
    """`work` on twenty connections, begun at the same moment."""
    from django.db import connection

    barrier = Barrier(CONNECTIONS)

    def one(place: int) -> None:
        try:
            barrier.wait()
            work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(one, range(CONNECTIONS)))


def _give(policy: Policy, place: int, *, looks: bool) -> None:
    from learning.actions.triggering import consider

    for number in range(EACH):
        _feedback(policy, f"{place}:{number}").save(force_insert=True)
        if looks:
            consider(policy.pk)


def _beat(_place: int) -> None:
    from learning.actions.triggering import consider_all

    consider_all()


def _is_one(policy: Policy) -> bool:
    """Exactly one retraining, and it took as much as it counted."""
    rows = list(policy.retrainings.all())
    return len(rows) == 1 and THRESHOLD <= rows[0].counted == rows[0].taken.count()


def _missing(policy: Policy) -> int:
    return CONNECTIONS * EACH - policy.feedback.count()


def _looks() -> list[float]:
    """Milliseconds of counting what waits, where ten thousand do."""
    from learning.models import Feedback
    from learning.queries.counting import counted

    policy = _policy("bench-many", threshold=MANY)
    Feedback.objects.bulk_create(
        [_feedback(policy, str(number)) for number in range(MANY)], batch_size=500
    )
    readings = []
    for _turn in range(LOOKS):
        began = time.perf_counter()
        counted(policy)
        readings.append(1000 * (time.perf_counter() - began))
    return readings


def _policy(name: str, threshold: int = THRESHOLD) -> Policy:
    from learning.models import Policy
    from models_registry.models import Family

    family = Family.objects.create(name=name, level="expert")
    return Policy.objects.create(family=family, threshold=threshold)


def _feedback(policy: Policy, name: str) -> Feedback:
    from learning.models import Feedback

    return Feedback(
        key=f"{policy.pk}:{name}",
        source=Feedback.Source.STARS,
        policy=policy,
        subject=f"listing:{name}",
        language="tr",
        facts={"name": "Termos", "features": ["750 ml hacim"]},
        text={"title": "Termos, 750 ml", "features": [], "description": "<p>Sıcak tutar.</p>"},
    )


if __name__ == "__main__":
    django.setup()
    print(json.dumps(trials(*map(int, sys.argv[1:]))))
