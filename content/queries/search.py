"""Finding listings by their words, fast: three-letter pieces of the folded text are indexed.

SQLite gets an FTS5 table kept by triggers, PostgreSQL a pg_trgm index. Both are made after
migrations and made anew when missing: a migration that rebuilds the table on SQLite drops its
triggers. Where a database offers neither, the same words are looked for without an index.
"""

from __future__ import annotations

import logging
import re

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from content.models import Listing
from domain.turkish import fold

log = logging.getLogger(__name__)

LONGEST = 100
MOST_WORDS = 8
SHORTEST = 2
PIECE = 3
BROAD = 10_000
"""More hits than this are not listed first: walking the page's own order finds 25 sooner."""

_TABLE = "content_listing_search"
_TRIGGERS = {
    "insert": "AFTER INSERT ON content_listing BEGIN "
    "INSERT INTO content_listing_search(rowid, text) VALUES (new.id, ' ' || new.search); END",
    "delete": "AFTER DELETE ON content_listing BEGIN "
    "INSERT INTO content_listing_search(content_listing_search, rowid, text) "
    "VALUES ('delete', old.id, ' ' || old.search); END",
    "update": "AFTER UPDATE OF search ON content_listing WHEN old.search <> new.search BEGIN "
    "INSERT INTO content_listing_search(content_listing_search, rowid, text) "
    "VALUES ('delete', old.id, ' ' || old.search); "
    "INSERT INTO content_listing_search(rowid, text) VALUES (new.id, ' ' || new.search); END",
}


def words(text: str) -> list[str]:
    """What to look for: folded words of two characters or more, a bounded number of them."""
    bare = re.sub(r"[\x00-\x1f]", " ", text[:LONGEST])
    return [word for word in fold(bare).split() if len(word) >= SHORTEST][:MOST_WORDS]


def matching(listings: QuerySet[Listing], wanted: list[str]) -> QuerySet[Listing]:
    """The listings that hold every word; a word of two characters has to begin one."""
    if not wanted:
        return listings
    if connection.vendor == "sqlite" and _is_prepared(connection):
        match = " AND ".join(_phrase(word) for word in wanted)
        if not _is_broad(match):
            found = f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s"  # noqa: S608
            return listings.filter(id__in=RawSQL(found, [match]))  # noqa: S611
    for word in wanted:
        listings = listings.filter(_holds(word))
    return listings


def _holds(word: str) -> Q:
    if len(word) < PIECE:
        return Q(search__startswith=word) | Q(search__contains=f" {word}")
    return Q(search__contains=word)


def _phrase(word: str) -> str:
    piece = f" {word}" if len(word) < PIECE else word
    return '"' + piece.replace('"', '""') + '"'


def _is_broad(match: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {_TABLE} WHERE {_TABLE} MATCH %s LIMIT %s)",  # noqa: S608
            [match, BROAD + 1],
        )
        return int(cursor.fetchone()[0]) > BROAD


_prepared: set[str] = set()


def _is_prepared(database: BaseDatabaseWrapper) -> bool:
    """Whether the FTS table is there; looked up once for each database of this process."""
    name = str(database.settings_dict["NAME"])
    if name not in _prepared and _parts(database) == {_TABLE, *map(_trigger, _TRIGGERS)}:
        _prepared.add(name)
    return name in _prepared


def _trigger(event: str) -> str:
    return f"{_TABLE}_{event}"


def _parts(database: BaseDatabaseWrapper) -> set[str]:
    """Which of the table and its triggers SQLite has."""
    names = [_TABLE, *map(_trigger, _TRIGGERS)]
    places = ", ".join(["%s"] * len(names))
    with database.cursor() as cursor:
        cursor.execute(f"SELECT name FROM sqlite_master WHERE name IN ({places})", names)  # noqa: S608
        return {str(row[0]) for row in cursor.fetchall()}


def prepare(database: BaseDatabaseWrapper) -> None:
    """Make the index where it is missing; a database that cannot have it is told in the log."""
    make = {"sqlite": _prepare_sqlite, "postgresql": _prepare_postgresql}.get(database.vendor)
    if make is None:
        return
    try:
        with transaction.atomic(using=database.alias):
            make(database)
    except DatabaseError as error:
        log.warning("The library searches without an index: %s", error)


def _prepare_sqlite(database: BaseDatabaseWrapper) -> None:
    if len(_parts(database)) == 1 + len(_TRIGGERS):
        return
    with database.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")
        cursor.execute(
            f"CREATE VIRTUAL TABLE {_TABLE} USING fts5"
            "(text, content='', columnsize=0, tokenize='trigram case_sensitive 1')"
        )
        cursor.execute(
            f"INSERT INTO {_TABLE}(rowid, text) SELECT id, ' ' || search FROM content_listing"  # noqa: S608
        )
        for event, body in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {_trigger(event)}")
            cursor.execute(f"CREATE TRIGGER {_trigger(event)} {body}")


def _prepare_postgresql(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS content_listing_search ON content_listing "
            "USING gin (search gin_trgm_ops)"
        )
