"""The way back: a GGUF adapter as a PEFT folder, for a training to go on from.

A model that the product brings along is kept as the one file that an engine loads.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gguf
import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from training.errors import TrainingError
from training.export.tensors import Array, Layout, read_base, value_of

_A, _B = ".lora_a", ".lora_b"


def write_peft(adapter: Path, base: Path, model: Path, folder: Path) -> None:
    """Write the GGUF file `adapter` as a PEFT folder for `model`.

    `base` is the GGUF file that it lies over, `model` the Hugging Face folder of the same weights.
    Whole or not at all. TrainingError("start_unreadable") where the file is no adapter of `base`.
    """
    try:
        reader = gguf.GGUFReader(adapter)
        factors: dict[str, Array] = {
            one.name: gguf.quants.dequantize(one.data, one.tensor_type) for one in reader.tensors
        }
        alpha = float(value_of(reader, gguf.Keys.Adapter.LORA_ALPHA))
    except (OSError, ValueError, KeyError, IndexError, OverflowError, TrainingError) as error:
        raise TrainingError("start_unreadable", f"{adapter}: {error}") from error
    weights = _weights(factors, Layout.of(read_base(base)), _linears(model))
    ranks = {len(value) for name, value in weights.items() if ".lora_A." in name}
    if len(weights) != len(factors) or len(ranks) != 1:
        raise TrainingError("start_unreadable", f"{adapter} is no adapter of {base.name}")
    targets = sorted({name.split(".lora_")[0].rpartition(".")[2] for name in weights})
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": ranks.pop(),
        "lora_alpha": alpha,
        "lora_dropout": 0.0,
        "target_modules": targets,
    }
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    save_file(weights, draft / "adapter_model.safetensors", metadata={"format": "pt"})
    (draft / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _weights(factors: dict[str, Array], layout: Layout, linears: list[str]) -> dict[str, Array]:
    """PEFT's names and rows for those of the engine; what has no place is left out."""
    weights: dict[str, Array] = {}
    for linear in linears:
        name = layout.name_of(linear)
        if name is None or name + _A not in factors or name + _B not in factors:
            continue
        prefix = f"base_model.model.{linear}"
        weights[f"{prefix}.lora_A.weight"] = factors[name + _A]
        rows = layout.rows_of_peft(name, factors[name + _B])
        weights[f"{prefix}.lora_B.weight"] = np.ascontiguousarray(rows)
    return weights


def _linears(model: Path) -> list[str]:
    """The names of the modules with a weight, as the folder's files have them."""
    names: list[str] = []
    for path in sorted(model.glob("*.safetensors")):
        with safe_open(path, "np") as file:
            names += file.keys()
    return [name.removesuffix(".weight") for name in names if name.endswith(".weight")]
