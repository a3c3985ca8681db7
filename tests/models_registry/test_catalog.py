"""Which models may write, with the level of prompt and the treatment that each engine is set to."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from content.actions import create_listing, request_draft
from content.generation import generating
from content.models import Generation
from domain.forms import to_json
from domain.listing import Listing
from domain.prompt import Level
from engines import get_engine
from engines.scripted import ScriptedEngine
from models_registry import catalog
from models_registry.catalog import ModelChoice, UnknownModel
from tests.factories import S24, make_user

pytestmark = pytest.mark.django_db

SCRIPTED = "engines.scripted.ScriptedEngine"


def engine(model: str, *others: str, **more: Any) -> dict[str, Any]:
    return {"BACKEND": SCRIPTED, "OPTIONS": {"model": model, "models": others}, **more}


@pytest.fixture
def two(settings: Settings) -> None:
    """An engine with a base model and one whose models follow instructions."""
    settings.ENGINES = {
        "big": engine("llama", "mistral", LEVEL="advanced"),
        "default": engine("gemma", "gemma-basic", LEVEL="basic", INSTRUCTED=False),
    }


def test_unless_someone_chooses_the_default_engine_writes(two: None) -> None:
    expected = ModelChoice("gemma", "default", Level.BASIC)
    assert catalog.default_choice() == expected
    assert catalog.choose(None) == expected
    assert catalog.choose("") == expected


def test_the_default_is_offered_first(two: None) -> None:
    assert [choice.name for choice in catalog.choices()] == ["gemma", "llama"]


@pytest.mark.parametrize(
    ("name", "alias", "level"),
    [
        ("llama", "big", Level.ADVANCED),
        ("mistral", "big", Level.ADVANCED),
        ("gemma-basic", "default", Level.BASIC),
    ],
)
def test_a_model_that_an_engine_has_is_asked_at_that_engines_level(
    two: None, name: str, alias: str, level: Level
) -> None:
    assert catalog.choose(name) == ModelChoice(name, alias, level)


def test_a_model_that_no_engine_has_is_named_with_those_there_are(two: None) -> None:
    with pytest.raises(UnknownModel) as caught:
        catalog.choose("gpt")
    assert caught.value.name == "gpt"
    assert set(caught.value.available) == {"gemma", "gemma-basic", "llama", "mistral"}


@pytest.mark.parametrize("level", Level)
def test_every_level_can_be_set(settings: Settings, level: Level) -> None:
    settings.ENGINES = {"default": engine("gemma", LEVEL=str(level))}
    assert catalog.default_choice().level is level


def test_without_a_setting_a_model_is_an_instructed_expert(settings: Settings) -> None:
    settings.ENGINES = {"default": engine("llama")}
    assert catalog.default_choice().level is Level.EXPERT
    assert catalog.is_instructed("default")
    assert catalog.is_instructed("gone")
    with pytest.raises(ImproperlyConfigured):
        get_engine("gone")


def test_an_engine_that_is_down_hides_no_other(settings: Settings) -> None:
    down = {"BACKEND": "engines.ollama.OllamaEngine", "OPTIONS": {"host": "http://127.0.0.1:9"}}
    settings.ENGINES = {"default": down, "big": engine("llama", "mistral")}
    assert catalog.choose("mistral").engine == "big"


def test_the_embedded_model_is_a_base_model(settings: Settings) -> None:
    assert settings.ENGINES["default"]["BACKEND"] == "engines.llamacpp.LlamaCppEngine"
    assert not catalog.is_instructed("default")
    assert catalog.default_choice().level is Level.EXPERT


@pytest.mark.django_db
@pytest.mark.parametrize("instructed", [True, False])
def test_only_a_model_that_follows_instructions_is_told_what_was_wrong(
    settings: Settings, instructed: bool
) -> None:
    settings.ENGINES = {"default": engine("gemma", INSTRUCTED=instructed)}
    scripted = get_engine()
    assert isinstance(scripted, ScriptedEngine)
    flawed = to_json(Listing("Samsung 900MP", ("900MP kamera",) * 3, "<p>900MP kamera.</p>"))
    scripted.enqueue(flawed, flawed, flawed)
    author = make_user()
    asked = request_draft(author, create_listing(author, S24))
    generating.run(asked.pk)
    assert Generation.objects.get(pk=asked.pk).status == Generation.Status.DONE
    first, *later = [request.prompt.request for request in scripted.requests]
    assert len(later) == 2
    assert all((prompt != first) is instructed for prompt in later)
