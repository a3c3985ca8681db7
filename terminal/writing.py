"""Files that commands write: whole, or as they were before."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO


def write_whole(path: Path, pieces: Iterable[str | bytes]) -> int:
    """Write beside and rename, so that an interrupted export leaves the old file whole.

    What is no file (/dev/stdout, a pipe) is written to as it is. Returns how many pieces there
    were; OSError where it cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            return _write(device, pieces)
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
        try:
            count = _write(file, pieces)
        except BaseException:
            os.unlink(file.name)
            raise
    Path(file.name).replace(path)
    return count


def _write(file: IO[bytes], pieces: Iterable[str | bytes]) -> int:
    count = 0
    for count, piece in enumerate(pieces, 1):  # noqa: B007 - the last one counts
        file.write(piece.encode() if isinstance(piece, str) else piece)
    return count
