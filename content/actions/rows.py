"""Rows by the thousand: what the ORM's bulk methods do, without an object for each.

The columns come from the models, so that a new field with a default is written too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, Final

from django.db import connection
from django.db.models import AutoField, Field, Model
from django.utils import timezone

_TOGETHER: Final = 30_000
"""Values in one statement, of which SQLite takes 32,766: its full-text index is written out once
for each, and one for each row takes ten times as long."""


def insert(
    model: type[Model],
    varying: Sequence[str],
    rows: Iterable[Sequence[Any]],
    constant: Mapping[str, Any],
    returning: Sequence[str] = (),
) -> list[Any]:
    """Add `rows`, which have a value for each of the `varying` columns; `constant` are the same in
    all, and every other field gets its default. JSON is to be `prepared`.

    The `returning` columns of what was added come back, in an order that the database chooses.
    """
    fields = _fields(model)
    rest = [name for name in fields if name not in varying]
    fixed = tuple(_constant(fields[name], constant) for name in rest)
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(name) for name in (*varying, *rest))
    # What is the same in all rows is said once: both databases call the columns of VALUES so.
    given = ", ".join(
        [*(f"column{place + 1}" for place in range(len(varying))), *["%s"] * len(rest)]
    )
    start = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) SELECT {given} FROM (VALUES "  # noqa: S608 - our names
    end = f") AS given RETURNING {', '.join(map(quoted, returning))}" if returning else ") AS given"
    places = f"({', '.join(['%s'] * len(varying))})"
    coming, told = iter(rows), []
    most = (_TOGETHER - len(fixed)) // len(varying)
    with connection.cursor() as cursor:
        while piece := list(islice(coming, most)):
            values = [*fixed, *chain.from_iterable(piece)]
            cursor.execute(start + ", ".join([places] * len(piece)) + end, values)
            if returning:
                told += cursor.fetchall()
    return told


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Change those columns; each row has their values, then its number. JSON is `prepared`."""
    quoted = connection.ops.quote_name
    changes = ", ".join(f"{quoted(name)} = %s" for name in columns)
    table = quoted(model._meta.db_table)
    sql = f"UPDATE {table} SET {changes} WHERE id = %s"  # noqa: S608 - names of our models
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))


def prepared(model: type[Model], column: str) -> Callable[[Any], Any]:
    """What makes of a value of that column the value that the database takes."""
    field = _fields(model)[column]
    return lambda value: field.get_db_prep_save(value, connection)


@cache
def _fields(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """By column; the number is the database's to give."""
    return {
        str(field.column): field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, AutoField)
    }


def _constant(field: Field[Any, Any], constant: Mapping[str, Any]) -> Any:
    if str(field.column) in constant:
        value = constant[str(field.column)]
    elif getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        value = timezone.now()
    else:
        value = field.get_default()
    return field.get_db_prep_save(value, connection)
