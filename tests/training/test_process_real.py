"""The whole way on the embedded model: trained, exported, and checked against llama.cpp."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import gguf
import pytest
from safetensors.numpy import load_file, save_file

from engines.llamacpp_model import embedded
from tests.training.samples import made
from training.curation.snapshot import lines_of
from training.errors import TrainingError
from training.export import check
from training.export.adapter import write_adapter
from training.lora import base, corpus
from training.lora.loss import CompletionLoss, used
from training.lora.recipe import Recipe
from training.process import _examples, _start

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
ROOT = Path(__file__).resolve().parent.parent.parent
RECIPE = Recipe(epochs=1, accumulate=1, rate=3e-3, warmup=0.0, rank=8, alpha=16)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a job with two short examples."""
    folder = tmp_path_factory.mktemp("job")
    samples = [made(number, "Bu kısa metin yalnızca bir denemedir.") for number in range(2)]
    (folder / "training.jsonl").write_text(lines_of(samples), encoding="utf-8")
    (folder / "validation.jsonl").write_text(lines_of(samples[:1]), encoding="utf-8")
    # Unpacked once for all tests, which takes a minute.
    shared = Path(os.environ["WALMARTGPT_DATA"])
    told: dict[str, Any] = {
        "base": str(embedded(shared / "models")),
        "cache": str(shared / "training" / "base"),
        "recipe": RECIPE.as_json(),
        "threads": 2,
    }
    (folder / "job.json").write_text(json.dumps(told))
    return folder


@pytest.fixture(scope="module")
def done(job: Path) -> dict[str, Any]:
    """What the process said last."""
    ran = subprocess.run(
        [sys.executable, "-m", "training.process", str(job)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, (said[-1:], ran.stderr[-2000:])
    result: dict[str, Any] = said[-1]
    return result


def test_two_steps_and_an_adapter_that_says_what_torch_says(job: Path, done: dict[str, Any]):
    assert done["event"] == "done"
    assert done["steps"] == 2
    assert done["best_validation_loss"] < done["validation_losses"][0][1]
    checked = done["export"]["adapter_check"]
    assert checked["difference"] <= checked["tolerance"] == check.TOLERANCE
    assert checked["tokens"] > 0
    adapter = gguf.GGUFReader(job / "adapter.gguf")
    assert len(adapter.tensors) == 18 * 7 * 2
    assert done["export"]["adapter_bytes"] == (job / "adapter.gguf").stat().st_size < 10_000_000


def test_from_the_adapters_file_one_goes_on_where_its_training_ended(
    job: Path, done: dict[str, Any], tmp_path: Path
):
    told = json.loads((job / "job.json").read_text())
    model_folder = base.folder_of(Path(told["base"]), Path(told["cache"]))
    told["start"] = str(job / "adapter.gguf")
    start = _start(told, model_folder, tmp_path)
    model = base.with_adapter(model_folder, RECIPE, start, "cpu").eval()
    tokenizer = base.tokenizer_of(model_folder)
    checking, _ = corpus.encode(_examples(job / "validation.jsonl"), tokenizer, RECIPE.length)
    keep = used(checking, RECIPE.vocabulary, model.get_output_embeddings().weight.shape[0])
    found = CompletionLoss(model, keep).mean(checking)
    # The file keeps 16 bits of each number, and two steps changed the loss by far more.
    assert found == pytest.approx(done["best_validation_loss"], abs=0.01)
    assert done["validation_losses"][0][1] - found > 0.1


def test_another_adapter_does_not_pass(job: Path, done: dict[str, Any], tmp_path: Path):
    told = json.loads((job / "job.json").read_text())
    weights = load_file(job / "best" / "adapter_model.safetensors")
    names = sorted(name for name in weights if ".layers." in name)
    # Each layer's factors are put into the next one, where there is one of the same shape.
    swapped = dict(weights)
    for name in names:
        number = int(name.split(".layers.")[1].split(".")[0])
        swapped[name] = weights[name.replace(f".layers.{number}.", f".layers.{(number + 9) % 18}.")]
    save_file(swapped, tmp_path / "adapter_model.safetensors")
    config = (job / "best" / "adapter_config.json").read_text()
    (tmp_path / "adapter_config.json").write_text(config)
    write_adapter(tmp_path, Path(told["base"]), tmp_path / "other.gguf")
    folder = base.folder_of(Path(told["base"]), Path(told["cache"]))
    model = base.with_adapter(folder, replace(RECIPE), job / "best", "cpu").eval()
    pairs = _examples(job / "validation.jsonl")
    (sequence,), _ = corpus.encode(pairs, base.tokenizer_of(folder), RECIPE.length)
    prompts = [list(sequence.ids[: sequence.asked])]
    with pytest.raises(TrainingError) as caught:
        check.compare(model, Path(told["base"]), tmp_path / "other.gguf", prompts)
    assert caught.value.code == "export_differs"
