"""Lists in parts: a database takes none of any length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
CHUNK: Final = 500
"""So many at once in a query."""


def chunks(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """The parts of a list, in its order."""
    for start in range(0, len(many), CHUNK):
        yield many[start : start + CHUNK]
