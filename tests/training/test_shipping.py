"""The models that the product brings along are those that their records tell of."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from domain.examples import read
from domain.identity import identity
from domain.levels import LEVELS
from domain.listing import Language, Product
from domain.prompt import Level, ask_tuned
from engines.llamacpp_model import best
from evaluation.heldout import held_out_identities
from tests.training.conftest import Script
from training.curation.snapshot import FILES, hash_of_files
from training.models import TrainingRun
from training.running.folder import measured
from training.shipping import MODELS, MOST_BYTES, NotShippable, Shipped, next_version, ship, shipped

ALL = pytest.mark.parametrize("model", shipped(), ids=lambda model: str(model.model))


def examples(folder: Path) -> list[dict[str, Any]]:
    """What lies in both files of a dataset."""
    lines = [line for name in FILES for line in (folder / name).read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def test_a_trained_model_comes_along_with_the_notice_of_its_base() -> None:
    assert best(MODELS / "none") in {model.model for model in shipped()}
    assert "Gemma Terms of Use" in (MODELS / "NOTICE.md").read_text("utf-8")
    assert set(MODELS.glob("*.gguf")) == {model.adapter for model in shipped()}


@ALL
def test_the_adapter_is_the_recorded_one_and_small(model: Shipped) -> None:
    size, digest = measured(model.adapter)
    assert (size, digest) == (model.record["bytes"], model.record["sha256"])
    assert size <= MOST_BYTES


@ALL
def test_the_dataset_is_the_recorded_one(model: Shipped) -> None:
    recorded = model.record["dataset"]
    assert hash_of_files(model.dataset) == recorded["hash"]
    assert len(examples(model.dataset)) == recorded["training"] + recorded["validation"]
    assert len(examples(model.dataset)) >= LEVELS[Level(model.record["level"])].minimum


@ALL
def test_no_held_out_product_was_learnt(model: Shipped) -> None:
    learnt = {identity(read(item)[0]) for item in examples(model.dataset)}
    assert not learnt & held_out_identities()


@ALL
def test_it_is_asked_in_the_words_that_it_was_trained_on(model: Shipped) -> None:
    markets = {Language.TR: "walmart-tr", Language.EN: "walmart-us"}
    today = {
        ask_tuned(Product("Lamba", language=language, market=market)).version
        for language, market in markets.items()
    }
    assert set(model.record["prompts"]) == today


@ALL
def test_recipe_losses_and_the_export_check_are_told(model: Shipped) -> None:
    record = model.record
    assert {"rank", "rate", "epochs", "seed"} <= set(record["recipe"])
    assert record["losses"]["validation_best"] < record["losses"]["validation_before"]
    assert record["export"]["difference"] <= record["export"]["tolerance"]


def test_a_large_adapter_and_another_dataset_are_refused(tmp_path: Path) -> None:
    adapter, dataset = tmp_path / "adapter.gguf", tmp_path / "dataset"
    dataset.mkdir()
    for name in FILES:
        (dataset / name).write_text("{}\n")
    record = {"name": "m", "version": "1.0.0", "level": "basic", "dataset": {"hash": "0"}}
    with adapter.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(NotShippable, match="bytes"):
        ship(record, adapter, dataset, tmp_path / "starter")
    adapter.write_bytes(b"GGUF")
    with pytest.raises(NotShippable, match="dataset"):
        ship(record, adapter, dataset, tmp_path / "starter")
    with pytest.raises(NotShippable, match="form"):
        ship(record | {"version": "1"}, adapter, dataset, tmp_path / "starter")
    assert not (tmp_path / "starter").exists()


def test_a_newer_version_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    adapter, dataset, target = tmp_path / "a.gguf", tmp_path / "dataset", tmp_path / "starter"
    dataset.mkdir()
    for name in FILES:
        (dataset / name).write_text("{}\n")
    adapter.write_bytes(b"GGUF")
    record = {"name": "m", "level": "basic", "dataset": {"hash": hash_of_files(dataset)}}
    for version, following in (("1.0.0", "1.0.1"), ("1.2.9", "1.2.10")):
        made = ship(record | {"version": version}, adapter, dataset, target)
        assert (made.name, made.model) == ("m", f"m:{version}")
        assert [model.version for model in shipped(target)] == [version]
        assert [path.name for path in made.models.glob("*.gguf")] == [f"m@{version}.gguf"]
        assert next_version("m", target) == following
        with pytest.raises(NotShippable, match="never changes"):
            ship(record | {"version": version}, adapter, dataset, target)
    assert next_version("another", target) == "1.0.0"


@pytest.mark.django_db
def test_the_command_takes_the_newest_finished_model(
    in_reach: None, standin: Script, tmp_path: Path
) -> None:
    target = tmp_path / "release"
    for language, said in (("en", "no finished model"), ("tr", "tamamlanmış bir model yok")):
        with pytest.raises(CommandError, match=said):
            call_command("ship_model", "basic", "--folder", str(target), "--messages", language)
    call_command("train", "basic", stdout=io.StringIO(), stderr=io.StringIO())
    scores = tmp_path / "scores.json"
    figures = {"walmart-gpt-basic: overall, mean": 71, "gemma3-270m: overall, mean": 31}
    scores.write_text(json.dumps({"measured": "today", "figures": figures}))
    call_command(
        *("ship_model", "basic", "--folder", str(target), "--scores", str(scores)),
        stdout=io.StringIO(),
    )
    (made,) = shipped(target)
    run = TrainingRun.objects.get()
    assert run.dataset is not None
    assert made.record["dataset"]["hash"] == run.dataset.hash == hash_of_files(made.dataset)
    assert made.record["sha256"] == measured(made.adapter)[1]
    assert made.record["scores"] == {"measured": "today", "figures": {"overall, mean": 71}}
    assert made.model == "walmart-gpt-basic:1.0.0"
    for arguments, version in (([], "1.0.1"), (["--version", "2.0.0"], "2.0.0")):
        call_command(
            *("ship_model", "basic", "--folder", str(target), *arguments), stdout=io.StringIO()
        )
        assert [model.version for model in shipped(target)] == [version]


@pytest.mark.django_db
def test_what_was_learnt_from_feedback_is_not_brought_along(
    in_reach: None, standin: Script, tmp_path: Path
) -> None:
    call_command("train", "basic", stdout=io.StringIO(), stderr=io.StringIO())
    run = TrainingRun.objects.get()
    assert run.dataset is not None
    run.dataset.datasheet |= {"replayed": 5}
    run.dataset.save()
    with pytest.raises(CommandError, match="basic"):
        call_command("ship_model", "basic", "--folder", str(tmp_path / "release"))
