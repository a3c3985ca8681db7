"""Two people at the same moment: one of them wins, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.errors import ActionRefused
from accounts.models import User
from domain.versions import State
from engines.scripted import ScriptedEngine
from models_registry.actions.deploying import request_deployment, request_rollback
from models_registry.actions.retiring import retire
from models_registry.models import Deployment, Version
from tests.models_registry.making import make_live, make_version, validate

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def both(*actions: Callable[[], object]) -> list[str]:
    """What became of each, done at the same moment: the code of a refusal, or nothing."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], object]) -> str:
        try:
            barrier.wait()
            action()
        except ActionRefused as refused:
            return refused.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


@pytest.fixture
def good(scripted: ScriptedEngine) -> list[Version]:
    """Three that are good enough, beside a live one."""
    make_live(make_version())
    versions = [make_version() for _ in range(3)]
    for version in versions:
        validate(version)
    return versions


def undo(versions: list[Version]) -> None:
    Deployment.objects.all().delete()
    ids = [version.pk for version in versions]
    Version.objects.filter(pk__in=ids).update(state=State.VALIDATED)


def test_of_deployments_at_once_one_is_accepted(manager: User, good: list[Version]) -> None:
    for _ in range(ROUNDS):
        told = both(
            *(lambda one=one: request_deployment(manager, one, queue=False) for one in good)
        )
        assert sorted(told) == ["", "already_deploying", "already_deploying"]
        assert Deployment.objects.count() == 1
        assert Version.objects.filter(state=State.DEPLOYING).count() == 1
        undo(good)


def test_what_is_retired_at_that_moment_is_not_deployed(manager: User, good: list[Version]) -> None:
    for version in good:
        told = both(
            lambda version=version: request_deployment(manager, version, queue=False),  # type: ignore[misc]
            lambda version=version: retire(manager, version),  # type: ignore[misc]
        )
        assert told.count("") == 1
        version.refresh_from_db()
        assert version.state in (State.DEPLOYING, State.RETIRED)
        Deployment.objects.all().delete()
        Version.objects.filter(pk=version.pk, state=State.DEPLOYING).update(state=State.BUILT)


def test_a_rollback_and_a_deployment_do_not_both_begin(manager: User, good: list[Version]) -> None:
    told = both(
        lambda: request_deployment(manager, good[0], queue=False),
        lambda: request_rollback(manager, good[1].family, to=good[1], queue=False),
    )
    assert sorted(told) == ["", "already_deploying"]
