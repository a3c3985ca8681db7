"""Several whole drafts of one listing, of one model or of several; the best of them is chosen.

Each draft is written as any other: drawn, repaired, judged, and drawn again where it has errors.
Knows nothing of rows or queues. A listing that is asked for once is a contest of one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from content.generation.writing import (
    MOST_DRAWS,
    Budget,
    Draw,
    Drawn,
    Observer,
    Order,
    Written,
    standing_of,
    write,
)
from domain.contest import MOST_DRAFTS, MOST_VERSIONS, turns, winner
from domain.judgement import Message
from domain.listing import Listing
from engines.base import AnswerInvalid, EngineError

_SEEDS = 2**31 - MOST_DRAWS * MOST_DRAFTS * MOST_VERSIONS


class Audience(Observer, Protocol):
    """Who watches a contest; called from the writing thread."""

    def draft(self, number: int, asked: int, model: str) -> None:
        """Another of the `asked` drafts begins."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One whole draft: which of the orders it follows, and what came of it."""

    number: int
    """From 1, in the order of writing."""
    writer: int
    written: Written


@dataclass(frozen=True, slots=True)
class Outcome:
    """All drafts in the order of writing; the draws of all of them are numbered through."""

    drafts: tuple[Draft, ...]
    asked: int
    """How many drafts were wanted; fewer are there where one was stopped or time ran out."""

    @property
    def best(self) -> Draft | None:
        """The draft that wins by the rule of `domain.contest`; None where none has a text."""
        place = winner([standing_of(_chosen_draw(draft.written)) for draft in self.drafts])
        return None if place is None else self.drafts[place]

    @property
    def chosen(self) -> Drawn | None:
        """The text that wins."""
        return self.best.written.chosen if self.best else None

    @property
    def stopped(self) -> bool:
        """Whether a person cut it short."""
        return any(draft.written.stopped for draft in self.drafts)

    @property
    def is_partial(self) -> bool:
        """Whether what wins is the beginning of an answer that a person stopped."""
        return self.best is not None and self.best.written.is_partial

    @property
    def error(self) -> EngineError | None:
        """An engine's error; where nothing was written, one that may pass before one that stays."""
        found = [draft.written.error for draft in self.drafts]
        errors = [error for error in found if error]
        passing = [error for error in errors if not error.permanent]
        return next(iter(errors if self.best else (passing or errors)), None)

    @property
    def failure(self) -> str:
        """Why there is no listing, as an engine's error code; empty where there is one."""
        if self.best:
            return ""
        if self.error:
            return self.error.code
        return self.drafts[-1].written.failure if self.drafts else AnswerInvalid.code

    @property
    def prompt_version(self) -> str:
        """That of the draft that wins; of the last one where none does."""
        if self.best:
            return self.best.written.prompt_version
        return self.drafts[-1].written.prompt_version if self.drafts else ""


def compete(
    orders: Sequence[Order],
    best_of: int,
    audience: Audience,
    cancelled: Callable[[], bool],
    budget: Budget | None = None,
) -> Outcome:
    """`best_of` drafts by each order, in turns, within one budget.

    A model whose engine fails writes no more, and neither does one that only repeats what there
    is; the others go on. No draft begins that would not fit into what remains of the time, by the
    longest draw so far.
    """
    budget = budget or Budget()
    first = orders[0].seed
    seed = secrets.randbelow(_SEEDS) if first is None else first
    asked, longest = len(orders) * best_of, 0.0
    drafts: list[Draft] = []
    out: set[int] = set()
    for writer in turns(len(orders), best_of):
        if writer in out:
            continue
        before = budget.left()
        if drafts and before < longest:
            break
        number, order = len(drafts) + 1, orders[writer]
        audience.draft(number, asked, order.model)
        written = _draft(
            replace(order, seed=seed + MOST_DRAWS * (number - 1), told=_told(drafts)),
            sum(len(draft.written.draws) for draft in drafts),
            audience,
            cancelled,
            budget,
        )
        drafts.append(Draft(number, writer, written))
        longest = max(longest, (before - budget.left()) / len(written.draws))
        if written.stopped:
            break
        if written.error or all(draw.outcome == "repeated" for draw in written.draws):
            out.add(writer)
    return Outcome(tuple(drafts), asked)


def _draft(
    order: Order, before: int, audience: Audience, cancelled: Callable[[], bool], budget: Budget
) -> Written:
    """One draft, its draws numbered on from the `before` that there are."""
    written = write(order, _Further(audience, before) if before else audience, cancelled, budget)
    return _further(written, before) if before else written


def _further(written: Written, before: int) -> Written:
    draws = tuple(_numbered(draw, before) for draw in written.draws)
    pairs = zip(draws, written.draws, strict=True)
    chosen = [new.drawn for new, old in pairs if old.drawn and old.drawn is written.chosen]
    return replace(written, draws=draws, chosen=next(iter(chosen), None))


def _numbered(draw: Draw, before: int) -> Draw:
    drawn = draw.drawn and replace(draw.drawn, draw=draw.drawn.draw + before)
    return replace(draw, number=draw.number + before, drawn=drawn)


def _told(drafts: Sequence[Draft]) -> tuple[Listing, ...]:
    return tuple(draw.drawn.listing for one in drafts for draw in one.written.draws if draw.drawn)


def _chosen_draw(written: Written) -> Draw:
    """The draw that a draft is judged by; any where none has a text."""
    found = (draw for draw in written.draws if draw.drawn and draw.drawn is written.chosen)
    return next(found, Draw(0, ""))


class _Further:
    """Tells of a later draft with its draws numbered on."""

    def __init__(self, observer: Observer, before: int) -> None:
        self.observer, self.before = observer, before

    def phase(self, name: str, draw: int, reasons: Sequence[Message] = ()) -> None:
        """See `Observer`."""
        self.observer.phase(name, self.before + draw, reasons)

    def partial(self, draw: int, listing: Listing) -> None:
        """See `Observer`."""
        self.observer.partial(self.before + draw, listing)
