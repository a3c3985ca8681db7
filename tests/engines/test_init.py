"""Engines are chosen by a setting, as Django chooses caches."""

from __future__ import annotations

import os

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from engines import get_engine
from engines.scripted import ScriptedEngine

ENGINES = {
    "default": {"BACKEND": "engines.scripted.ScriptedEngine", "OPTIONS": {"model": "one"}},
    "other": {"BACKEND": "engines.scripted.ScriptedEngine"},
}


@override_settings(ENGINES=ENGINES)
def test_an_engine_is_built_once_a_process_with_its_options() -> None:
    engine = get_engine()
    assert isinstance(engine, ScriptedEngine)
    assert engine.default_model == "one"
    assert get_engine() is engine
    assert get_engine("other") is not engine


@override_settings(ENGINES=ENGINES)
def test_a_forked_child_builds_its_own() -> None:
    engine = get_engine()
    child = os.fork()
    if child == 0:
        os._exit(get_engine() is engine)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_a_changed_setting_takes_effect() -> None:
    with override_settings(ENGINES=ENGINES):
        before = get_engine()
    with override_settings(ENGINES=ENGINES):
        assert get_engine() is not before


@override_settings(ENGINES=ENGINES)
def test_an_unknown_alias_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(ImproperlyConfigured, match="nothing"):
        get_engine("nothing")
