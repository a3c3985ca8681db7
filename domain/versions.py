"""Model versions: how they are named, counted on, and which states they pass through.

A version's name is `family:major.minor.patch`, as Ollama accepts it: lower case, no `+`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LARGEST: Final = 999_999
"""Of each part of a number; far more than anybody trains."""
_FAMILY: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_NUMBER: Final = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")


class BadVersion(ValueError):
    """A text names no version; `said` is that text."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """`major.minor.patch`, ordered as people count."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


FIRST: Final = Number(1, 0, 0)


class Change(StrEnum):
    """What is new in a version against the one before it."""

    BASE = "major"
    """Another base model."""
    RECIPE = "minor"
    """Another way of making it: strategy, rank, rate, rounds, wording."""
    DATA = "patch"
    """The same recipe on other examples."""


def number(text: str) -> Number:
    """The number that `text` says; BadVersion for anything else."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise BadVersion(text)
    return Number(*map(int, found.groups()))


def split(name: str) -> tuple[str, Number]:
    """The family and the number of `family:1.2.0`; BadVersion for anything else."""
    family, _, rest = name.partition(":")
    if not is_family(family):
        raise BadVersion(name)
    try:
        return family, number(rest)
    except BadVersion:
        raise BadVersion(name) from None


def is_family(name: str) -> bool:
    """Whether `name` can name a family."""
    return _FAMILY.fullmatch(name) is not None


def following(latest: Number | None, change: Change) -> Number:
    """The number after `latest`, the highest so far; the first one where there is none."""
    if latest is None:
        return FIRST
    match change:
        case Change.BASE:
            return Number(latest.major + 1, 0, 0)
        case Change.RECIPE:
            return Number(latest.major, latest.minor + 1, 0)
        case Change.DATA:
            return Number(latest.major, latest.minor, latest.patch + 1)


class State(StrEnum):
    """Where a version is between being made and being put away."""

    BUILDING = "building"
    BUILT = "built"
    VALIDATING = "validating"
    VALIDATED = "validated"
    REJECTED = "rejected"
    DEPLOYING = "deploying"
    LIVE = "live"
    RETIRED = "retired"
    FAILED = "failed"


AT_REST: Final = frozenset({State.BUILT, State.VALIDATED, State.REJECTED})
"""Ready at its engine, and nothing is being done with it: what a version goes back to."""

TRANSITIONS: Final[dict[State, frozenset[State]]] = {
    State.BUILDING: frozenset({State.BUILT, State.FAILED}),
    # Live without a deployment: the first of its family, and one that takes its place again.
    State.BUILT: frozenset({State.VALIDATING, State.DEPLOYING, State.LIVE, State.RETIRED}),
    # Live while it is measured: its successor proved unhealthy. Failed as before, when a
    # validation of what had failed was broken off.
    State.VALIDATING: AT_REST | {State.LIVE, State.FAILED},
    State.VALIDATED: frozenset({State.VALIDATING, State.DEPLOYING, State.LIVE, State.RETIRED}),
    State.REJECTED: frozenset({State.VALIDATING, State.DEPLOYING, State.LIVE, State.RETIRED}),
    # Back to where it was when nothing came of it; failed when its health check did.
    State.DEPLOYING: AT_REST | {State.LIVE, State.FAILED},
    State.LIVE: AT_REST | {State.FAILED},
    State.FAILED: frozenset({State.BUILDING, State.VALIDATING, State.RETIRED}),
    State.RETIRED: frozenset(),
}


def may_move(before: State, after: State) -> bool:
    """Whether a version may go from one state to the other."""
    return after in TRANSITIONS[before]
