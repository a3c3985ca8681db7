"""A version moves by the table alone, and its history is only ever added to."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import User
from domain.versions import State
from engines.scripted import ScriptedEngine
from models_registry.actions.moving import StateChanged, move
from models_registry.models import Event, Version
from models_registry.models.version import Unchangeable
from tests.models_registry.making import make_version

pytestmark = pytest.mark.django_db


def test_each_move_is_a_line_of_history(scripted: ScriptedEngine, manager: User) -> None:
    version = make_version()
    move(version, State.VALIDATING, "validation", manager, {"products": 5})
    lines = list(version.events.order_by("pk"))
    assert [(line.before, line.after) for line in lines] == [
        ("", "building"),
        ("building", "built"),
        ("built", "validating"),
    ]
    assert (lines[-1].by, lines[-1].why, lines[-1].details) == (
        manager,
        "validation",
        {"products": 5},
    )


def test_a_move_that_the_table_does_not_know_changes_nothing(scripted: ScriptedEngine) -> None:
    version = make_version()
    with pytest.raises(ValueError, match="no transition"):
        move(version, State.REJECTED, "refused")
    version.refresh_from_db()
    assert version.state == State.BUILT
    assert version.events.count() == 2


def test_of_two_who_saw_the_same_state_one_moves_it(scripted: ScriptedEngine) -> None:
    version = make_version()
    mine, yours = Version.objects.get(pk=version.pk), Version.objects.get(pk=version.pk)
    move(mine, State.VALIDATING, "validation")
    with pytest.raises(StateChanged), transaction.atomic():
        move(yours, State.RETIRED, "retired")
    version.refresh_from_db()
    assert version.state == State.VALIDATING
    assert version.events.count() == 3


def test_a_version_never_changes_nor_goes(scripted: ScriptedEngine) -> None:
    version = make_version()
    version.modelfile = "FROM something-else\n"
    with pytest.raises(Unchangeable):
        version.save()
    with pytest.raises(Unchangeable):
        version.delete()


def test_nothing_is_taken_from_history(scripted: ScriptedEngine) -> None:
    line = make_version().events.first()
    assert isinstance(line, Event)
    line.why = "something else"
    for change in (
        line.save,
        line.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(why="x"),
    ):
        with pytest.raises(Unchangeable):
            change()
