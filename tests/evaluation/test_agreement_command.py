"""`manage.py agreement`: ratings from anywhere, and what is said of a file that is none."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluation.management import ratings
from tests.domain.statistics.published import FLEISS, SHROUT_FLEISS, krippendorff_ratings

HEAD = "rater,item,score\n"
KRIPPENDORFF = HEAD + "".join(f"r{r},u{u},{value}\n" for r, u, value in krippendorff_ratings())
COMPLETE = HEAD + "".join(
    f"{rater},{item},{score}\n"
    for item, row in enumerate(SHROUT_FLEISS)
    for rater, score in enumerate(row)
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ratings.csv"


def agreement(file: Path | str, *words: str) -> str:
    out = io.StringIO()
    call_command("agreement", str(file), *words, stdout=out)
    return out.getvalue()


def measured(file: Path | str, *words: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(agreement(file, "--json", *words))
    return document


def refused(file: Path, content: str | bytes) -> str:
    """What is said of this content, in English, without the file's path."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CommandError) as refusal:
        agreement(file, "--messages", "en")
    assert refusal.value.returncode
    return str(refusal.value).replace(str(file), "FILE")


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorffs_example_at_every_level(file: Path, level: str, published: float) -> None:
    file.write_text(KRIPPENDORFF)
    found = measured(file, "--level", level)
    low, high = found.pop("alpha_interval")
    assert found == {
        "level": level,
        "raters": 4,
        "items": 12,
        "ratings": 41,
        "alpha": pytest.approx(published, abs=5e-4),
        "icc": None,
        "fleiss": None,
    }
    assert low < published < high <= 1


def test_a_complete_design_has_the_intraclass_correlations(file: Path) -> None:
    file.write_text(COMPLETE)
    found = measured(file)
    assert found["level"] == "ordinal"
    assert found["icc"] == {
        name: pytest.approx(value, abs=5e-4)
        for name, value in {
            **{"1,1": 0.166, "2,1": 0.290, "3,1": 0.715},
            **{"1,k": 0.443, "2,k": 0.620, "3,k": 0.909},
        }.items()
    }


def test_equally_many_ratings_by_different_raters_have_fleiss_kappa(file: Path) -> None:
    lines = [
        f"r{item}-{category}-{number},{item},{category}\n"
        for item, row in enumerate(FLEISS)
        for category, times in enumerate(row)
        for number in range(times)
    ]
    file.write_text(HEAD + "".join(lines))
    found = measured(file, "--level", "nominal")
    assert found["fleiss"] == pytest.approx(0.2099, abs=5e-5)
    assert found["icc"] is None


def test_many_different_scores_are_no_categories_unless_they_are_said_to_be(file: Path) -> None:
    file.write_text(HEAD + "".join(f"a,{n},{n}\nb,{n},{n + 1}\n" for n in range(20)))
    assert measured(file)["fleiss"] is None
    assert measured(file, "--level", "nominal")["fleiss"] is not None


@pytest.mark.parametrize(
    ("lines", "word"),
    [("a,1,3\nb,1,3\na,2,3\nb,2,3\n", "same"), ("a,1,3\nb,2,4\n", "second person")],
)
def test_an_alpha_that_there_is_not_has_a_reason(file: Path, lines: str, word: str) -> None:
    file.write_text(HEAD + lines)
    found = measured(file, "--messages", "en")
    assert (found["alpha"], found["alpha_interval"], found["icc"]) == (None, None, None)
    assert word in found["reason"]
    assert word in agreement(file, "--messages", "en")


def test_one_item_has_an_alpha_without_an_interval(file: Path) -> None:
    file.write_text(HEAD + "a,1,3\nb,1,4\n")
    assert measured(file)["alpha_interval"] == [None, None]
    assert "95" not in agreement(file)


