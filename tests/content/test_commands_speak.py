"""The commands speak one language: the site's own, or the one that `--messages` names."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from domain import forms
from engines.scripted import ScriptedEngine
from tests.content.test_examples_command import SEED
from tests.factories import S24, S24_TEXT

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        told(*arguments)
    return str(refusal.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "examples.json"
    path.write_text(SEED, encoding="utf-8")
    return path


def test_analysis_in_turkish(file: Path) -> None:
    text = told("examples", "analyze", str(file))
    for words in ("Kaynak: Dosyadan 1", "Dil: Türkçe 1", "Kategori:", "Kurallara uyum: ortalama"):
        assert words in text
    for level in ("Temel: 50 eksik", "İleri: 200 eksik", "Uzman: 500 eksik"):
        assert level in text
    for word in ("origin", "language", "median", "basic", "file"):
        assert word not in text.replace(str(file), "")


def test_analysis_in_english(file: Path) -> None:
    text = told("examples", "analyze", str(file), "--messages", "en")
    assert "Origin: From the file 1" in text
    assert "Compliance: mean" in text
    assert "Advanced: 200 missing" in text
    assert "eksik" not in text


def test_judgements_use_the_words_of_the_pages(file: Path) -> None:
    turkish = told("score", str(file))
    for word in ("Genel ", "Kurallara uyum ", "Arama görünürlüğü ", "Okunabilirlik ", "Hata "):
        assert word in turkish
    english = told("score", str(file), "--messages", "en")
    assert "Search visibility " in english
    assert "Error " in english
    assert "Whole listing" in english


@pytest.mark.parametrize(
    ("language", "words"),
    [("tr", ("Model ürünü okuyor", "Bir kez daha, 2. taslak", " sn")),
     ("en", ("The model is reading the product", "Once more, draft 2", " s"))],
)  # fmt: skip
def test_generate_tells_its_progress(
    scripted: ScriptedEngine,
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: tuple[str, ...],
) -> None:
    flawed = forms.to_json(replace(S24_TEXT, title="Samsung 120 MP"))
    scripted.enqueue(flawed, forms.to_json(S24_TEXT))
    facts = [f"--feature={feature}" for feature in S24.features]
    text = told("generate", S24.name, *facts, "--messages", language)
    text += capsys.readouterr().err
    for word in words:
        assert word in text
    assert "redrawing" not in text


def test_the_system_s_reasons_are_told_in_turkish(tmp_path: Path) -> None:
    missing, folder = tmp_path / "none.json", tmp_path
    assert "böyle bir dosya ya da klasör yok" in refused("score", str(missing))
    assert "klasör" in refused("score", str(folder))
    assert "No such file" not in refused("examples", "export", str(tmp_path / "a" / "b.json"))
    assert "there is no such file" in refused("score", str(missing), "--messages", "en")


@pytest.mark.parametrize(
    ("text", "reason"),
    [('[{"a": 1]', "virgül eksik"), ("{", "çift tırnak"), ("[] x", "fazladan"), ("[NaN]", "NaN")],
)
def test_what_is_wrong_with_json_is_told_in_turkish(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    message = refused("examples", "import", str(path))
    assert reason in message
    assert "xpecting" not in message


def test_standard_input_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, name in (("tr", "Standart girdi"), ("en", "Standard input")):
        stream = SimpleNamespace(buffer=io.BytesIO(b"\xff\xfe"))
        monkeypatch.setattr(sys, "stdin", stream)
        assert refused("score", "-", "--messages", language).startswith(name)


def test_json_stays_what_programs_expect(file: Path) -> None:
    result = json.loads(told("examples", "analyze", str(file), "--json"))
    assert result["by"]["origin"] == {"file": 1}
    assert result["levels"][0]["level"] == "basic"
