"""Product facts and the listing written from them, as plain immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages listings are written in."""

    TR = "tr"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Product:
    """The facts a person gives about one product; nothing else may be claimed of it."""

    name: str
    features: tuple[str, ...] = ()
    brand: str = ""
    category: str = ""
    price_range: str = ""
    competition: str = ""
    keyword: str = ""
    tone: str = "professional"
    language: Language = Language.TR
    market: str = "walmart-tr"


@dataclass(frozen=True, slots=True)
class Listing:
    """Title, key features, and description (which may hold the HTML its market allows)."""

    title: str
    features: tuple[str, ...]
    description: str
