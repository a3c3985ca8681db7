"""Writing one listing with a model: draw, read, repair, judge, and draw again at most twice.

Knows nothing of rows or queues: it takes facts and an engine, and tells how it went.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from domain.bounds import FactTooLong
from domain.contest import Standing, winner
from domain.forms import FormError, partial_listing
from domain.forms import read as read_listing
from domain.judgement import Judgement, Message
from domain.keeping import kept
from domain.listing import Listing, Product
from domain.markets import get as get_market
from domain.prompt import Level, Prompt, Style, answer_schema, ask
from domain.quality import judge
from domain.repair import Repair, repair
from engines.base import (
    AnswerInvalid,
    AnswerTruncated,
    Cancelled,
    Engine,
    EngineError,
    EngineTimeout,
    RequestRefused,
    Sampling,
    Timings,
    repetition_for,
)

MOST_DRAWS = 3
MOST_REASONS = 5
_SEEDS = 2**31 - MOST_DRAWS
# A draw is broken off where its last so many words stand in it so often: no listing does that.
CIRCLE, MOST_CIRCLES = 8, 5
# The first draw is the careful one; a model that got stuck needs more chance to leave its rut.
TEMPERATURES = (0.3, 0.5, 0.7)


class Observer(Protocol):
    """Who watches the writing; called from the writing thread."""

    def phase(self, name: str, draw: int, reasons: Sequence[Message] = ()) -> None:
        """`name` is reading, writing, repairing or redrawing (with why)."""

    def partial(self, draw: int, listing: Listing) -> None:
        """The whole of what has been written of this draw so far."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The readable listing of one draw, repaired and judged."""

    draw: int
    listing: Listing
    judgement: Judgement
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """One answer of the model: what came of it and why it was or was not good enough."""

    number: int
    outcome: str
    """good, flawed, repeated, unreadable, truncated, stopped, or an engine's error code."""
    drawn: Drawn | None = None
    reasons: tuple[Message, ...] = ()
    timings: Timings | None = None
    seed: int | None = None
    """What the model drew with: no other draw of this writing has the same."""

    def as_json(self) -> dict[str, Any]:
        """What is kept of it beside the text, which becomes a revision."""
        return {
            "draw": self.number,
            "outcome": self.outcome,
            "seed": self.seed,
            "reasons": [asdict(reason) for reason in self.reasons],
            "repairs": [asdict(step) for step in self.drawn.repairs] if self.drawn else [],
            "timings": asdict(self.timings) if self.timings else None,
            "scores": self.drawn.judgement.scores.as_json() if self.drawn else None,
        }


@dataclass(frozen=True, slots=True)
class Written:
    """All draws in order; `chosen` is the best of them, `stopped` says a person cut it short."""

    draws: tuple[Draw, ...]
    chosen: Drawn | None
    stopped: bool
    error: EngineError | None
    prompt_version: str

    @property
    def is_partial(self) -> bool:
        """Whether what was chosen is the beginning of an answer that a person stopped."""
        stopped = (draw.drawn for draw in self.draws if draw.outcome == "stopped")
        return self.chosen is not None and any(drawn is self.chosen for drawn in stopped)

    @property
    def failure(self) -> str:
        """Why there is no listing, as an engine's error code; empty where there is one."""
        if self.chosen:
            return ""
        if self.error:
            return self.error.code
        outcome = self.draws[-1].outcome if self.draws else ""
        return AnswerTruncated.code if outcome == AnswerTruncated.code else AnswerInvalid.code


