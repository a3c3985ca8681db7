"""Training examples in and out of files, and how far they are from a model."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.examples.collecting import collect
from content.judging import judge_listing
from content.models import TrainingExample
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db

SEED = """{
  "timestamp": "2025-08-14T10:30:00Z",
  "input": {
    "product_name": "Samsung Galaxy S24 Ultra",
    "features": ["6.8 inç Dynamic AMOLED 2X ekran", "200MP ana kamera sistemi", "5000mAh batarya"],
    "category": "Elektronik > Cep Telefonu",
    "user_context": {"model_used": "ollama", "language": "tr", "tone": "professional"}
  },
  "output": {
    "title": "Samsung Galaxy S24 Ultra - 200MP Kamerayla Profesyonel Fotoğrafçılık",
    "features_formatted": [
      "6.8\\" Dynamic AMOLED 2X Infinity-O Display",
      "200MP Ana Kamera + Ultra Geniş + Telefoto Lens",
      "5000mAh Batarya ile Tüm Gün Kullanım"
    ],
    "description": "<p>Samsung Galaxy S24 Ultra...</p>",
    "metadata": {"word_count": 156, "character_count": 1024, "seo_score": 85,
                 "walmart_compliance": 92}
  },
  "quality_metrics": {"title_length": 67, "features_count": 3, "description_words": 156,
                      "overall_score": 88}
}"""


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("examples", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "examples.json"


def test_what_comes_in_goes_out_character_for_character(file: Path, tmp_path: Path) -> None:
    other = SEED.replace("S24", "S23").replace('"seo_score": 85', '"seo_score": 85.0, "x": 1e2')
    file.write_text(f" [ {SEED} ,\n{other}]", encoding="utf-8")
    assert "2 " in run("import", str(file))

    out = tmp_path / "out.json"
    run("export", str(out))
    assert out.read_text(encoding="utf-8") == f"[\n{SEED},\n{other}\n]\n"
    assert run("export", "-") == out.read_text(encoding="utf-8")


def test_one_object_is_as_good_as_a_list(file: Path) -> None:
    file.write_text(SEED, encoding="utf-8")
    run("import", str(file))
    assert TrainingExample.objects.get().document == SEED


def test_the_same_file_twice_adds_nothing(file: Path) -> None:
    file.write_text(SEED, encoding="utf-8")
    run("import", str(file))
    run("import", str(file))
    assert TrainingExample.objects.count() == 1


def broken(**changes: Any) -> str:
    item = json.loads(SEED)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = item
        for parent in parents:
            place = place[parent]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return json.dumps(item)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (broken(output__title=None), "output.title"),
        (broken(output__title=5), "output.title"),
        (broken(output__features_formatted=["a", 7]), "output.features_formatted[1]"),
        (broken(input__product_name=""), "input.product_name"),
        (broken(timestamp="yesterday"), "timestamp"),
        (broken(input__user_context__language="xx"), "input.user_context.language"),
        ("5", "2"),
    ],
)
def test_a_bad_item_names_file_item_and_field_and_nothing_is_kept(
    file: Path, bad: str, field: str
) -> None:
    file.write_text(f"[{SEED}, {bad}]", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        run("import", str(file))
    message = str(refused.value)
    assert str(file) in message
    assert "2" in message
    assert field in message
    assert not TrainingExample.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[1,",
        b"{",
        b"[] x",
        b"\xff\xfe",
        b"NaN",
        b"[" * 100_000,
        b'{"a": Infinity}',
        SEED.encode() + b"]",
        SEED.encode("utf-16"),
    ],
)
def test_a_file_that_is_no_json_is_one_sentence(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run("import", str(file))
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.json"):
        run("import", str(tmp_path / "none.json"))


def test_an_export_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        run("export", str(tmp_path / "nowhere" / "out.json"))


def test_an_empty_export_is_an_empty_list() -> None:
    assert json.loads(run("export", "-")) == []


@given(text=st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_text_survives_the_round_trip(tmp_path: Path, text: str) -> None:
    TrainingExample.objects.all().delete()
    item = json.loads(SEED)
    item["note"] = text
    raw = json.dumps(item)
    file = tmp_path / "any.json"
    file.write_text(raw, encoding="utf-8")
    run("import", str(file))
    assert json.loads(run("export", "-")) == [item]


def test_a_collected_listing_has_exactly_the_exchange_format() -> None:
    author = make_user()
    listing = make_listing(author, S24_TEXT)
    example = collect(listing.revisions.get(), judge_listing(listing), "approved", author)

    kept, seed = json.loads(example.document), json.loads(SEED)
    for part in ("input", "output", "quality_metrics"):
        assert set(seed[part]) <= set(kept[part])
    assert list(kept) == list(seed)
    assert list(kept["output"]) == list(seed["output"])
    assert list(kept["output"]["metadata"]) == list(seed["output"]["metadata"])
    assert list(kept["quality_metrics"]) == list(seed["quality_metrics"])
    assert kept["quality_metrics"]["title_length"] == len(S24_TEXT.title)
    assert kept["quality_metrics"]["overall_score"] == listing.overall


def test_analysis_counts_and_says_why_not(file: Path) -> None:
    author = make_user()
    listing = make_listing(author, S24_TEXT)
    collect(listing.revisions.get(), judge_listing(listing), "approved", author)
    file.write_text(SEED, encoding="utf-8")
    run("import", str(file))

    result = json.loads(run("analyze", "--json"))
    assert result["examples"] == 2
    assert result["by"]["origin"] == {"approved": 1, "imported": 1}
    assert result["accepted"] == 1
    assert result["rejected"]["description_words"] == 1
    assert [(level["needed"], level["missing"]) for level in result["levels"]] == [
        (50, 49),
        (200, 199),
        (500, 499),
    ]
    [rejection] = result["rejections"]
    assert "150" in rejection["reasons"][0]["tr"] + rejection["reasons"][-1]["tr"]


def test_analysis_of_a_file_keeps_nothing(file: Path) -> None:
    file.write_text(SEED, encoding="utf-8")
    assert json.loads(run("analyze", str(file), "--json"))["examples"] == 1
    assert not TrainingExample.objects.exists()


def test_analysis_for_a_person_names_the_levels(file: Path) -> None:
    file.write_text(SEED, encoding="utf-8")
    told = run("analyze", str(file), "--messages", "en")
    assert "Basic: 50 missing" in told
    assert "50" in told
    assert "description" in told
    assert "İleri: 200 eksik" in run("analyze", str(file))
