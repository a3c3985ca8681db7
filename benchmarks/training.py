"""Seconds an example and memory of the training loop, against TRL's SFTTrainer in the same run.

The same model, examples, rank, length and threads; each in a process of its own, so that the peaks
of memory are their own. TRL is measured as it comes (32-bit weights) and with 16-bit weights.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

EXAMPLES = 8
WAYS = ("ours", "trl", "trl-bf16")


def measure() -> list[Figure]:
    """Each way twice, in turns."""
    from training.starter import gold

    with tempfile.TemporaryDirectory(prefix="walmartgpt-bench-") as name:
        folder = Path(name)
        items = [item for _key, item in gold()][::30][:EXAMPLES]
        (folder / "examples.jsonl").write_text("".join(f"{json.dumps(item)}\n" for item in items))
        _run("base", folder)
        told: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(2):
            for way in WAYS:
                told[way].append(_run(way, folder))
    return [
        *(Figure(f"{way}: an example", [one["seconds"] for one in told[way]], "s") for way in WAYS),
        *(Figure(f"{way}: peak memory", [one["mib"] for one in told[way]], "MiB") for way in WAYS),
        Figure(
            "time of our loop, of SFTTrainer's",
            [
                ours["seconds"] / trl["seconds"]
                for ours, trl in zip(told["ours"], told["trl"], strict=True)
            ],
            "x",
            "at most 0.5",
        ),
    ]


def _run(way: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.training", way, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} failed: {done.stderr.strip().splitlines()[-1:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(way: str, folder: Path) -> None:
    """One way, in this process; prints what it took."""
    import psutil

    from engines.llamacpp_model import embedded
    from training.lora import base

    model_folder = base.folder_of(embedded(folder / "models"), folder)
    seconds = 0.0
    if way == "ours":
        seconds = _ours(model_folder, folder)
    elif way != "base":
        seconds = _trl(model_folder, folder, way == "trl-bf16")
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", 0) or _peak_kib() * 1024
    print(json.dumps({"seconds": seconds, "mib": peak / 2**20}))


def _peak_kib() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _examples(folder: Path) -> list[Any]:
    from domain.examples import read

    lines = (folder / "examples.jsonl").read_text().splitlines()
    return [read(json.loads(line)) for line in lines]


def _ours(model_folder: Path, folder: Path) -> float:
    from training.lora import base, corpus, loop
    from training.lora.device import prepare
    from training.lora.recipe import Recipe

    recipe = Recipe(epochs=1)
    device = prepare(recipe.seed)
    tokenizer = base.tokenizer_of(model_folder)
    sequences, _ = corpus.encode(_examples(folder), tokenizer, recipe.length)
    model = base.with_adapter(model_folder, recipe, None, device)
    with tempfile.TemporaryDirectory(dir=folder) as run:
        done = loop.train(model, sequences, sequences[:1], recipe, Path(run))
    return done.seconds / len(sequences)


def _trl(model_folder: Path, folder: Path, in_16_bits: bool) -> float:
    import torch
    from datasets import Dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM
    from trl.trainer.sft_config import SFTConfig
    from trl.trainer.sft_trainer import SFTTrainer

    from domain.prompt.tuned import answer_of, ask_tuned
    from training.lora.base import tokenizer_of
    from training.lora.recipe import Recipe

    recipe = Recipe(epochs=1)
    rows = [
        {"prompt": ask_tuned(product).as_text(), "completion": answer_of(listing)}
        for product, listing in _examples(folder)
    ]
    dtype = torch.bfloat16 if in_16_bits else torch.float32
    with tempfile.TemporaryDirectory(dir=folder) as run:
        trainer = SFTTrainer(
            model=AutoModelForCausalLM.from_pretrained(model_folder, dtype=dtype),
            args=SFTConfig(
                output_dir=run,
                num_train_epochs=1,
                per_device_train_batch_size=1,
                gradient_accumulation_steps=recipe.accumulate,
                learning_rate=recipe.rate,
                max_length=recipe.length,
                completion_only_loss=True,
                gradient_checkpointing=False,
                use_cpu=not torch.cuda.is_available(),
                bf16=False,
                report_to="none",
                save_strategy="no",
                disable_tqdm=True,
            ),
            train_dataset=Dataset.from_list(rows),
            processing_class=tokenizer_of(model_folder),
            peft_config=LoraConfig(
                r=recipe.rank,
                lora_alpha=recipe.alpha,
                target_modules=list(recipe.targets),
                task_type="CAUSAL_LM",
            ),
        )
        took: float = trainer.train().metrics["train_runtime"]
    return took / len(rows)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
