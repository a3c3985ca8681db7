"""Base model and adapter as one GGUF file, for engines that take no adapters.

What is not changed is copied as it is: tokenizer, metadata, every other tensor. What is changed is
packed anew in 8 bits, which keeps the quality; in the base's own 4 bits the adapter's small
changes are lost (measured: 2 of 4 answers valid). Types of 256 numbers a block are taken only
where a row can be divided into such blocks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import gguf
import libgguf
import numpy as np
from gguf import GGMLQuantizationType as Kind
from gguf import GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType

from training.errors import TrainingError
from training.export.tensors import Array, Pair, read_adapter, read_base
from training.export.writing import write_file

KINDS: Final = {"Q8_0": Kind.Q8_0, "Q6_K": Kind.Q6_K, "Q5_K": Kind.Q5_K, "Q4_K": Kind.Q4_K}
_OURS: Final = frozenset({"general.architecture", "general.name", "general.file_type"})
"""Written anew: the file is not packed as its base was."""
_FILE_TYPES: Final = {
    "Q8_0": LlamaFileType.MOSTLY_Q8_0,
    "Q6_K": LlamaFileType.MOSTLY_Q6_K,
    "Q5_K": LlamaFileType.MOSTLY_Q5_K_M,
    "Q4_K": LlamaFileType.MOSTLY_Q4_K_M,
}


def write_merged(folder: Path, base: Path, target: Path, *, name: str, kind: str = "Q8_0") -> int:
    """Write `base` changed by the adapter in `folder`; returns the bytes of the file.

    `kind` is how the changed tensors are packed; Q8_0 where their rows do not suit it.
    """
    must_be_known(kind)
    reader = read_base(base)
    adapter = read_adapter(folder, reader)
    changes = {pair.name: pair for pair in adapter.pairs}
    writer = GGUFWriter(None, adapter.architecture)
    _copy_metadata(reader, writer)
    writer.add_name(name)
    writer.add_file_type(_FILE_TYPES[kind])
    for tensor in reader.tensors:
        if tensor.name in changes:
            packed, used = _changed(tensor, changes[tensor.name], adapter.scale, KINDS[kind])
            writer.add_tensor(tensor.name, packed, raw_dtype=used)
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    return write_file(writer, target)


def must_be_known(kind: str) -> None:
    """TrainingError where there is no such way of packing."""
    if kind not in KINDS:
        raise TrainingError("kind_unknown", f"{kind}; there are {', '.join(KINDS)}")


def _copy_metadata(reader: GGUFReader, writer: GGUFWriter) -> None:
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in _OURS:
            continue
        kind = field.types[0]
        inner = field.types[-1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=inner)


def _changed(tensor: Any, pair: Pair, scale: float, kind: Kind) -> tuple[Any, Kind]:
    weights: Array = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
    weights = np.ascontiguousarray(weights + scale * (pair.b @ pair.a), dtype=np.float32)
    if weights.shape[1] % gguf.GGML_QUANT_SIZES[kind][0]:
        kind = Kind.Q8_0
    rows = libgguf.quantize_rows(weights, libgguf.GGMLQuantizationType(int(kind)))
    return np.frombuffer(rows, dtype=np.uint8).reshape(len(weights), -1), kind
