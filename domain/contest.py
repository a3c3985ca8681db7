"""Several drafts of one listing, of one model version or of several: who writes when, who wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_DRAFTS: Final = 5
"""Of one version, for one listing."""
MOST_VERSIONS: Final = 4
"""That write for one listing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a draft is chosen by."""

    whole: bool
    """False for the beginning of an answer that a person stopped."""
    errors: int
    """Findings that block approval."""
    score: int
    """The overall score, 0 to 100."""


def winner(standings: Sequence[Standing | None]) -> int | None:
    """The place of the best: whole before stopped, then the fewest errors, then the best score.

    Errors go before the score because a listing that has any cannot be approved. Of equals the
    first wins, so that the same drafts always have the same winner. None stands for a draft
    without a text; where there is no other, nobody wins.
    """
    best: Standing | None = None
    found: int | None = None
    for place, standing in enumerate(standings):
        if standing is None:
            continue
        if best is None or rank(standing) > rank(best):
            best, found = standing, place
    return found


def turns(versions: int, drafts: int) -> Iterator[int]:
    """Which version writes, draft by draft: each once, then each again.

    So that each has written when time runs out, rather than the first one five times.
    """
    for _round in range(drafts):
        yield from range(versions)


def rank(standing: Standing) -> tuple[bool, int, int]:
    """Greater for what is better; equal where the order of writing decides."""
    return standing.whole, -standing.errors, standing.score
