"""Which tensor of a GGUF file each trained weight belongs to, and in which layout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from training.errors import TrainingError

Array = NDArray[np.float32]
_WEIGHT: Final = re.compile(r"base_model\.model\.(.+)\.lora_A\.weight")


@dataclass(frozen=True, slots=True)
class Pair:
    """The two factors of one weight's change: it is scale x `b` @ `a`, shapes (out, rank) and
    (rank, in)."""

    name: str
    a: Array
    b: Array

    @property
    def rank(self) -> int:
        """The inner dimension; 0 where the factors do not go together."""
        return len(self.a) if len(self.a) == self.b.shape[1] else 0


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter in the base file's names and layout."""

    architecture: str
    alpha: float
    rank: int
    pairs: tuple[Pair, ...]

    @property
    def scale(self) -> float:
        """What each product of factors is multiplied by."""
        return self.alpha / self.rank


@dataclass(frozen=True, slots=True)
class Layout:
    """How a base file names and orders what a Hugging Face folder has."""

    architecture: str
    names: gguf.TensorNameMap
    heads: int
    key_heads: int

    @classmethod
    def of(cls, base: gguf.GGUFReader) -> Layout:
        """That of `base`; TrainingError where it lacks what one must know."""
        architecture = str(value_of(base, "general.architecture"))
        return cls(
            architecture,
            _names(architecture, int(value_of(base, f"{architecture}.block_count"))),
            int(value_of(base, f"{architecture}.attention.head_count")),
            int(value_of(base, f"{architecture}.attention.head_count_kv")),
        )

    def name_of(self, module: str) -> str | None:
        """The file's name of a module's weight; None where it has none."""
        return self.names.get_name(f"{module}.weight", try_suffixes=(".weight",))

    def rows_of_engine(self, name: str, rows: Array) -> Array:
        """The rows of a weight, or of the factor that makes them, as the file orders them."""
        heads = self._rotated(name)
        return _interleaved(rows, heads) if heads else rows

    def rows_of_peft(self, name: str, rows: Array) -> Array:
        """The way back."""
        heads = self._rotated(name)
        return _parted(rows, heads) if heads else rows

    def _rotated(self, name: str) -> int:
        """Over how many heads a weight's rows are rotated in pairs; 0 where they are not."""
        if self.architecture != "llama":
            return 0
        return self.heads if ".attn_q." in name else self.key_heads if ".attn_k." in name else 0


def read_base(path: Path) -> gguf.GGUFReader:
    """The GGUF file at `path`; TrainingError where it is none."""
    try:
        return gguf.GGUFReader(path)
    except (OSError, ValueError, KeyError, IndexError, OverflowError) as error:
        raise TrainingError("base_unreadable", f"{path}: {error}") from error


def read_adapter(folder: Path, base: gguf.GGUFReader) -> Adapter:
    """The PEFT adapter in `folder` as changes of `base`; TrainingError where it does not fit."""
    try:
        config = json.loads((folder / "adapter_config.json").read_text())
        weights = load_file(folder / "adapter_model.safetensors")
        rank, alpha = int(config["r"]), float(config["lora_alpha"])
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise TrainingError("adapter_unreadable", f"{folder}: {error}") from error
    architecture = str(value_of(base, "general.architecture"))
    pairs = tuple(_pairs(weights, base))
    if not pairs or any(pair.rank != rank for pair in pairs):
        raise TrainingError("adapter_misfit", f"{folder} does not hold weights of rank {rank}")
    return Adapter(architecture, alpha, rank, pairs)


def _pairs(weights: dict[str, Any], base: gguf.GGUFReader) -> Iterator[Pair]:
    layout = Layout.of(base)
    shapes = {tensor.name: tuple(map(int, tensor.shape)) for tensor in base.tensors}
    for key in sorted(weights):
        found = _WEIGHT.fullmatch(key)
        if not found:
            continue
        other = weights.get(key.replace("lora_A", "lora_B"))
        if other is None:
            raise TrainingError("adapter_unreadable", f"{found[1]} has no second factor")
        name = layout.name_of(found[1])
        a = weights[key].astype(np.float32)
        b = other.astype(np.float32)
        # GGUF names the inner dimension first.
        if name is None or shapes.get(name) != (a.shape[1], b.shape[0]):
            raise TrainingError("adapter_misfit", f"{found[1]} has no place in the base model")
        yield Pair(name, a, layout.rows_of_engine(name, b))


def _interleaved(rows: Array, heads: int) -> Array:
    """llama.cpp keeps the two halves of a rotated vector side by side, row by row."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, rows.shape[1])
    return halves.swapaxes(1, 2).reshape(rows.shape)


def _parted(rows: Array, heads: int) -> Array:
    """The opposite of `_interleaved`."""
    pairs = rows.reshape(heads, rows.shape[0] // heads // 2, 2, rows.shape[1])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def _names(architecture: str, blocks: int) -> gguf.TensorNameMap:
    known = {name: number for number, name in gguf.MODEL_ARCH_NAMES.items()}
    if architecture not in known:
        raise TrainingError("architecture_unknown", architecture)
    return gguf.get_tensor_name_map(known[architecture], blocks)


def value_of(base: gguf.GGUFReader, key: str) -> Any:
    """What the file says under `key`; TrainingError where it says nothing."""
    field = base.get_field(key)
    if field is None:
        raise TrainingError("base_unreadable", f"{key} is missing")
    return field.contents()
