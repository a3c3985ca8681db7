"""`manage.py generate`: a listing from the command line."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from domain import forms
from engines.base import EngineUnavailable
from engines.llamacpp_model import best
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT

pytestmark = pytest.mark.django_db

GOOD = forms.to_json(S24_TEXT)
FACTS = [S24.name, *(f"--feature={feature}" for feature in S24.features)]
OPTIONS = [f"--brand={S24.brand}", f"--category={S24.category}", f"--keyword={S24.keyword}"]


def generate(*arguments: str) -> str:
    out = io.StringIO()
    call_command("generate", *FACTS, *OPTIONS, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_listing_comes_in_the_marked_up_form(scripted: ScriptedEngine) -> None:
    scripted.enqueue(GOOD)
    printed = generate()
    assert printed.startswith("**Başlık:** ")
    assert "**Özellikler:**" in printed
    assert forms.from_text(printed) == S24_TEXT


def test_json_holds_listing_scores_and_findings(scripted: ScriptedEngine) -> None:
    scripted.enqueue(*[forms.to_json(replace(S24_TEXT, title="Samsung 120 MP"))] * 3)
    result: dict[str, Any] = json.loads(generate("--json"))

    assert list(result) == ["model", "listing", "scores", "findings", "seconds"]
    assert result["model"] == "scripted"
    assert list(result["listing"]) == ["title", "features", "description"]
    assert result["scores"]["overall"] < 60
    assert any(finding["text"] == "120 MP" for finding in result["findings"])
    assert result["seconds"] >= 0


def test_english_means_the_american_market(scripted: ScriptedEngine) -> None:
    scripted.enqueue(GOOD, GOOD, GOOD)
    generate("--language", "en")
    assert "United States" in scripted.requests[0].prompt.system


def test_a_market_and_a_language_that_contradict_are_refused(scripted: ScriptedEngine) -> None:
    with pytest.raises(CommandError, match="walmart-us"):
        generate("--language", "tr", "--market", "walmart-us")


def test_an_unknown_model_names_those_there_are(scripted: ScriptedEngine) -> None:
    with pytest.raises(CommandError, match="scripted"):
        generate("--model", "nobody")


def test_an_engine_that_is_away_is_one_sentence(scripted: ScriptedEngine) -> None:
    scripted.enqueue(EngineUnavailable("no one there"))
    with pytest.raises(CommandError) as refused:
        generate()
    assert "no one there" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.real
@pytest.mark.timeout(600)
def test_the_embedded_model_writes_a_listing() -> None:
    result = json.loads(generate("--json", "--seed", "1"))
    assert 50 <= len(result["listing"]["title"]) <= 100
    assert 3 <= len(result["listing"]["features"]) <= 10
    assert result["model"] == best(Path("none"))
