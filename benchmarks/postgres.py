"""Measuring on both databases, PostgreSQL with a database of the measurement's own."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator, Mapping

import httpx
import psycopg

from benchmarks.figures import Figure


def on_each_database(measured: Callable[[str, Mapping[str, str]], list[Figure]]) -> list[Figure]:
    """On the embedded default, and on PostgreSQL where BENCH_POSTGRES names one.

    `measured` is given the database's name and what its environment has besides.
    """
    figures = measured("SQLite", {})
    if server := os.environ.get("BENCH_POSTGRES"):
        with own_database(server) as address:
            figures += measured("PostgreSQL", {"DATABASE_URL": address})
    return figures


@contextlib.contextmanager
def own_database(server: str) -> Iterator[str]:
    """The address of a database on that server, there as long as the block."""
    name = f"walmartgpt_bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield httpx.URL(server).copy_with(path=f"/{name}").__str__()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
