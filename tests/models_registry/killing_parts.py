"""A script beside a running system: deployments while its processes are killed, and what is found.

It prints one JSON object. Run by test_killed_systems.py with the environment of a system that is
ready. Each turn asks for a deployment, kills one process at a random moment of it, waits until the
supervisor has brought that process back and the deployment has ended, and looks at what is left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django
import psutil

from tests.walmartgpt.processes import alive_in, runs

if TYPE_CHECKING:
    from models_registry.models import Deployment, Version

PARTS: Final = {
    "engine": ("engines.llamacpp_server",),
    "worker": ("celery", "worker", "generation,default"),
    "broker": (),
    "web": ("walmartgpt.web",),
    "batches": ("celery", "worker", "batches"),
    "training": ("celery", "worker", "training"),
    "beat": ("celery", "beat"),
}
"""By name, words of the command; the broker is known by its program."""
MOST_DEATHS, WITHIN = 4, 61.0
"""One more of one part in so many seconds, and the supervisor gives up, as it should."""
PATIENCE = 240.0
WITH_LISTING = 7
"""One in so many is deployed, with a listing to be written; the others are gone back to, which
takes less of the time in which a process dies."""
AGAIN = 2.0
"""Seconds between two looks of the reaper, which the clock sends more rarely."""


class Parts:
    """The system's processes, as they are killed and come back."""

    def __init__(self) -> None:
        self._folder = os.environ["WALMARTGPT_DATA"]
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST_DEATHS))

    def found(self, name: str) -> psutil.Process | None:
        """The part's oldest process."""
        words = PARTS[name]
        mine = [
            process
            for process in alive_in(self._folder)
            if (runs(process, *words) if words else "valkey" in process.name())
        ]
        return min(mine, key=lambda process: process.create_time(), default=None)

    def may_die(self, name: str) -> bool:
        """Whether the supervisor would bear one more death of it."""
        deaths = self._deaths[name]
        return len(deaths) < MOST_DEATHS or time.monotonic() - deaths[0] > WITHIN

    def kill(self, name: str) -> None:
        """End the part with all that it started; returns when it is back."""
        until(lambda: self.found(name) is not None, f"there is a {name}")
        old = self.found(name)
        assert old is not None
        self._deaths[name].append(time.monotonic())
        with suppress(ProcessLookupError):
            os.killpg(os.getpgid(old.pid), signal.SIGKILL)
        until(lambda: (new := self.found(name)) is not None and new.pid != old.pid, name)


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until it holds; the script ends where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"It never came about: {what}.")
        time.sleep(0.1)


def main(times: int, names: list[str]) -> None:
    """Deploy while parts die."""
    from models_registry.models import Deployment, Version

    first = Version.objects.select_related("family").get(state="live", family__level="expert")
    family = first.family
    validated(first)
    parts, chance = Parts(), random.Random(11)
    counts = dict.fromkeys(("killed", "broken", "unfinished", "unexplained", "silent"), 0)
    ends: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    longest = {back: undisturbed(first, back=back) for back in (False, True)}
    for turn, name in enumerate(islice(cycle(names), times)):
        until(partial(parts.may_die, name), f"{name} may die again")
        back = bool(turn % WITH_LISTING)
        deployment = requested(first, back=back)
        time.sleep(chance.random() * longest[back])
        steps[step_of(deployment)] += 1
        parts.kill(name)
        counts["killed"] += 1
        ending = Ending(deployment, orphaned=name in ("worker", "broker"))
        until(ending, f"the deployment ends after the {name} was killed")
        counts["broken"] += Version.objects.filter(family=family, state="live").count() != 1
        counts["unfinished"] += Version.objects.filter(state="deploying").count()
        counts["unfinished"] += Deployment.objects.filter(status__in=Deployment.ACTIVE).count()
        deployment.refresh_from_db()
        ends[deployment.status] += 1
        counts["unexplained"] += deployment.status == "failed" and not deployment.error
        counts["silent"] += not writes(family.pk)
    print(json.dumps({**counts, "ends": ends, "steps": steps, "seconds": list(longest.values())}))


def undisturbed(first: Version, *, back: bool) -> float:
    """Seconds that it takes when nothing is killed."""
    started = time.monotonic()
    until(Ending(requested(first, back=back), orphaned=False), "a deployment ends")
    return time.monotonic() - started


def requested(first: Version, *, back: bool) -> Deployment:
    """A version that rests is to write; where all have failed, another one."""
    from models_registry.actions.deploying import request_deployment, request_rollback
    from models_registry.models import Version

    resting = Version.objects.filter(family=first.family_id, state="validated")
    version = resting.order_by("pk").first() or twin(first)
    if back:
        return request_rollback(None, first.family, to=version)
    return request_deployment(None, version, threshold=0)


def twin(first: Version) -> Version:
    """Another version of the same weights, built at the engine and validated."""
    from domain.prompt import Style
    from models_registry.actions.building import build
    from models_registry.actions.entering import Made, enter, file_of

    made = enter(
        Made(
            family=first.family.name,
            base=first.base,
            style=Style(first.style),
            why="training",
            engine_name=first.engine_name,
            modelfile=first.modelfile,
            files={"adapter": file_of(first, "adapter")},
            recipe=first.recipe,
        )
    )
    if not build(made):
        raise SystemExit("The version could not be built.")
    validated(made)
    return made


def validated(version: Version) -> None:
    """Give it a result by which it may be deployed."""
    from tests.models_registry.making import validate

    validate(version)


def step_of(deployment: Deployment) -> str:
    """Where it is now."""
    deployment.refresh_from_db()
    return f"{deployment.status}, {deployment.step}"


class Ending:
    """Waits for a deployment, and hurries what waits only for time: a lease lasts five minutes, and
    the clock looks four times a minute for those that have run out."""

    def __init__(self, deployment: Deployment, *, orphaned: bool) -> None:
        deployment.refresh_from_db()
        self._deployment = deployment
        self._orphan = deployment.lease if orphaned else None
        self._looked = 0.0

    def __call__(self) -> bool:
        """Whether it has ended."""
        from models_registry.actions.deploying import reap
        from models_registry.models import Deployment

        row = self._deployment
        row.refresh_from_db()
        if row.status not in Deployment.ACTIVE:
            return True
        if time.monotonic() - self._looked > AGAIN and row.lease in (None, self._orphan):
            self._looked = time.monotonic()
            long_ago = row.created_at - timedelta(hours=1)
            same = Deployment.objects.filter(pk=row.pk, status=row.status, lease=row.lease)
            same.update(lease_until=long_ago)
            reap()
        return False


def writes(family: int) -> bool:
    """Whether the live version answers, once the engine is there."""
    from engines import get_engine
    from engines.base import EngineError
    from models_registry.models import Version

    version = Version.objects.get(family=family, state="live")
    engine = get_engine(version.engine)
    until(lambda: engine.health().ready, "the engine is ready")
    try:
        engine.verify(version.served_as, version.digest)
    except EngineError as error:
        print(f"{version}: {error}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), sys.argv[2:])
