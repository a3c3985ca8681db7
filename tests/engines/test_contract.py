"""What every engine keeps, whichever it is: the same cases over each of them."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from domain.prompt import Prompt
from engines.base import (
    AnswerInvalid,
    AnswerTruncated,
    Cancelled,
    EngineBusy,
    EngineInterrupted,
    EngineTimeout,
    EngineUnavailable,
    ModelChanged,
    ModelExists,
    ModelMissing,
    RequestRefused,
    Sampling,
)
from engines.slots import Slots
from tests.engines.conftest import wait_until
from tests.engines.forking import forked_after_use
from tests.engines.subjects import (
    ANSWER,
    IMPOSSIBLE_SCHEMA,
    LONG_SCHEMA,
    SCHEMA,
    Served,
    Subject,
    Wire,
    short_prompt,
)

LONG = Sampling(max_tokens=1500)


def test_the_pieces_add_up_to_the_answer(subject: Subject) -> None:
    subject.will_answer(ANSWER)
    pieces: list[str] = []
    completion = subject.engine().complete(
        short_prompt(), model=subject.model, schema=SCHEMA, on_text=pieces.append
    )
    assert "".join(pieces) == completion.text
    assert len(pieces) > 1
    assert completion.model == subject.model
    assert completion.timings.generated_tokens > 0
    assert 0 < completion.timings.first_token <= completion.timings.total


def test_the_answer_obeys_the_schema(subject: Subject) -> None:
    subject.will_answer(ANSWER)
    completion = subject.engine().complete(short_prompt(), model=subject.model, schema=SCHEMA)
    jsonschema.validate(json.loads(completion.text), SCHEMA)


def test_what_was_said_before_can_be_held_back(subject: Subject) -> None:
    subject.will_answer(ANSWER)
    completion = subject.engine().complete(
        short_prompt(), model=subject.model, schema=SCHEMA, sampling=Sampling(repetition=0.8)
    )
    jsonschema.validate(json.loads(completion.text), SCHEMA)


def test_an_answer_of_another_form_is_invalid_and_kept(subject: Subject) -> None:
    subject.will_answer("true")
    with pytest.raises(AnswerInvalid) as caught:
        subject.engine().complete(short_prompt(), model=subject.model, schema=IMPOSSIBLE_SCHEMA)
    assert caught.value.partial in ("true", "false")
    assert not caught.value.permanent


def test_an_answer_cut_at_its_length_limit_is_truncated(subject: Subject) -> None:
    subject.will_be_cut_short("Bu ilan burada biter, çünkü yazacak yer kalmadı ve model sust")
    with pytest.raises(AnswerTruncated) as caught:
        subject.engine().complete(
            short_prompt(),
            model=subject.model,
            schema=LONG_SCHEMA if not isinstance(subject, Wire) else None,
            sampling=subject.short_sampling(),
        )
    assert caught.value.partial


def test_an_invalid_schema_is_refused_before_anything_is_asked(subject: Subject) -> None:
    with pytest.raises(RequestRefused, match="nonsense"):
        subject.engine().complete(short_prompt(), model=subject.model, schema={"type": "nonsense"})


def test_cancelling_while_the_answer_is_written_stops_the_model(subject: Subject) -> None:
    subject.will_write_for_ever()
    engine = subject.engine()
    pieces: list[str] = []
    with pytest.raises(Cancelled) as caught:
        engine.complete(
            short_prompt(),
            model=subject.model,
            schema=LONG_SCHEMA if not isinstance(subject, Wire) else None,
            sampling=LONG,
            on_text=pieces.append,
            cancelled=lambda: len(pieces) >= 3,
        )
    wait_until(subject.idle, "the server is idle")
    assert caught.value.partial.startswith("".join(pieces))


def test_cancelling_while_the_prompt_is_read_stops_the_model(subject: Subject) -> None:
    subject.will_read_for_ever()
    engine = subject.engine()
    pieces: list[str] = []
    with pytest.raises(Cancelled) as caught:
        engine.complete(
            subject.long_prompt(),
            model=subject.model,
            sampling=LONG,
            on_text=pieces.append,
            cancelled=lambda: not subject.idle(),
        )
    wait_until(subject.idle, "the server is idle")
    assert caught.value.partial == ""


def test_a_failing_callback_stops_the_model_and_reaches_the_caller(subject: Subject) -> None:
    subject.will_write_for_ever()
    engine = subject.engine()

    def fail(_: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.complete(short_prompt(), model=subject.model, sampling=LONG, on_text=fail)
    wait_until(subject.idle, "the server is idle")


def test_an_engine_that_is_down_is_unavailable(subject: Subject) -> None:
    with pytest.raises(EngineUnavailable) as caught:
        subject.down().complete(short_prompt(), model=subject.model)
    assert not caught.value.permanent


def test_a_missing_model_is_named(subject: Subject) -> None:
    subject.will_lack_the_model()
    with pytest.raises(ModelMissing, match="no-such-model") as caught:
        subject.engine().complete(short_prompt(), model="no-such-model:1.0.0")
    assert caught.value.permanent


def test_health_tells_of_the_model(subject: Subject) -> None:
    engine = subject.engine()
    assert engine.health(subject.model).ready
    assert engine.health().version
    missing = engine.health("no-such-model:1.0.0")
    assert not missing.ready
    assert "no-such-model" in missing.reason
    assert subject.model in engine.models()


def test_a_model_is_built_used_and_deleted(builder: Subject) -> None:
    engine, build = builder.engine(), builder.build("family:1.0.0")
    digest = engine.create(build)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert build.name in engine.models()
    assert engine.digest(build.name) == digest
    engine.verify(build.name, digest)
    builder.will_answer(ANSWER)
    assert engine.complete(short_prompt(), model=build.name, schema=SCHEMA).model == build.name
    with pytest.raises(ModelExists):
        engine.create(build)
    with pytest.raises(ModelChanged, match="was built"):
        engine.verify(build.name, "0" * 64)
    assert engine.create(build, again=True) == digest
    engine.delete(build.name)
    engine.delete(build.name)
    assert build.name not in engine.models()
    for gone in (lambda: engine.digest(build.name), lambda: engine.verify(build.name, digest)):
        with pytest.raises(ModelMissing):
            gone()
    with pytest.raises(ModelMissing):
        engine.complete(short_prompt(), model=build.name)


def test_a_model_can_be_told_rather_than_trained(builder: Subject) -> None:
    engine, build = builder.engine(), builder.build("told:1.0.0", trained=False)
    digest = engine.create(build)
    try:
        engine.verify(build.name, digest)
        assert engine.health(build.name).ready
        assert not engine.is_tuned(build.name)
        builder.will_answer(ANSWER)
        asked = Prompt(system="", request="Ürün: kırmızı bez çanta.")
        assert engine.complete(asked, model=build.name, schema=SCHEMA).text
    finally:
        engine.delete(build.name)


def test_a_model_that_nobody_built_is_verified_without_a_digest(builder: Subject) -> None:
    builder.engine().verify(builder.model, "")


def test_what_no_model_can_be_built_from_is_refused(builder: Subject, tmp_path: Path) -> None:
    engine, good = builder.engine(), builder.build("family:1.0.0", trained=False)
    (tmp_path / "text").write_text("no GGUF")
    files = {"adapter": tmp_path / "text"}
    for bad in (
        *(replace(good, name=name) for name in ("a", "a:1", "A:1.0.0", "../a:1.0.0", "a:1.0.0+b")),
        replace(good, files={"adapter": tmp_path / "none"}),
        replace(good, files=files),
        replace(good, files={"weights": tmp_path / "text"}),
        replace(good, modelfile=replace(good.modelfile, adapter="./adapter.gguf")),
        replace(good, modelfile=replace(good.modelfile, parameters=(("top_k", "ten"),))),
        replace(good, modelfile=replace(good.modelfile, parameters=(("magic", "1"),))),
        replace(good, modelfile=replace(good.modelfile, system='"""')),
    ):
        with pytest.raises(RequestRefused):
            engine.create(bad)
    with pytest.raises(ModelMissing, match="no-such-model"):
        engine.create(replace(good, modelfile=replace(good.modelfile, base="no-such-model:1.0.0")))
    assert "family:1.0.0" not in engine.models()