@pytest.mark.parametrize(
    "content",
    [
        KRIPPENDORFF.replace(",", ";"),
        KRIPPENDORFF.replace(",", "\t"),
        "sep=;\n" + KRIPPENDORFF.replace(",", ";"),
        KRIPPENDORFF.replace("\n", "\r\n"),
        KRIPPENDORFF.replace("\n", "\n\n"),
        KRIPPENDORFF.replace("rater,item,score", " Rater , ITEM,Score"),
        KRIPPENDORFF + "r9,u1,\nr9,u2,NA\nr9,u3,  \n",
        "".join(f"note;{line};\n" for line in KRIPPENDORFF.replace(",", ";").splitlines()),
    ],
    ids=["semicolons", "tabs", "sep=", "windows", "empty lines", "names", "gaps", "more columns"],
)
def test_tables_as_programs_write_them(file: Path, content: str) -> None:
    file.write_bytes(content.encode())
    assert measured(file)["alpha"] == pytest.approx(0.815, abs=5e-4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
def test_encodings_as_spreadsheets_write_them(file: Path, encoding: str) -> None:
    file.write_bytes(KRIPPENDORFF.replace("r1", "Gökçe Şahin").encode(encoding))
    assert measured(file)["raters"] == 4


def test_decimal_commas_are_numbers(file: Path) -> None:
    file.write_text("rater;item;score\na;1;2,5\nb;1;2.5\na;2;4,0\nb;2;4\n")
    assert measured(file, "--level", "interval")["alpha"] == 1


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(KRIPPENDORFF.encode())))
    assert measured("-")["ratings"] == 41


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b,c\n", "FILE, line 1: There is no column “rater, item, score”."),
        ("rater;item\na;1\n", "FILE, line 1: There is no column “score”."),
        ("rater,item,score,item\n", "FILE, line 1: There are two columns “item”."),
        ("", "FILE, line 1: There is no column"),
        (HEAD, "FILE: There is no rating in it."),
        (HEAD + "a,1,\n", "FILE: There is no rating in it."),
        (HEAD + "a,1,5\nb,1,five\n", "FILE, line 3: “five” is no score."),
        (HEAD + "a,1,nan\n", "FILE, line 2: “nan” is no score."),
        (HEAD + "a,1,1_0\n", "FILE, line 2: “1_0” is no score."),
        (HEAD + "a,1,1e999\n", "FILE, line 2: “1e999” is no score."),
        (HEAD + "a,1,٣\n", "FILE, line 2: “٣” is no score."),
        (HEAD + "a,1,3\n\na,1,4\n", "FILE, line 4: “a” rated “1” in line 2 already."),
        (HEAD + ",1,3\n", "FILE, line 2: There is a score without a rater or an item."),
        (HEAD + "a,1,3,5\n", "FILE, line 2: It has 4 columns and the first line 3."),
        (HEAD + "a,1\n", "FILE, line 2: It has 2 columns and the first line 3."),
        (HEAD + f"a,{'x' * 200_000},1\n", "FILE, line 2: The line cannot be read."),
        (b"PK\x03\x04\x00\x00", "FILE: This is not a table as text."),
        (b"\xff\xferater", "FILE: This is not a table as text."),
        (HEAD + f"a,1,{'9' * 60}\n", f"FILE, line 2: “{'9' * 39}…” is no score."),
    ],
)
def test_what_cannot_be_used_is_refused_by_line_with_a_way_out(
    file: Path, content: str | bytes, said: str
) -> None:
    found = refused(file, content)
    assert found.startswith(said)
    assert found.endswith(".")


def test_a_refusal_obeys_no_terminal_commands(file: Path) -> None:
    assert "\x1b" not in refused(file, HEAD + "a,1,\x1b[2J\n")


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("LARGEST", 20, "FILE is larger than"),
        ("MOST_RATINGS", 40, "FILE: More than 40 ratings."),
        ("MOST_CELLS", 20, "FILE: 5 different scores of 12 items are too many."),
    ],
)
def test_a_table_that_is_too_large_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    monkeypatch.setattr(ratings, limit, value)
    assert refused(file, KRIPPENDORFF).startswith(said)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv"):
        agreement(tmp_path / "none.csv")


def test_people_read_what_it_is_good_for(file: Path) -> None:
    file.write_text(KRIPPENDORFF)
    told = agreement(file, "--messages", "en")
    assert told.startswith("4 raters, 12 items, 41 ratings (ordinal")
    assert "alpha: 0.815 (95% interval 0." in told
    assert "Reliable by Krippendorff’s custom" in told
    assert "more items would tell" in told
    turkish = agreement(file)
    assert "4 değerlendirici, 12 öge, 41 puan" in turkish
    assert "0,815" in turkish


def test_people_read_the_other_figures_too_rounded_and_not_cut(file: Path) -> None:
    file.write_text(COMPLETE)
    told = agreement(file, "--messages", "en")
    assert "ICC(1,1): 0.166" in told
    assert "ICC(2,k): 0.620" in told
    assert "Too little agreement" in told
    assert "Fleiss" in told
