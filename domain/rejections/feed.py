"""JSON, at whatever depth an export puts what it says of an item."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.rejections.columns import COLUMNS, NoColumns, Row, clean, name_of

DEEPEST: Final = 20
"""No feed is nested deeper."""
_REASONS: Final = {"reason", "reasons", "unpublishedreasons", "unpublishreasons"}
UNPUBLISHED: Final = "UNPUBLISHED"
"""The code of a reason that came without one."""


def of_json(text: str) -> Iterator[Row]:
    """What each item says; NoColumns where nothing names one, ValueError where it is no JSON."""
    items = list(_items(json.loads(text), 0))
    if not items:
        raise NoColumns
    for number, item in enumerate(items, 1):
        rows = list(_rows_of(item, _said(item).get("sku", ""), number, "", 0))
        yield from rows or [Row(number, _said(item))]


def _items(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects that name a SKU, and errors that name none; the outermost of each branch."""
    if depth > DEEPEST:
        raise ValueError
    if isinstance(node, dict):
        said = _said(node)
        holds_others = any(isinstance(each, dict | list) for each in node.values())
        if "sku" in said or "code" in said or ("text" in said and not holds_others):
            yield node
            return
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _items(each, depth + 1)


def _rows_of(node: Any, sku: str, number: int, under: str, depth: int) -> Iterator[Row]:
    """Everything that an item says went wrong, at whatever depth its export puts it."""
    if depth > DEEPEST:
        raise ValueError
    if isinstance(node, str) and under in _REASONS:
        yield Row(number, {"sku": sku, "code": UNPUBLISHED, "text": clean(node)})
    elif isinstance(node, list):
        for each in node:
            yield from _rows_of(each, sku, number, under, depth + 1)
    elif isinstance(node, dict):
        within = [
            row
            for key, each in node.items()
            if isinstance(each, dict | list)
            for row in _rows_of(each, sku, number, name_of(key), depth + 1)
        ]
        said = {"sku": sku} | _said(node)
        if within or not said.get("code", said.get("text")):
            yield from within
        else:
            yield Row(number, said)


def _said(node: Mapping[str, Any]) -> dict[str, str]:
    """What an object says in its own fields."""
    found: dict[str, str] = {}
    for key, value in node.items():
        column = COLUMNS.get(name_of(key))
        if column and clean(value):
            found.setdefault(column, clean(value))
    return found
