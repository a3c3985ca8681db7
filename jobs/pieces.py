"""Reading many rows without holding a cursor open, for whoever writes between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def in_pieces(rows: QuerySet[M], size: int) -> Iterator[M]:
    """The rows by their keys, each once, `size` of them read at a time.

    On SQLite a cursor that stays open reads what was there when it began, and once anybody else
    has written, nothing can be written beside it: "database is locked", without any waiting.
    """
    ordered = rows.order_by("pk")
    last = None
    while piece := list((ordered if last is None else ordered.filter(pk__gt=last))[:size]):
        yield from piece
        last = piece[-1].pk