class Budget:
    """The seconds that all draws together may take; another thread may end it before."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain; none or less once it is used up."""
        return self._ends - time.monotonic()

    def end(self) -> None:
        """Nothing remains from now on: the draw under way is broken off."""
        self._ends = -math.inf


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, and with what."""

    product: Product
    engine: Engine
    model: str
    level: Level
    instructed: bool = True
    """Whether the model follows instructions; a base model would only copy the remarks."""
    substantiated: frozenset[str] = frozenset()
    seed: int | None = None
    """That of the first draw, each further one has the next; None takes one at random."""
    style: Style | None = None
    """How much the request says; None where only the engine knows whether the model is tuned."""
    draws: int = MOST_DRAWS
    """How often is drawn at most; once only where a model is measured."""
    told: tuple[Listing, ...] = ()
    """What earlier drafts of the same listing say: to say it again is no draft of its own."""

    @property
    def asked(self) -> Style:
        """How much the request says."""
        if self.style is not None:
            return self.style
        return Style.TUNED if self.engine.is_tuned(self.model) else Style.WHOLE


def write(
    order: Order,
    observer: Observer,
    cancelled: Callable[[], bool],
    budget: Budget | None = None,
) -> Written:
    """Draw until a listing has no errors, the draws or the budget are used up, or someone stops it.

    There is no other draw where the longest so far would not fit into what remains.

    Each draw has a seed of its own; one that says the same as an earlier one is none to choose.

    An engine's error ends it, but not what earlier draws brought: then the best of them is
    chosen. Errors are returned, not raised, so that nothing written is lost with them.
    """
    order = order if order.seed is not None else replace(order, seed=secrets.randbelow(_SEEDS))
    draws: list[Draw] = []
    error: EngineError | None = None
    version = ""
    budget = budget or Budget()
    longest = 0.0
    for number in range(1, order.draws + 1):
        before = budget.left()
        try:
            prompt = prompt_for(order, draws)
            version = prompt.version
            draw = _draw(order, prompt, number, observer, _Halt(cancelled, budget))
            draw = _unlike(draw, draws, order.told)
        except EngineError as failure:
            error = _in_time(failure, cancelled)
            draw = _broken_off(order, number, error)
        draws.append(replace(draw, seed=_seed(order, number)))
        longest = max(longest, before - budget.left())
        if error or draw.outcome == "good" or budget.left() < longest:
            break
        if number < order.draws:
            observer.phase("redrawing", number + 1, draw.reasons)
    stopped = isinstance(error, Cancelled)
    return Written(tuple(draws), _best(draws), stopped, error, version)


@dataclass(frozen=True, slots=True)
class _Halt:
    """What an engine asks several times a second: whether to stop, for whichever reason."""

    cancelled: Callable[[], bool]
    budget: Budget

    def __call__(self) -> bool:
        return self.cancelled() or self.budget.left() <= 0


def _in_time(failure: EngineError, cancelled: Callable[[], bool]) -> EngineError:
    """A draw that nobody stopped was broken off by the budget, and is late like any other."""
    if isinstance(failure, Cancelled) and not cancelled():
        return EngineTimeout("The time for all draws was used up.", partial=failure.partial)
    return failure


def prompt_for(order: Order, draws: Sequence[Draw] = ()) -> Prompt:
    """The prompt, with what was wrong with the draw before for a model that can be told.

    RequestRefused where a fact is too long for one.
    """
    reasons = draws[-1].reasons if draws and order.instructed else ()
    remarks = [reason.in_language(order.product.language) for reason in reasons]
    try:
        return ask(order.product, order.asked, order.level, remarks)
    except FactTooLong as too_long:
        raise RequestRefused(too_long.message.en) from too_long


def _draw(
    order: Order, prompt: Prompt, number: int, observer: Observer, halt: Callable[[], bool]
) -> Draw:
    observer.phase("reading", number)
    watcher = _Watcher(number, observer)
    try:
        completion = order.engine.complete(
            prompt,
            model=order.model,
            schema=answer_schema(get_market(order.product.market), order.product),
            sampling=sampling_for(order, number),
            on_text=watcher,
            cancelled=lambda: watcher.circles or halt(),
        )
        text, timings = completion.text, completion.timings
    except Cancelled as stopped:
        if not watcher.circles or halt():
            raise
        return _circled(order, number, stopped.partial)
    except AnswerTruncated:
        return Draw(number, "truncated", reasons=(_TRUNCATED,))
    except AnswerInvalid as invalid:
        # A title that is too short breaks the schema and is still a listing: the rules judge it.
        text, timings = invalid.partial, None
    try:
        answer = read_listing(text)
    except FormError as unreadable:
        return Draw(number, "unreadable", reasons=(unreadable.message,))
    observer.phase("repairing", number)
    return _judged(order, number, answer, timings)


def sampling_for(order: Order, number: int = 1) -> Sampling:
    """How draw `number` is drawn."""
    return Sampling(
        temperature=TEMPERATURES[number - 1],
        seed=_seed(order, number),
        repetition=repetition_for(order.asked),
    )


def _seed(order: Order, number: int) -> int:
    """A draw's own seed: engines that cache or start alike would else draw the same again."""
    return (order.seed or 0) + number - 1


