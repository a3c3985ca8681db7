"""Reading ratings that people bring along: a table with the columns rater, item and score."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from content.examples.exchange import FileRefused, read_bytes
from content.examples.reasons import file_name
from terminal.showing import in_one_line

COLUMNS: Final = ("rater", "item", "score")
LARGEST: Final = 50 * 1024 * 1024
MOST_RATINGS: Final = 1_000_000
MOST_CELLS: Final = 5_000_000
"""Items times different scores: what the bootstrap goes through in a few seconds."""
_SEPARATORS: Final = (",", ";", "\t")
_STATED: Final = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
"""A first line that tells spreadsheets the separator."""
_GAPS: Final = ("", "na")
"""What stands for a score that there is not; R writes NA."""
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}([.,]\d{1,15})?", re.ASCII)
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Row(NamedTuple):
    """One rating, and the line it stands in."""

    line: int
    rater: str
    item: str
    score: float


class _Fault(Exception):
    """What is wrong and how to mend it, without the file's name; in a line, or in the whole."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


def read_ratings(name: str) -> list[tuple[str, str, float]]:
    """The ratings (rater, item, score) of the file called `name`, or FileRefused.

    UTF-8, UTF-16 as spreadsheets write it, or else the Turkish Windows code page; separated by
    commas, semicolons or tabs; decimals with a point or a comma. Other columns, empty lines and
    empty scores are left out. `-` is standard input.
    """
    content = read_bytes(name, LARGEST)
    try:
        return [(row.rater, row.item, row.score) for row in _single(_rows(_decoded(content)))]
    except _Fault as fault:
        template = _("%(file)s, line %(line)d: %(fault)s") if fault.line else "%(file)s: %(fault)s"
        told = {"file": file_name(name), "line": fault.line, "fault": fault}
        raise FileRefused(template % told) from fault


def _single(rows: Iterator[Row]) -> list[Row]:
    """The rows, of which no rater may have two of one item, and which must be any but not many."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        first = found.setdefault((row.rater, row.item), row)
        if first is not row:
            raise _Fault(
                _("“%(rater)s” rated “%(item)s” in line %(first)d already. Keep one of the two.")
                % {"rater": _shown(row.rater), "item": _shown(row.item), "first": first.line},
                row.line,
            )
        if len(found) > MOST_RATINGS:
            raise _Fault(_("More than %(most)d ratings. Split the file.") % {"most": MOST_RATINGS})
    if not found:
        raise _Fault(_("There is no rating in it. Write a rater, an item and a score a line."))
    items = len({item for _rater, item in found})
    scores = len({row.score for row in found.values()})
    if items * scores > MOST_CELLS:
        raise _Fault(
            _("%(scores)d different scores of %(items)d items are too many. Round the scores.")
            % {"scores": scores, "items": items}
        )
    return list(found.values())


def _decoded(content: bytes) -> str:
    marked = [code for mark, code in _MARKS.items() if content.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1254"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _Fault(_("This is not a table as text. Save it as CSV in UTF-8."))


def _rows(text: str) -> Iterator[Row]:
    stated = _STATED.match(text)
    head, _newline, _rest = text[stated.end() if stated else 0 :].partition("\n")
    separator = stated[1] if stated else _separator(head)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        if stated:
            next(reader)
        header = [cell.strip().lower() for cell in next(reader, [])]
        places = _places(header, reader.line_num)
        for cells in reader:
            if any(map(str.strip, cells)):
                yield from _row(cells, places, len(header), reader.line_num)
    except csv.Error as error:
        raise _Fault(
            _("The line cannot be read. Save the table anew as CSV."), reader.line_num
        ) from error


def _separator(head: str) -> str:
    """The one that the first line has most of."""
    return max(_SEPARATORS, key=head.count)


def _places(header: Sequence[str], line: int) -> tuple[int, ...]:
    """Where the three columns are."""
    if missing := [column for column in COLUMNS if column not in header]:
        raise _Fault(
            _("There is no column “%(missing)s”. The first line names the columns: %(columns)s.")
            % {"missing": ", ".join(missing), "columns": ", ".join(COLUMNS)},
            max(line, 1),
        )
    if twice := [column for column in COLUMNS if header.count(column) > 1]:
        raise _Fault(
            _("There are two columns “%(column)s”. Rename one.") % {"column": twice[0]}, line
        )
    return tuple(map(header.index, COLUMNS))


def _row(cells: Sequence[str], places: Sequence[int], width: int, line: int) -> Iterator[Row]:
    """The line's rating; nothing where its score is a gap."""
    if len(cells) <= max(places) or any(map(str.strip, cells[width:])):
        raise _Fault(
            _(
                "It has %(cells)d columns and the first line %(width)d. Put a text with a "
                "separator, or a decimal comma, into double quotes."
            )
            % {"cells": len(cells), "width": width},
            line,
        )
    rater, item, score = (cells[place].strip() for place in places)
    if score.lower() in _GAPS:
        return
    if not rater or not item:
        raise _Fault(_("There is a score without a rater or an item. Fill in both."), line)
    if not _NUMBER.fullmatch(score):
        raise _Fault(
            _("“%(score)s” is no score. Write a number, or nothing for a gap.")
            % {"score": _shown(score)},
            line,
        )
    yield Row(line, rater, item, float(score.replace(",", ".")))


def _shown(text: str) -> str:
    line = in_one_line(text)
    return line if len(line) <= 40 else f"{line[:39]}…"
