"""What a marketplace says of listings it did not take: one line each, however it was exported.

Read are tables (comma, semicolon or tab between columns that are named in Turkish or English) and
JSON: Walmart's feed status with its `ingestionErrors`, its items with their `unpublishedReasons`,
or a list of objects with the columns' names.
"""

from __future__ import annotations

import csv
from typing import Final

from domain.rejections.columns import NoColumns, Row, name_of
from domain.rejections.feed import of_json
from domain.rejections.table import of_table
from domain.rejections.values import (
    LARGEST,
    LONGEST,
    MOST_ROWS,
    Fault,
    Lack,
    Reading,
    Rejection,
    Trouble,
)

__all__ = [
    "LARGEST",
    "MOST_ROWS",
    "Fault",
    "Lack",
    "Reading",
    "Rejection",
    "Trouble",
    "read",
]
_ACCEPTED: Final = {"success", "published", "active", "ok", "basarili", "yayinda"}


def read(text: str) -> Reading:
    """Everything that `text` says; a row at fault does not keep the others from being read."""
    if len(text) > LARGEST:
        return Reading(trouble=Trouble.TOO_LARGE)
    text = text.lstrip("\ufeff \r\n").rstrip()  # a tab may stand for a first cell without a name
    if not text:
        return Reading(trouble=Trouble.EMPTY)
    found = Reading()
    try:
        rows = of_json(text) if text.lstrip()[0] in "[{" else of_table(text)
        for row in rows:
            _take(row, found)
            if found.rows > MOST_ROWS:
                return Reading(trouble=Trouble.TOO_MANY)
    except (ValueError, RecursionError, csv.Error):
        return Reading(trouble=Trouble.UNREADABLE)
    except NoColumns:
        return Reading(trouble=Trouble.NO_COLUMNS)
    if not found.rows:
        found.trouble = Trouble.EMPTY
    return found


def _take(row: Row, found: Reading) -> None:
    said = {key: row.said.get(key, "") for key in LONGEST}
    number, sku = row.number, said["sku"]
    if not said["code"] and name_of(row.said.get("status", "")) in _ACCEPTED:
        found.accepted += 1
        return
    if not said["code"] and not said["text"]:
        found.faults.append(Fault(number, Lack.NO_REASON, sku))
        return
    if not sku:
        found.faults.append(Fault(number, Lack.NO_SKU))
        return
    said["text"] = said["text"][: LONGEST["text"]]  # a long reason is one still
    for key, most in LONGEST.items():
        if len(said[key]) > most:
            found.faults.append(Fault(number, Lack.TOO_LONG, sku[: LONGEST["sku"]], key))
            return
    found.rejections.append(Rejection(number, **said))