def _unlike(draw: Draw, earlier: Sequence[Draw], before: Sequence[Listing]) -> Draw:
    """The draw; where it says the same as an earlier one, only that it does."""
    told = [*before, *(other.drawn.listing for other in earlier if other.drawn)]
    if draw.drawn is None or draw.drawn.listing not in told:
        return draw
    reasons = (_REPEATED, *draw.reasons)[:MOST_REASONS]
    return replace(draw, outcome="repeated", drawn=None, reasons=reasons)


def _judged(order: Order, number: int, answer: Listing, timings: Timings | None) -> Draw:
    mended, repairs = repair(order.product, answer)
    mended = kept(mended, order.product.market)
    judgement = judge(order.product, mended, substantiated=order.substantiated)
    reasons = tuple(finding.message for finding in judgement.errors[:MOST_REASONS])
    drawn = Drawn(number, mended, judgement, repairs)
    return Draw(number, "flawed" if reasons else "good", drawn, reasons, timings)


def _circled(order: Order, number: int, text: str) -> Draw:
    """What there is of an answer that would have gone on saying the same: told, drawn again."""
    partial = partial_listing(text)
    if not partial.title:
        return Draw(number, "unreadable", reasons=(_CIRCLED,))
    draw = _judged(order, number, partial, None)
    return replace(draw, outcome="flawed", reasons=(_CIRCLED, *draw.reasons)[:MOST_REASONS])


def _broken_off(order: Order, number: int, failure: EngineError) -> Draw:
    """What was on the page when a person stopped it stays; a failed answer's half does not."""
    if not isinstance(failure, Cancelled):
        return Draw(number, failure.code)
    partial = kept(partial_listing(failure.partial), order.product.market)
    if not partial.title:
        return Draw(number, "stopped")
    judgement = judge(order.product, partial, substantiated=order.substantiated)
    return Draw(number, "stopped", Drawn(number, partial, judgement))


def _best(draws: Sequence[Draw]) -> Drawn | None:
    """The draw that wins, if there is a readable one; see `domain.contest`."""
    place = winner([standing_of(draw) for draw in draws])
    return None if place is None else draws[place].drawn


def standing_of(draw: Draw) -> Standing | None:
    """What a draw is chosen by; None where it brought no text."""
    if draw.drawn is None:
        return None
    judgement = draw.drawn.judgement
    return Standing(
        draw.outcome != "stopped", len(judgement.errors), judgement.scores.overall_score
    )


class _Watcher:
    """Turns pieces of text into the listing so far."""

    def __init__(self, number: int, observer: Observer) -> None:
        self.number, self.observer, self.text = number, observer, ""
        self.circles = False
        """Whether the text goes round in circles: small models do not find out by themselves."""

    def __call__(self, piece: str) -> None:
        if not self.text:
            self.observer.phase("writing", self.number)
        self.text += piece
        self.observer.partial(self.number, partial_listing(self.text))
        last = " ".join(self.text.split()[-CIRCLE:])
        self.circles = len(last) > 2 * CIRCLE and self.text.count(last) >= MOST_CIRCLES


_CIRCLED = Message(
    "Model aynı sözleri yineledi; yanıtı yarıda kesildi.",
    "The model said the same again and again; its answer was cut short.",
)
_REPEATED = Message(
    "Model önceki bir denemesini olduğu gibi yineledi.",
    "The model gave an earlier draw again, word for word.",
)
_TRUNCATED = Message(
    "Model yanıtı bitirmeden yer sınırına ulaştı.",
    "The model reached its length limit before it was done.",
)
