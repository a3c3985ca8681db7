"""Files of products for tests, brought in as a person brings them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from bulk.actions.importing import begin_import, look_at_import, receive_piece, start_import
from bulk.importing.running import run_import
from bulk.models import Import

HEADER = "Stok Kodu;Ürün Adı;Marka;Özellikler\n"


def rows(count: int, brand: str = "Poyra", sku: str = "S-") -> bytes:
    """A table of so many products."""
    lines = (f"{sku}{number};Termos {number};{brand};750 ml | çelik\n" for number in range(count))
    return (HEADER + "".join(lines)).encode()


def uploaded(user: User, raw: bytes, name: str = "ürünler.csv") -> Import:
    """A file that was received and looked at."""
    row = begin_import(user, name, len(raw))
    return look_at_import(user, receive_piece(user, row, 0, raw))


def imported(user: User, raw: bytes, **options: Any) -> Import:
    """A file that went the whole way."""
    row = start_import(user, uploaded(user, raw), **options)
    run_import(row.pk)
    row.refresh_from_db()
    return row


def counts(row: Import) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return row.created, row.updated, row.unchanged, row.rejected