def test_a_request_waits_for_a_place_and_gives_up(subject: Subject) -> None:
    engine = subject.engine(wait=0.3)
    with Slots(engine.name, 1, subject.folder).hold(1), pytest.raises(EngineBusy):
        engine.complete(short_prompt(), model=subject.model)


def test_silence_between_tokens_is_a_timeout(subject: Subject) -> None:
    if isinstance(subject, Wire):
        subject.will_be_silent_after("Kırmızı bez")
    engine = subject.engine(between=0.2 if isinstance(subject, Wire) else 1e-4)
    with pytest.raises(EngineTimeout, match="No token"):
        engine.complete(short_prompt(), model=subject.model, schema=None)
    wait_until(subject.idle, "the server is idle")


def test_an_answer_that_takes_too_long_in_total_is_a_timeout(subject: Subject) -> None:
    subject.will_write_for_ever()
    engine = subject.engine(total=0.5)
    with pytest.raises(EngineTimeout, match="whole answer"):
        engine.complete(
            subject.long_prompt(),
            model=subject.model,
            sampling=LONG,
        )
    wait_until(subject.idle, "the server is idle")


def test_an_error_in_mid_stream_interrupts_and_keeps_what_came(wire: Wire) -> None:
    wire.will_fail_after("Kırmızı bez")
    with pytest.raises(EngineInterrupted) as caught:
        wire.engine().complete(short_prompt(), model=wire.model)
    assert caught.value.partial == "Kırmızı bez"
    assert not caught.value.permanent


def test_a_connection_cut_in_mid_stream_interrupts_and_keeps_what_came(wire: Wire) -> None:
    wire.will_be_cut_after("Kırmızı bez")
    with pytest.raises(EngineInterrupted) as caught:
        wire.engine().complete(short_prompt(), model=wire.model)
    assert caught.value.partial == "Kırmızı bez"


def test_an_empty_answer_is_invalid(wire: Wire) -> None:
    wire.will_answer("")
    with pytest.raises(AnswerInvalid):
        wire.engine().complete(short_prompt(), model=wire.model)


def test_it_works_in_a_thread(subject: Subject) -> None:
    subject.will_answer(ANSWER)
    engine, got = subject.engine(), list[str]()

    def ask() -> None:
        got.append(engine.complete(short_prompt(), model=subject.model, schema=SCHEMA).text)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert got


async def test_it_works_where_an_event_loop_runs(subject: Subject) -> None:
    subject.will_answer(ANSWER)
    assert subject.engine().complete(short_prompt(), model=subject.model, schema=SCHEMA).text


def test_it_works_in_a_child_forked_after_use(served: Served) -> None:
    """As in a Celery worker, whose parent may have asked the engine before it forked."""
    served.will_answer(ANSWER)
    served.will_answer(ANSWER)
    ended = forked_after_use(served)
    assert ended.returncode == 0, ended.stderr
