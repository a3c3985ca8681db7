"""A scripted engine in the place of the default one, for tests that are not about a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from pytest_django.fixtures import Settings

from domain import forms
from domain.listing import Listing
from engines import get_engine
from engines.scripted import ScriptedEngine


@pytest.fixture
def scripted(settings: Settings) -> ScriptedEngine:
    """The default engine for this test: `scripted.enqueue(answer(text))`."""
    settings.ENGINES = {
        "default": {"BACKEND": "engines.scripted.ScriptedEngine", "LEVEL": "expert"}
    }
    return cast(ScriptedEngine, get_engine())


@pytest.fixture
def answer() -> Callable[[Listing], str]:
    """A listing as a model would answer it."""
    return forms.to_json
