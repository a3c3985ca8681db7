"""Versions that are put away."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from domain.versions import State
from engines.scripted import ScriptedEngine
from models_registry.actions.entering import enter
from models_registry.actions.moving import move
from models_registry.actions.retiring import retire
from models_registry.catalog import UnknownModel, choose
from tests.models_registry.making import last_line, made, make_live, make_version, refused

pytestmark = pytest.mark.django_db


def test_a_retired_version_is_gone_from_its_engine_and_stays_in_history(
    manager: User,
    scripted: ScriptedEngine,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    version = make_version()
    with django_capture_on_commit_callbacks(execute=True):
        retire(manager, version, "It writes too much.")
    version.refresh_from_db()
    assert version.state == State.RETIRED
    assert version.served_as not in scripted.built
    assert last_line(version).details == {"reason": "It writes too much."}
    with pytest.raises(UnknownModel):
        choose(version.name)
    with refused("state"):
        retire(manager, version)


def test_what_is_live_and_what_a_rollback_needs_stay(
    manager: User, scripted: ScriptedEngine
) -> None:
    first, second = make_live(make_version()), make_version()
    with refused("live"):
        retire(manager, first)
    make_live(second)
    first.refresh_from_db()
    with refused("rollback_target"):
        retire(manager, first)


def test_only_managers_retire(author: User, scripted: ScriptedEngine) -> None:
    with pytest.raises(PermissionDenied):
        retire(author, make_version())


def test_what_another_engine_has_is_retired_and_nothing_is_deleted_here(
    manager: User,
    scripted: ScriptedEngine,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    version = enter(made(engine="elsewhere"))
    move(version, State.BUILT, "built")
    with django_capture_on_commit_callbacks(execute=True):
        retire(manager, version)
    assert version.state == State.RETIRED
