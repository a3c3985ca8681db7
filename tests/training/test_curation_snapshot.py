"""Datasets as files: their hash, their wholeness, and what the datasheet says."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.examples import read
from domain.prompt import Level
from tests.training.samples import GOOD, PAIRS, made, sample
from training.curation import LEVELS, Source, curate, snapshot

BASIC = LEVELS[Level.BASIC]
MANY = [made(number) for number in range(30)]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_same_examples_have_the_same_hash_in_any_order(draw: random.Random):
    dataset = curate(MANY, BASIC)
    training = list(dataset.training)
    draw.shuffle(training)
    assert snapshot.hash_of(replace(dataset, training=tuple(training))) == snapshot.hash_of(dataset)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 29), st.integers(3, 60))
def test_one_other_letter_makes_another_hash(number: int, place: int):
    document = json.loads(json.dumps(MANY[number].document))
    text = document["output"]["description"]
    document["output"]["description"] = f"{text[:place]}Ğ{text[place + 1 :]}"
    changed = [*MANY[:number], replace(MANY[number], document=document), *MANY[number + 1 :]]
    assert snapshot.hash_of(curate(changed, BASIC)) != snapshot.hash_of(curate(MANY, BASIC))


def test_an_example_that_moves_to_the_other_file_makes_another_hash():
    dataset = curate(MANY, BASIC)
    moved = replace(dataset, training=(), validation=(*dataset.training, *dataset.validation))
    assert snapshot.hash_of(moved) != snapshot.hash_of(dataset)


def test_the_files_hold_the_examples_and_their_hash(tmp_path: Path):
    pairs = [sample(product, listing) for product, listing in PAIRS]
    dataset = curate(pairs, replace(BASIC, threshold=0))
    name = snapshot.write(dataset, tmp_path / "new" / "sets")
    folder = tmp_path / "new" / "sets" / name
    assert snapshot.hash_of_files(folder) == name == snapshot.hash_of(dataset)
    told = {}
    for file in snapshot.FILES:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        told[file] = {json.loads(line)["key"]: read(json.loads(line)) for line in lines}
    assert told["training.jsonl"] == {s.key: s.asked_and_answered for s in dataset.training}
    assert told["validation.jsonl"] == {s.key: s.asked_and_answered for s in dataset.validation}


def test_writing_again_changes_nothing(tmp_path: Path):
    dataset = curate(MANY, BASIC)
    folder = tmp_path / snapshot.write(dataset, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    snapshot.write(dataset, tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_two_levels_with_the_same_examples_have_a_datasheet_each(tmp_path: Path):
    basic, expert = curate(MANY, BASIC), curate(MANY, LEVELS[Level.EXPERT])
    name = snapshot.write(basic, tmp_path)
    assert snapshot.write(expert, tmp_path) == name
    for dataset in (basic, expert):
        sheet = json.loads((tmp_path / name / snapshot.sheet_name(dataset)).read_text())
        assert sheet["level"] == dataset.rule.level
        assert sheet["minimum"] == dataset.rule.minimum


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int):
    written = []
    true_write = Path.write_text

    def write(self: Path, *args: str, **named: str) -> int:
        written.append(self)
        if len(written) == fails_at:
            raise OSError(28, "No space left on device")
        return true_write(self, *args, **named)

    monkeypatch.setattr(Path, "write_text", write)
    with pytest.raises(OSError, match="No space"):
        snapshot.write(curate(MANY, BASIC), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_document_says_of_itself_is_not_believed():
    liar = replace(
        MANY[0],
        source=Source.AUGMENTED,
        parent="k0001",
        document={**MANY[0].document, "key": "x", "source": "edited", "parent": "y"},
    )
    line = json.loads(snapshot.lines_of([liar]))
    assert (line["key"], line["source"], line["parent"]) == ("k0000", "augmented", "k0001")


def test_the_datasheet_adds_up():
    bad = [replace(made(90 + n), scores=replace(GOOD, overall_score=1)) for n in range(4)]
    again = [replace(one, key=f"{one.key}x", source=Source.GENERATED) for one in MANY[:3]]
    everything = [*MANY, *bad, *again]
    dataset = curate(everything, BASIC)
    sheet = snapshot.datasheet(dataset, snapshot.hash_of(dataset))
    assert sheet["training"] + sheet["validation"] == 30
    assert sheet["training"] + sheet["validation"] + len(sheet["excluded"]) == len(everything)
    counts = sheet["counts"]
    assert counts["source"] == {"gold": 30}
    assert counts["category"] == {"electronics": 30}
    assert counts["language"] == {"tr": 30}
    assert counts["excluded"] == {"below_threshold": 4, "duplicate": 3}
    assert {left["other"] for left in sheet["excluded"] if left["other"]} == {
        "k0000",
        "k0001",
        "k0002",
    }
    assert json.loads(json.dumps(sheet)) == sheet
