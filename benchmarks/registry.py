"""The registry: the pointer alone, lists and pages at size, and a switch as people wait for it.

The first figures use the scripted engine, for they are about the registry's own work. The last
ones are of the embedded engine: how long until the next draft is written by the other version.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING, Any

import django

from benchmarks.figures import Figure, p95

if TYPE_CHECKING:
    from models_registry.models import Family, Version

SWITCHES, VERSIONS, ON_PAGE, SEARCHED = 200, 10_000, 1_000, 20


def measure() -> list[Figure]:
    """All of them, on a database of their own."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    figures = [*_switching()]
    with_scripted_engine()
    figures += [*_pointer(), *_lists()]
    return figures


def with_scripted_engine() -> None:
    """From now on the default engine answers what it is told, at once."""
    from django.conf import settings
    from django.test.signals import setting_changed

    scripted = {"BACKEND": "engines.scripted.ScriptedEngine", "LEVEL": "expert"}
    settings.ENGINES = {"default": scripted}
    setting_changed.send(sender=None, setting="ENGINES", value=settings.ENGINES, enter=True)


def _switching() -> list[Figure]:
    """Back and forth between two versions of the embedded engine, from the click to the choice."""
    from models_registry.actions.deploying import request_rollback, run
    from models_registry.catalog import default_choice
    from training.actions.registering import register_own

    register_own()
    first = default_choice().version
    if first is None:
        raise SystemExit("Nothing is live.")
    second = _twin(first)
    seconds = []
    for _ in range(6):
        target = second if default_choice().version == first else first
        started = time.perf_counter()
        deployment = request_rollback(None, first.family, to=target, queue=False)
        run(deployment.pk)
        if default_choice().version != target:
            raise SystemExit("The other version does not write.")
        seconds.append(time.perf_counter() - started)
    return [Figure("rollback, until the other version writes", seconds, "s", "seconds")]


def _twin(version: Version) -> Version:
    """Another version of the same weights, validated, at the same engine."""
    from domain.prompt import Style
    from models_registry.actions.building import build
    from models_registry.actions.entering import Made, enter, file_of

    twin = enter(
        Made(
            family=version.family.name,
            base=version.base,
            style=Style(version.style),
            why="training",
            engine_name=version.engine_name,
            modelfile=version.modelfile,
            files={"adapter": file_of(version, "adapter")},
            recipe=version.recipe,
        )
    )
    if not build(twin):
        raise SystemExit("The version could not be built.")
    _validated(twin)
    return twin


def _validated(version: Version) -> None:
    from domain.gate import Criterion
    from domain.versions import State
    from models_registry.actions.moving import move
    from models_registry.models import ValidationResult, ValidationRun

    run = ValidationRun.objects.create(
        version=version,
        status="done",
        products=10,
        seed=0,
        suite="bench",
        threshold=0,
        margin=100,
        passed=True,
        summary={"overall": {"mean": 90.0, "low": 88.0, "high": 92.0, "count": 10}},
    )
    ValidationResult.objects.bulk_create(
        ValidationResult(run=run, product=str(place), scores=dict.fromkeys(Criterion, 90))
        for place in range(10)
    )
    if version.state == State.BUILT:
        move(version, State.VALIDATING, "validation")
        move(version, State.VALIDATED, "passed")


def _pointer() -> Any:
    """Deploying, reading what is live, going back: the rows alone, no health check."""
    from models_registry import golden
    from models_registry.actions import deploying
    from models_registry.queries.live import live_of

    golden.check = lambda *_args, **_more: None  # what it costs is the engine's, not the pointer's
    family = _family("walmart-gpt-basic")
    one, other = _made(family, 0), _made(family, 1)
    for version in (one, other):
        _validated(version)

    def deploy(version: Version) -> None:
        deployment = deploying.request_deployment(None, version, threshold=0, queue=False)
        deploying.run(deployment.pk)

    deploy(one)
    deploys = _timed(SWITCHES, lambda turn: deploy((other, one)[turn % 2]))
    gets = _timed(SWITCHES * 5, lambda _turn: live_of(family))
    backs = _timed(
        SWITCHES,
        lambda _turn: deploying.run(deploying.request_rollback(None, family, queue=False).pk),
    )
    for name, times, aim in (
        ("deploying", deploys, "120"),
        ("getting the live version", gets, "490"),
        ("rolling back", backs, "90"),
    ):
        yield Figure(f"pointer: {name}, a second", [1 / (sum(times) / len(times))], "", aim)
        yield Figure(f"pointer: {name}, p95", [1000 * p95(times)], "ms")


def _timed(times: int, do: Callable[[int], Any]) -> list[float]:
    readings = []
    for turn in range(times):
        started = time.perf_counter()
        do(turn)
        readings.append(time.perf_counter() - started)
    return readings


def _lists() -> Any:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    family = _family("walmart-gpt-advanced")
    user = User.objects.create_superuser("bench")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    counts = []
    for versions in (10, ON_PAGE):
        _fill(family, versions)
        client.get("/models/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/models/")
        counts.append(float(len(captured)))
    pages = _timed(SEARCHED, lambda _turn: client.get("/models/"))
    yield Figure(f"queries of the Models page, at 10 and {ON_PAGE:,} versions", counts, "", "equal")
    yield Figure(f"Models page at {ON_PAGE:,} versions, p95", [1000 * p95(pages)], "ms")
    _fill(family, VERSIONS)
    lists = _timed(5, lambda _turn: call_command("versions", stdout=StringIO()))
    yield Figure(f"`versions` at {VERSIONS:,} versions", lists, "s", "1 s")


def _family(name: str) -> Family:
    from models_registry.actions.entering import families

    return families()[name]


def _fill(family: Family, count: int) -> None:
    from models_registry.models import Version

    there = family.versions.count()
    Version.objects.bulk_create(
        [_unsaved(family, place) for place in range(there, count)], batch_size=500
    )


def _made(family: Family, place: int) -> Version:
    version = _unsaved(family, place)
    version.save(force_insert=True)
    return version


def _unsaved(family: Family, place: int) -> Version:
    from models_registry.models import Version

    return Version(
        family=family,
        major=1,
        minor=place // 1000,
        patch=place % 1000,
        state="built",
        engine_name="scripted",
        served_as=f"{family.name}:1.{place // 1000}.{place % 1000}",
        style="tuned",
        base="scripted",
        recipe={"rank": 16},
    )
