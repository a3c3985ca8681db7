"""Batches of drafts: whose turn it is, what a person looks at first, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_TRIES: Final = 3
"""How often a product is sent again by itself because the engine, not the product, failed."""
AWAY: Final = frozenset({"unavailable", "interrupted", "busy"})
"""Codes of an engine that will fail the next product too; a batch waits a moment after them."""
PASSING: Final = AWAY | {"timeout", "lost"}
"""Codes after which the same product may well succeed."""
_SHORTEST_REST, _LONGEST_REST = 15.0, 300.0


class ItemStatus(StrEnum):
    """Where one product of a batch is."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN: Final = (ItemStatus.WAITING, ItemStatus.SENT)
"""What is still to come."""


def urgency(status: str, errors: int | None, score: int | None, *, aside: bool = False) -> int:
    """Where a row stands in the order in which people look: the lowest number first.

    What failed, then drafts that did not become the text, then those with errors (most of them
    first), then by score, the lowest first, and at the end what nobody needs to look at.
    """
    if status == ItemStatus.FAILED:
        return 0
    if status == ItemStatus.DONE:
        if aside:
            return 1
        if errors:
            return 2 + max(0, 100 - errors)
        return 200 + (score or 0)
    return {ItemStatus.CANCELLED: 400, ItemStatus.SENT: 500}.get(ItemStatus(status), 600)


def whose_turn(turns: Mapping[int, int]) -> int | None:
    """The batch that was served longest ago, by its number; `turns` holds when each last was."""
    return min(turns, key=lambda batch: (turns[batch], batch), default=None)


def rest_after(troubles: int) -> float:
    """Seconds that a batch waits after the engine failed it so many times in a row."""
    return float(min(_SHORTEST_REST * 2 ** max(0, troubles - 1), _LONGEST_REST))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: how many products are in which state, and how fast it goes."""

    waiting: int = 0
    sent: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0
    recent: int = 0
    """How many ended within the last `seconds`."""
    seconds: float = 0.0

    @property
    def total(self) -> int:
        """All products of the batch."""
        return self.waiting + self.sent + self.done + self.failed + self.cancelled

    @property
    def left(self) -> int:
        """How many are still to come."""
        return self.waiting + self.sent

    @property
    def ended(self) -> int:
        """How many are over, however."""
        return self.total - self.left

    @property
    def percent(self) -> int:
        """How much of it is over; 100 only once all of it is."""
        return int(100 * self.ended / self.total) if self.total else 100

    @property
    def per_minute(self) -> float | None:
        """Listings a minute, as it went lately; None before anything is known."""
        if not self.recent or self.seconds <= 0:
            return None
        return 60 * self.recent / self.seconds

    @property
    def seconds_left(self) -> float | None:
        """Until the last one, at that pace; None where nothing is known or nothing is left."""
        pace = self.per_minute
        return 60 * self.left / pace if pace and self.left else None
