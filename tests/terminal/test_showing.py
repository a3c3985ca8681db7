"""What commands print of other people's texts: nothing that a terminal would obey."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from domain import forms
from domain.examples import document
from domain.quality import judge
from engines.scripted import ScriptedEngine
from terminal.showing import as_json, in_one_line, visible
from tests.factories import S24, S24_TEXT

HOSTILE = "Ad\x1b]0;sahte\x07\x1b[2J\x9b31m\u202eters\n1. Sahte satır"
OBEYED = set(map(chr, (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x202E, 0x2066)))


def ran(*arguments: str) -> str:
    out, told = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=told)
    return out.getvalue() + told.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An example whose every text is hostile; JSON lets the terminal's one-byte commands by."""
    product = replace(S24, name=HOSTILE, category=HOSTILE, brand=HOSTILE)
    listing = replace(S24_TEXT, title=f"{HOSTILE} 999 MP", features=(f"{HOSTILE} 998 MP",) * 3)
    time = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    example = document(
        product, listing, judge(product, listing), timestamp=time, model_used=HOSTILE
    )
    path = tmp_path / "examples.json"
    path.write_text(json.dumps(example, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["score"], ["examples", "analyze"]])
@pytest.mark.django_db
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_files_of_others_cannot_speak_to_the_terminal(
    command: list[str], form: list[str], file: Path
) -> None:
    printed = ran(*command, str(file), *form)
    assert "sahte" in printed
    assert not OBEYED & set(printed)
    assert "\n1. Sahte" not in printed
    if form:
        assert json.loads(printed)


@pytest.mark.django_db
def test_a_refusal_cannot_either(file: Path) -> None:
    example = json.loads(file.read_text(encoding="utf-8"))
    example["input"][HOSTILE] = example["input"].pop("product_name")
    file.write_text(json.dumps(example), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        ran("score", str(file))
    assert not OBEYED & set(str(refused.value))


@pytest.mark.django_db
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_model_cannot_either(form: list[str], scripted: ScriptedEngine) -> None:
    answer = replace(S24_TEXT, title=f"{HOSTILE} 999 MP")
    scripted.enqueue(*[forms.to_json(answer)] * 3)
    printed = ran("generate", HOSTILE, "-f", HOSTILE, *form)
    assert "sahte" in printed
    assert not OBEYED & set(printed)


@given(st.text())
def test_only_what_is_obeyed_changes(text: str) -> None:
    assert not OBEYED & set(visible(text))
    assert "\n" not in in_one_line(text)
    assert json.loads(as_json(text)) == text
    if text.isprintable():
        assert visible(text) == text
