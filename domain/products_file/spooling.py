"""A file as it was read, in chunks of lines: every later look goes on at a byte.

A chunk is a line of JSON. SKUs that come twice are marked while reading, so that whoever writes
needs to know no other chunk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from domain.products_file.faults import MOST_ROWS, Fault, FileRefused, Said
from domain.products_file.lines import Line, Sheet
from domain.products_file.stating import Stated, sku_of, state

CHUNK: Final = 500
"""Lines that are written in one transaction at least; where that is light work, several chunks."""
_LARGEST_CHUNK: Final = 500_000
"""Characters; long lines make smaller chunks."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines, and where the next chunk begins."""

    lines: list[Line]
    twice: Mapping[int, int]
    """Of a line whose SKU came before, the number of that one."""
    end: int


def spool(
    sheet: Sheet, columns: Mapping[str, int], target: BinaryIO, tell: Callable[[int], object]
) -> int:
    """Write the lines as chunks and return how many there are; FileRefused for a file that cannot
    be read to its end. `tell` hears after each chunk how many there were so far."""
    seen: dict[str, int] = {}
    rows = size = 0
    chunk: list[Any] = []
    for line in sheet.lines:
        rows += 1
        if rows > MOST_ROWS:
            raise FileRefused("many_rows", most=MOST_ROWS)
        sku = sku_of(line, columns)
        first = seen.setdefault(sku, line.number) if sku else line.number
        again = first if first != line.number else 0
        chunk.append((line.number, line.cells, list(line.faults.items()), again))
        size += sum(map(len, line.cells))
        if len(chunk) >= CHUNK or size > _LARGEST_CHUNK:
            target.write(_encoded(chunk))
            chunk, size = [], 0
            tell(rows)
    if chunk:
        target.write(_encoded(chunk))
    if not rows:
        raise FileRefused("no_rows")
    return rows


def _encoded(chunk: list[Any]) -> bytes:
    return json.dumps(chunk).encode() + b"\n"


def chunks(source: BinaryIO, position: int) -> Iterator[Chunk]:
    """The chunks from a byte on."""
    source.seek(position)
    for raw in source:
        position += len(raw)
        lines, twice = [], {}
        for number, cells, faults, again in json.loads(raw):
            lines.append(Line(number, cells, dict(faults)))
            if again:
                twice[number] = again
        yield Chunk(lines, twice, position)


def joined(several: Sequence[Chunk]) -> Chunk:
    """Chunks that follow each other, as one."""
    lines = [line for chunk in several for line in chunk.lines]
    twice = {number: first for chunk in several for number, first in chunk.twice.items()}
    return Chunk(lines, twice, several[-1].end)


def stated(
    chunk: Chunk, columns: Mapping[str, int], width: int
) -> tuple[list[Stated], list[Fault]]:
    """What the lines of a chunk state, and what is wrong with the others."""
    good: list[Stated] = []
    faults: list[Fault] = []
    for line in chunk.lines:
        found = state(line, columns, width)
        if isinstance(found, list):
            faults += found
        elif first := chunk.twice.get(line.number):
            said: dict[str, Said] = {"first": first}
            faults.append(Fault(line.number, "sku", "sku_twice", said))
        else:
            good.append(found)
    return good, faults
