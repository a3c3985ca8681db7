"""A GGUF file on the disk, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import gguf


def write_file(writer: gguf.GGUFWriter, target: Path) -> int:
    """Write what `writer` was given to `target`; returns its bytes."""
    draft = target.with_name(f".{target.name}.draft")
    writer.write_header_to_file(draft)
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    draft.replace(target)
    return target.stat().st_size
