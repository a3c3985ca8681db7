"""A trained adapter as a GGUF file, which llama.cpp and Ollama lay over the base model."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

from training.export.tensors import read_adapter, read_base
from training.export.writing import write_file


def write_adapter(folder: Path, base: Path, target: Path) -> int:
    """Write the PEFT adapter in `folder` for `base` (GGUF), in 16 bits; returns its bytes."""
    adapter = read_adapter(folder, read_base(base))
    writer = gguf.GGUFWriter(None, adapter.architecture)
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, adapter.alpha)
    for pair in adapter.pairs:
        writer.add_tensor(f"{pair.name}.lora_a", pair.a.astype(np.float16))
        writer.add_tensor(f"{pair.name}.lora_b", pair.b.astype(np.float16))
    return write_file(writer, target)
