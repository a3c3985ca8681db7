"""What was found in what a marketplace says: rejections, and rows that could not be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

LARGEST: Final = 2 * 1024 * 1024
"""Characters, and of a file bytes."""
MOST_ROWS: Final = 5_000
LONGEST: Final = {"sku": 64, "field": 80, "code": 80, "text": 2000}


class Trouble(StrEnum):
    """Why nothing of it could be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"
    NO_COLUMNS = "no_columns"


class Lack(StrEnum):
    """Why one row could not be read."""

    NO_SKU = "no_sku"
    NO_REASON = "no_reason"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Rejection:
    """What was said of a SKU: of which field, under which code, in which words."""

    row: int
    sku: str
    field: str = ""
    code: str = ""
    text: str = ""

    @property
    def digest(self) -> str:
        """The same for the same content, wherever it stands."""
        said = "\x1f".join((self.sku, self.field, self.code, self.text))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read; `what` names the column that is at fault."""

    row: int
    lack: Lack
    sku: str = ""
    what: str = ""


@dataclass(slots=True)
class Reading:
    """Everything that was found; `accepted` rows say that the marketplace took the item."""

    rejections: list[Rejection] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    accepted: int = 0
    trouble: Trouble | None = None

    @property
    def rows(self) -> int:
        """How many rows were read, whatever came of them."""
        return len(self.rejections) + len(self.faults) + self.accepted
