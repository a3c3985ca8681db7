"""What a column is by its name, and one row of any export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.turkish import fold


def name_of(text: str) -> str:
    """A column's name without case, dots, spaces and signs."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


_NAMES: Final = {
    "sku": "SKU, seller SKU, item SKU, satıcı SKU, stok kodu, ürün kodu",
    "field": "field, field name, attribute, attribute name, alan, alan adı, öznitelik, nitelik",
    "code": "code, error code, reason code, kod, hata kodu, neden kodu",
    "text": "text, description, error description, error message, message, error, reason, reasons, "
    "unpublished reasons, unpublish reason, unpublish reasons, status change reason, metin, "
    "açıklama, hata açıklaması, hata, hata mesajı, mesaj, ileti, neden, gerekçe, ret nedeni, "
    "yayından kaldırma nedeni",
    "status": "status, ingestion status, published status, publish status, durum, yayın durumu",
}
COLUMNS: Final = {name_of(each): key for key, all_ in _NAMES.items() for each in all_.split(",")}
"""What a column is by its name, in either language."""


class NoColumns(Exception):
    """Nothing names a SKU together with what was said of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row or object says, by column; numbered as the person sees them."""

    number: int
    said: Mapping[str, str]


def clean(value: object) -> str:
    """A value in one line, without what no database keeps."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).replace("\x00", "").encode("utf-8", "ignore").decode()
    return " ".join(text.split())
