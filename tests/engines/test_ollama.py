"""Ollama's wire: what is sent, and what each of its ways to fail becomes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.prompt import Prompt
from engines.answers import schema_for_model
from engines.base import (
    AnswerTruncated,
    EngineBusy,
    EngineError,
    EngineInterrupted,
    EngineUnavailable,
    ModelMissing,
    RequestRefused,
    Sampling,
)
from engines.ollama import OllamaEngine, check_length
from tests.engines import standin
from tests.engines.standin import Reply
from tests.engines.subjects import ANSWER, SCHEMA, OllamaOverWire, short_prompt


@pytest.fixture
def ollama(tmp_path: Path) -> Iterator[OllamaOverWire]:
    with standin.running(dict(OllamaOverWire.PAGES)) as server:
        yield OllamaOverWire(tmp_path, server)


def ask(ollama: OllamaOverWire, **limits: float) -> str:
    return ollama.engine(**limits).complete(short_prompt(), model=ollama.model).text


def test_what_is_sent(ollama: OllamaOverWire) -> None:
    ollama.will_answer(ANSWER)
    completion = ollama.engine().complete(
        short_prompt(), model=ollama.model, schema=SCHEMA, sampling=Sampling(seed=7)
    )
    (sent,) = ollama.server.seen.requests
    assert sent["stream"] is True
    assert sent["keep_alive"] == "30m"
    assert sent["format"] == schema_for_model(SCHEMA)
    assert sent["messages"] == short_prompt().as_messages()
    assert sent["options"] == {
        "num_ctx": 8192,
        "num_predict": 1100,
        "temperature": 0.3,
        "top_p": 0.9,
        "seed": 7,
    }
    timings = completion.timings
    assert (timings.load, timings.prompt, timings.generation) == (1.0, 1.5, 2.5)
    assert (timings.prompt_tokens, timings.generated_tokens) == (700, 120)


@pytest.mark.parametrize(
    ("status", "error", "requests"),
    [
        (400, RequestRefused, 1),
        (401, EngineUnavailable, 1),
        (404, ModelMissing, 1),
        (408, EngineUnavailable, 3),
        (409, EngineUnavailable, 3),
        (429, EngineBusy, 3),
        (499, EngineInterrupted, 1),
        (500, EngineUnavailable, 3),
        (503, EngineBusy, 3),
    ],
)
def test_each_status_is_one_error(
    ollama: OllamaOverWire, status: int, error: type[EngineError], requests: int
) -> None:
    for _ in range(requests):
        ollama.reply(Reply(status=status, body=b'{"error": "the reason"}'))
    with pytest.raises(error, match="the reason"):
        ask(ollama)
    assert len(ollama.server.seen.requests) == requests


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(ollama: OllamaOverWire, status: int) -> None:
    ollama.reply(Reply(status=status, body=b"not even JSON"))
    ollama.will_answer("İkincide oldu.")
    assert ask(ollama) == "İkincide oldu."


def test_a_connection_that_breaks_before_any_answer_is_asked_again(
    ollama: OllamaOverWire,
) -> None:
    ollama.reply(Reply(then="cut"))
    ollama.will_answer("İkincide oldu.")
    assert ask(ollama) == "İkincide oldu."


def test_a_server_that_never_begins_to_answer_is_asked_once(ollama: OllamaOverWire) -> None:
    ollama.will_read_for_ever()
    with pytest.raises(EngineError) as caught:
        ask(ollama, first=0.2)
    assert caught.value.code == "timeout"
    assert len(ollama.server.seen.requests) == 1


@pytest.mark.parametrize(
    "line",
    [
        b'{"message": {"role": "assis\n',
        b"<html>a proxy's page</html>\n",
        b"[1]\n",
        b'{"message": 3, "done": false}\n',
        b'{"error": {"nested": "object"}}\n',
    ],
)
def test_lines_that_cannot_be_read_interrupt(ollama: OllamaOverWire, line: bytes) -> None:
    ollama.reply(Reply([ollama.piece("Kırmızı"), line]))
    with pytest.raises(EngineInterrupted) as caught:
        ask(ollama)
    assert caught.value.partial == "Kırmızı"


def test_a_stream_without_its_last_record_is_no_answer(ollama: OllamaOverWire) -> None:
    ollama.reply(Reply(ollama.pieces("Kırmızı bez çanta")))
    with pytest.raises(EngineInterrupted, match="final record"):
        ask(ollama)


@pytest.mark.parametrize("reason", ["load", "unload", ""])
def test_only_a_model_that_stopped_by_itself_has_answered(
    ollama: OllamaOverWire, reason: str
) -> None:
    ollama.reply(Reply([ollama.piece("Kırmızı"), ollama.end(reason)]))
    with pytest.raises(EngineInterrupted, match="reason"):
        ask(ollama)


def test_an_overflowing_context_is_no_answer(ollama: OllamaOverWire) -> None:
    end = {**json.loads(ollama.end("stop")), "prompt_eval_count": 8100}
    ollama.reply(Reply([ollama.piece("Kırmızı"), json.dumps(end).encode() + b"\n"]))
    with pytest.raises(AnswerTruncated, match="context"):
        ask(ollama)


def test_a_prompt_that_may_not_fit_is_refused_before_it_is_sent(ollama: OllamaOverWire) -> None:
    long = Prompt(system="Ürünün her özelliğini yaz. " * 900, request="Ürün: çanta")
    with pytest.raises(RequestRefused, match="too long"):
        ollama.engine().complete(long, model=ollama.model)
    assert ollama.server.seen.requests == []


def test_the_guess_at_a_prompts_length_counts_what_is_not_ascii_fully() -> None:
    check_length(Prompt(system="a" * 1000, request=""), num_ctx=402, max_tokens=1)
    with pytest.raises(RequestRefused):
        check_length(Prompt(system="字" * 1000, request=""), num_ctx=1000, max_tokens=1)


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ({"/": (500, b"")}, "500"),
        ({"/": (200, b""), "/api/version": (200, b"<html>")}, "not Ollama"),
        ({**OllamaOverWire.PAGES, "/api/tags": (500, b"")}, "500"),
        ({**OllamaOverWire.PAGES, "/api/tags": (200, b'{"models": []}')}, "none"),
    ],
)
def test_health_says_what_is_missing(
    pages: dict[str, tuple[int, bytes]], reason: str, tmp_path: Path
) -> None:
    with standin.running(pages) as server:
        health = OllamaOverWire(tmp_path, server).engine().health("llama3.1:8b")
    assert not health.ready
    assert reason in health.reason


def test_health_of_a_server_that_is_down() -> None:
    assert "127.0.0.1:9" in OllamaEngine(host="127.0.0.1:9").health().reason


def test_model_names_ignore_case_and_the_tag_latest(ollama: OllamaOverWire) -> None:
    ollama.server.pages["/api/tags"] = (200, b'{"models": [{"model": "Gemma3:latest"}]}')
    assert ollama.engine().health("gemma3").ready
    assert not ollama.engine().health("gemma3:1b").ready


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("gpu", "http://gpu:11434"),
        ("gpu:8000", "http://gpu:8000"),
        ("https://gpu.example.com/ollama/", "https://gpu.example.com/ollama"),
        ("[::1]", "http://[::1]:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
    ],
)
def test_addresses_as_ollama_host_names_them(host: str, url: str) -> None:
    assert url in OllamaEngine(host=host)._url


def test_what_is_no_address_is_refused_when_the_program_starts() -> None:
    with pytest.raises(ValueError, match="OLLAMA_HOST"):
        OllamaEngine(host="http://gpu:port")
