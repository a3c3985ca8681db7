"""`manage.py score`: the studio's judgement for any file."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from domain.examples import document
from domain.quality import judge
from tests.factories import S24, S24_TEXT

GOOD: dict[str, Any] = document(
    S24,
    S24_TEXT,
    judge(S24, S24_TEXT),
    timestamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    model_used="ollama",
)


def score(file: Path | str, *arguments: str) -> Any:
    out = io.StringIO()
    call_command("score", str(file), "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def changed(**output: Any) -> dict[str, Any]:
    return {**GOOD, "output": {**GOOD["output"], **output}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "listings.json"


def test_results_come_in_the_order_of_the_input(file: Path) -> None:
    file.write_text(json.dumps([changed(title="120 MP"), GOOD, changed(title="")]))
    bad, good, empty = score(file)

    assert good["scores"]["overall"] >= 90
    assert not [f for f in good["findings"] if f["severity"] == "error"]
    assert bad["scores"]["overall"] < good["scores"]["overall"]
    assert empty["scores"]["overall"] < good["scores"]["overall"]
    assert list(good["scores"]) == ["overall", "compliance", "seo", "grounding", "readability"]


def test_a_finding_says_what_where_and_how_bad(file: Path) -> None:
    title = S24_TEXT.title.replace("200MP", "120 MP")
    file.write_text(json.dumps(changed(title=title)))
    [result] = score(file)

    [finding] = [f for f in result["findings"] if f["text"] == "120 MP" and f["field"] == "title"]
    assert list(finding) == [
        "code",
        "severity",
        "field",
        "index",
        "start",
        "end",
        "text",
        "message",
    ]
    assert title[finding["start"] : finding["end"]] == "120 MP"
    assert finding["severity"] == "error"
    assert "200" in finding["message"]


def test_messages_come_in_either_language(file: Path) -> None:
    file.write_text(json.dumps(changed(title="Kısa")))
    [turkish] = score(file)
    [english] = score(file, "--messages", "en")
    assert [f["code"] for f in turkish["findings"]] == [f["code"] for f in english["findings"]]
    assert turkish["findings"][0]["message"] != english["findings"][0]["message"]


def test_facts_beside_the_formats_own_count_too(file: Path) -> None:
    item = changed(title=S24_TEXT.title.replace("Samsung", "Lumora"))
    item["input"] = {**item["input"], "brand": "Lumora", "keyword": "telefon"}
    file.write_text(json.dumps(item))
    assert score(file)


def test_the_market_may_stand_in_the_file_or_on_the_command_line(file: Path) -> None:
    file.write_text(json.dumps(GOOD))
    turkish, english = score(file), score(file, "--market", "walmart-us")
    assert turkish != english

    item = {**GOOD, "input": {**GOOD["input"], "market": "walmart-us"}}
    file.write_text(json.dumps(item))
    assert score(file) == english


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO(json.dumps(GOOD).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=content))
    assert len(score("-")) == 1


def test_an_empty_list_is_an_empty_list(file: Path) -> None:
    file.write_text("[]")
    assert score(file) == []


def test_a_bad_item_names_itself(file: Path) -> None:
    file.write_text(json.dumps([GOOD, {"input": {}}]))
    with pytest.raises(CommandError, match=r"listings\.json.*2"):
        score(file)


def test_people_get_lines(file: Path) -> None:
    file.write_text(json.dumps(GOOD))
    out = io.StringIO()
    call_command("score", str(file), stdout=out)
    assert "Samsung Galaxy S24 Ultra" in out.getvalue()
    assert "Genel" in out.getvalue()


def test_hostile_texts_are_judged_like_any_other(file: Path) -> None:
    texts = ["<" * 5000, "\u202e", "🚀" * 300, "&#0;", "a" * 19_000]
    file.write_text(json.dumps([changed(description=text) for text in texts]))
    for result in score(file):
        assert 0 <= result["scores"]["overall"] < 90
