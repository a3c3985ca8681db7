"""Files of products: sent in pieces, looked at, imported."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from api.schemas.values import Clean, Listed, Sent
from bulk.models import Import, RejectedRow
from bulk.presentation.import_messages import fault_sentence, refusal_sentence
from domain.products_file import FIELDS
from domain.products_file.faults import LARGEST

PIECE: Final = 1024 * 1024
"""Bytes of a file that one request carries at most."""
_IN_BASE64: Final = -(-PIECE // 3) * 4
Fact = Literal[FIELDS]  # type: ignore[valid-type]  # one list of facts, in the domain
Name = Annotated[str, StringConstraints(min_length=1, max_length=255), Clean]


def _decodable(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise ValueError(_("This is not Base64.")) from wrong
    return text


class ImportIn(Sent):
    """A file that is going to be sent."""

    name: Name = Field(description="Its name, for people")
    size: int = Field(ge=1, le=LARGEST, description="Its bytes")


class PieceIn(Sent):
    """A part of the file."""

    start: int = Field(ge=0, le=LARGEST, description="The byte of the file at which it begins")
    data: Annotated[
        str,
        StringConstraints(min_length=4, max_length=_IN_BASE64, pattern=r"^[A-Za-z0-9+/]+={0,2}$"),
        AfterValidator(_decodable),
    ] = Field(description="Its bytes in Base64; up to 1 MiB of them")

    def value(self) -> bytes:
        """The bytes."""
        return base64.b64decode(self.data)


class FormIn(Sent):
    """How a file is read, and which column holds which fact; what is not sent stays."""

    encoding: Annotated[str, StringConstraints(max_length=20), Clean] | None = Field(
        None, description="As utf-8-sig, windows-1254"
    )
    separator: Annotated[str, StringConstraints(max_length=1), Clean] | None = None
    columns: dict[Fact, Annotated[int, Field(ge=0, le=10_000)]] | None = Field(
        None, description="The place of each fact’s column, from 0; “sku” is among them"
    )


class StartIn(Sent):
    """How it is imported."""

    over_approved: bool = Field(
        False, description="Whether products are changed, too, whose listing is approved"
    )


class ImportOut(BaseModel):
    """One file, and how far it is."""

    id: int
    name: str
    size: int
    received: int = Field(description="Bytes that are here: the next piece begins there")
    status: Literal[
        "receiving", "ready", "queued", "running", "done", "failed", "cancelled", "refused"
    ]
    active: bool
    encoding: str
    separator: str
    headers: list[str] = Field(description="What its first row names the columns")
    columns: dict[str, int] = Field(description="The place of each fact’s column, from 0")
    rows: int = Field(description="Known once all of it has been read")
    created: int
    updated: int
    unchanged: int
    rejected: int
    detail: str | None = Field(description="Why it was refused, or broke off")
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Import) -> Self:
        """A row as it is given."""
        same = (
            *("name", "size", "received", "status", "encoding", "separator", "headers", "columns"),
            *("rows", "created", "updated", "unchanged", "rejected", "created_at", "finished_at"),
        )
        detail = refusal_sentence(row.error, row.said) if row.error else None
        told: Mapping[str, Any] = {name: getattr(row, name) for name in same}
        return cls(id=row.pk, active=row.is_active, detail=detail, **told)


class ImportPage(Listed):
    """Some imports."""

    items: list[ImportOut]


class RowFault(BaseModel):
    """One thing that is wrong with a row."""

    field: str = Field(description="The fact; empty for the row as a whole")
    code: str
    detail: str


class RejectedOut(BaseModel):
    """A row that could not be taken, as it stands in the file."""

    row: int
    cells: list[str]
    faults: list[RowFault]

    @classmethod
    def of(cls, row: RejectedRow) -> Self:
        """A row as it is given."""
        return cls(
            row=row.number,
            cells=row.cells,
            faults=[
                RowFault(
                    field=one["field"],
                    code=one["code"],
                    detail=fault_sentence(one["code"], one["said"]),
                )
                for one in row.faults
            ],
        )


class RejectedPage(Listed):
    """Some rejected rows."""

    items: list[RejectedOut]


IMPORT: Final[dict[str, Any]] = {
    "id": 9,
    "name": "spring.csv",
    "size": 30,
    "received": 30,
    "status": "ready",
    "active": False,
    "encoding": "utf-8-sig",
    "separator": ";",
    "headers": ["SKU", "Ürün adı", "Özellikler"],
    "columns": {"sku": 0, "name": 1, "features": 2},
    "rows": 0,
    "created": 0,
    "updated": 0,
    "unchanged": 0,
    "rejected": 0,
    "detail": None,
    "created_at": "2026-01-31T12:00:00Z",
    "finished_at": None,
}
REJECTED: Final[dict[str, Any]] = {
    "row": 7,
    "cells": ["", "Samsung Galaxy S24 Ultra", "5000mAh batarya"],
    "faults": [
        {
            "field": "sku",
            "code": "no_sku",
            "detail": "Missing: products are told apart by it.",
        }
    ],
}
