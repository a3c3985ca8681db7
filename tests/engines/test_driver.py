"""When a request is asked again, and when it must not be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engines.base import (
    AnswerTruncated,
    Cancelled,
    EngineBusy,
    EngineError,
    EngineInterrupted,
    EngineTimeout,
    EngineUnavailable,
    RequestRefused,
)
from engines.driver import LONGEST_ANSWER, Request
from engines.scripted import ScriptedEngine
from engines.slots import Slots
from tests.engines.subjects import short_prompt


def engine(**limits: float) -> ScriptedEngine:
    return ScriptedEngine(limits={"backoff": 0.001, **limits})


def ask(asked: ScriptedEngine) -> str:
    return asked.complete(short_prompt(), model="scripted").text


def test_a_failure_that_left_no_work_behind_is_asked_again() -> None:
    scripted = engine()
    scripted.enqueue(
        EngineUnavailable(repeatable=True), EngineBusy(repeatable=True), "Üçüncüde oldu."
    )
    assert ask(scripted) == "Üçüncüde oldu."
    assert len(scripted.requests) == 3


def test_it_gives_up_after_the_attempts_allowed() -> None:
    scripted = engine(attempts=2)
    scripted.enqueue(EngineBusy("1", repeatable=True), EngineBusy("2", repeatable=True), "late")
    with pytest.raises(EngineBusy, match="2"):
        ask(scripted)


@pytest.mark.parametrize(
    "error", [EngineTimeout("silent"), RequestRefused("too long"), EngineInterrupted("broke")]
)
def test_any_other_failure_is_final(error: EngineError) -> None:
    scripted = engine()
    scripted.enqueue(error, "again")
    with pytest.raises(type(error)):
        ask(scripted)
    assert len(scripted.requests) == 1


def test_nothing_is_asked_again_after_the_first_token() -> None:
    scripted = engine()

    def script(_: Request) -> Iterator[str]:
        yield "Kırmızı"
        raise EngineInterrupted("broke", repeatable=True)

    scripted.enqueue(script, "again")
    with pytest.raises(EngineInterrupted) as caught:
        ask(scripted)
    assert caught.value.partial == "Kırmızı"
    assert len(scripted.requests) == 1


def test_the_deadline_for_the_first_token_is_its_own() -> None:
    scripted = engine(first=0.05, between=30)
    scripted.enqueue(lambda _: [3600.0, "never"])
    with pytest.raises(EngineTimeout, match=r"0\.05"):
        ask(scripted)


def test_waiting_before_asking_again_counts_towards_the_total() -> None:
    scripted = engine(total=0.1, backoff=3600)
    scripted.enqueue(EngineBusy(repeatable=True), "never")
    with pytest.raises(EngineTimeout, match="whole answer"):
        ask(scripted)


def test_an_answer_without_end_is_cut() -> None:
    scripted = engine()
    scripted.enqueue(lambda _: ["x" * LONGEST_ANSWER, "one more"])
    with pytest.raises(AnswerTruncated):
        ask(scripted)


def test_the_callback_runs_in_the_callers_thread() -> None:
    """The database refuses to work in another thread's loop, and has a connection a thread."""
    scripted = engine()
    scripted.enqueue("Kırmızı bez çanta")
    threads = set()

    def note(_: str) -> None:
        threads.add(threading.current_thread())
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()

    scripted.complete(short_prompt(), model="scripted", on_text=note)
    assert threads == {threading.current_thread()}


def test_a_place_is_free_before_an_answer_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = ScriptedEngine(parallel=1, limits={"wait": 0})
    scripted.enqueue("the first", "the next")
    checked: list[str] = []

    def check(text: str, _schema: object) -> None:
        if not checked:
            checked.append(text)
            checked.append(ask(scripted))

    monkeypatch.setattr("engines.driver.check_answer", check)
    assert ask(scripted) == "the first"
    assert checked == ["the first", "the next"]


def test_a_place_is_kept_until_nothing_is_written_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops leaves its place only when the model has heard of it."""
    scripted = ScriptedEngine(parallel=1)
    scripted.enqueue(lambda _: ["begun", 3600.0])
    left: list[int] = []
    hold = Slots.hold

    @contextmanager
    def watched(*given: object) -> Iterator[float]:
        with hold(*given) as waited:  # type: ignore[arg-type]
            try:
                yield waited
            finally:
                left.append(scripted.streaming)

    monkeypatch.setattr(Slots, "hold", watched)
    with pytest.raises(Cancelled):
        scripted.complete(
            short_prompt(), model="scripted", cancelled=lambda: bool(scripted.streaming)
        )
    assert left == [0]
