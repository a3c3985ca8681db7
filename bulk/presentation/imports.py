"""What pages show of an import: its first rows with what becomes of them, and those rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from bulk.models import Import
from bulk.presentation.import_messages import (
    fault_sentence,
    faults_told,
    field_name,
    refusal_sentence,
)
from content.actions.entering_many import decide_many
from domain.formulas import harmless
from domain.products_file import (
    FIELDS,
    Chunk,
    Fault,
    FileRefused,
    Line,
    match,
    open_sheet,
    stated,
)
from domain.products_file.columns import fact_named

SHOWN: Final = 20
"""Rows of the preview."""
_LONGEST: Final = 90
_TOGETHER: Final = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the first rows: its cells by fact, what becomes of it, and what is wrong with it."""

    number: int
    cells: list[tuple[str, str]]
    outcome: str
    faults: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows; `trouble` is why they cannot be shown."""

    labels: list[str]
    samples: list[Sample]
    trouble: str = ""

    @property
    def rejected(self) -> int:
        """How many of them have errors."""
        return sum(sample.outcome == "rejected" for sample in self.samples)


def preview(row: Import) -> Preview:
    """What the first rows of a file that is ready would do; nothing is done."""
    facts = [fact for fact in FIELDS if fact in row.columns]
    labels = [field_name(fact) for fact in facts]
    if "sku" not in row.columns:
        return Preview(labels, [], refusal_sentence("no_sku_column", {}))
    try:
        with row.file.open("rb") as file:
            lines = list(islice(open_sheet(file, row.form).lines, SHOWN))
    except FileRefused as refused:
        return Preview(labels, [], refusal_sentence(refused.code, refused.said))
    except OSError:
        return Preview(labels, [], refusal_sentence("file_gone", {}))
    if not lines:
        return Preview(labels, [], refusal_sentence("no_rows", {}))
    return Preview(labels, _samples(row, lines, facts))


def doubts(row: Import) -> list[str]:
    """The facts that several columns are named for, as long as nobody chose one."""
    return [
        refusal_sentence(
            "which_column", {"column": fact, "first": places[0] + 1, "next": places[1] + 1}
        )
        for fact, places in match(row.headers).doubtful.items()
        if fact not in row.columns
    ]


def _samples(row: Import, lines: list[Line], facts: list[str]) -> list[Sample]:
    seen: dict[str, int] = {}
    twice = {}
    for line in lines:
        place = row.columns["sku"]
        sku = " ".join(line.cells[place].split()) if place < len(line.cells) else ""
        if sku and seen.setdefault(sku, line.number) != line.number:
            twice[line.number] = seen[sku]
    good, faults = stated(Chunk(lines, twice, 0), row.columns, len(row.headers))
    decided = decide_many(good, over=None)
    outcomes = {one.row: "created" for one, _facts in decided.new}
    outcomes |= {change.stated.row: "updated" for change in decided.changed}
    wrong: dict[int, list[Fault]] = {}
    for fault in [*faults, *decided.rejected]:
        wrong.setdefault(fault.row, []).append(fault)
    return [
        Sample(
            line.number,
            [(field_name(fact), _cell(line, row.columns[fact])) for fact in facts],
            "rejected" if line.number in wrong else outcomes.get(line.number, "unchanged"),
            [
                (field_name(fault.field), fault_sentence(fault.code, fault.said))
                for fault in wrong.get(line.number, [])
            ],
        )
        for line in lines
    ]


def _cell(line: Line, place: int) -> str:
    text = " ".join(line.cells[place].split()) if place < len(line.cells) else ""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def rejected_file(row: Import) -> Iterator[str]:
    """The rejected rows as Turkish Excel opens them, with what is wrong with each; corrected, the
    file can be sent as it is, because its first two columns are none of a product."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow([_("Row"), _("Errors"), *map(harmless, _headers(row))])
    yield "\ufeff" + _taken(text)
    last = 0
    while piece := list(row.rejections.filter(number__gt=last).order_by("number")[:_TOGETHER]):
        for one in piece:
            table.writerow([one.number, faults_told(one.faults), *map(harmless, one.cells)])
        last = piece[-1].number
        yield _taken(text)


def _headers(row: Import) -> list[str]:
    """The file's own names, and the facts' where a person chose by hand."""
    left_out = _("not imported")
    names = [f"{name} ({left_out})" if fact_named(name) else name for name in row.headers]
    for fact, place in row.columns.items():
        own = row.headers[place]
        names[place] = own if fact_named(own) == fact else fact
    return names


def _taken(text: io.StringIO) -> str:
    piece = text.getvalue()
    text.seek(0)
    text.truncate()
    return piece
