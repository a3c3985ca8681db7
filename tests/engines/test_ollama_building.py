"""Building at an Ollama server: what is sent to which version, and each way to fail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.modelfile import Modelfile
from domain.prompt import Prompt
from engines.base import (
    Build,
    EngineError,
    EngineInterrupted,
    EngineUnavailable,
    ModelExists,
    ModelMissing,
    RequestRefused,
)
from engines.ollama import OllamaEngine
from tests.engines import standin
from tests.engines.standin import StandIn
from tests.engines.standin_ollama import BASE, OllamaStore
from tests.engines.subjects import ANSWER, OllamaOverWire

NAME = "walmart-gpt-expert:1.0.0"
TOLD = Modelfile(
    BASE,
    template="{{ .Prompt }}",
    system="Kısa yaz.",
    parameters=(("temperature", "0.3"), ("num_ctx", "4096"), ("stop", "a"), ("stop", "b")),
    messages=(("user", "Ürün: kalem."), ("assistant", "Mavi kalem.")),
)
Make = Callable[..., tuple[OllamaEngine, OllamaStore]]


@pytest.fixture
def server() -> Iterator[StandIn]:
    with standin.running({}) as running:
        yield running


@pytest.fixture
def make(server: StandIn) -> Make:
    def made(version: str = "0.33.0", *, error: str = "") -> tuple[OllamaEngine, OllamaStore]:
        store = OllamaStore(version, error=error)
        server.answers = store.answer
        return OllamaEngine(host=server.url, limits={"backoff": 0.01}), store

    return made


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    for kind in ("adapter", "merged"):
        (tmp_path / f"{kind}.gguf").write_bytes(f"GGUF {kind}".encode())
    return {kind: tmp_path / f"{kind}.gguf" for kind in ("adapter", "merged")}


def blob(kind: str) -> dict[str, str]:
    return {f"{kind}.gguf": f"sha256:{hashlib.sha256(f'GGUF {kind}'.encode()).hexdigest()}"}


def test_all_that_a_modelfile_says_is_passed_on(make: Make) -> None:
    engine, store = make()
    assert engine.create(Build(NAME, TOLD)) == store.models[NAME]
    (sent,) = store.created
    assert sent == {
        "model": NAME,
        "from": BASE,
        "stream": True,
        "template": "{{ .Prompt }}",
        "system": "Kısa yaz.",
        "parameters": {"temperature": 0.3, "num_ctx": 4096, "stop": ["a", "b"]},
        "messages": [
            {"role": "user", "content": "Ürün: kalem."},
            {"role": "assistant", "content": "Mavi kalem."},
        ],
    }


@pytest.mark.parametrize("version", ["0.33.0", "0.33.0-rc2", "0.34.0"])
def test_an_adapter_goes_where_one_is_taken(
    make: Make, files: dict[str, Path], version: str
) -> None:
    engine, store = make(version)
    engine.create(Build(NAME, Modelfile(BASE), files))
    (sent,) = store.created
    assert (sent["from"], sent["adapters"]) == (BASE, blob("adapter"))
    assert "files" not in sent


@pytest.mark.parametrize("version", ["0.34.1", "0.35.0-rc1", "1.0"])
def test_a_merged_model_goes_where_no_adapter_is_taken(
    make: Make, files: dict[str, Path], version: str
) -> None:
    engine, store = make(version)
    engine.create(Build(NAME, Modelfile("gemma3-270m"), files))
    (sent,) = store.created
    assert sent["files"] == blob("merged")
    assert not sent.keys() & {"from", "adapters"}


def test_a_merged_model_alone_goes_everywhere(make: Make, files: dict[str, Path]) -> None:
    engine, store = make("0.33.0")
    engine.create(Build(NAME, Modelfile("gemma3-270m"), {"merged": files["merged"]}))
    assert store.created[0]["files"] == blob("merged")


def test_an_adapter_alone_is_refused_with_the_reason_where_none_is_taken(
    make: Make, files: dict[str, Path]
) -> None:
    engine, store = make("0.34.1")
    with pytest.raises(RequestRefused, match=r"0\.34\.1 takes no adapters.*merged"):
        engine.create(Build(NAME, Modelfile(BASE), {"adapter": files["adapter"]}))
    assert store.created == []


@pytest.mark.parametrize("kinds", [[], ["adapter"]])
def test_a_base_that_is_not_there_is_not_pulled(
    make: Make, files: dict[str, Path], kinds: list[str]
) -> None:
    engine, store = make()
    with pytest.raises(ModelMissing, match="gemma3-270m"):
        engine.create(Build(NAME, Modelfile("gemma3-270m"), {kind: files[kind] for kind in kinds}))
    assert store.created == []


def test_a_name_that_exists_is_built_again_only_on_demand(make: Make) -> None:
    engine, store = make()
    digest = engine.create(Build(NAME, TOLD))
    with pytest.raises(ModelExists):
        engine.create(Build(NAME, TOLD))
    assert engine.create(Build(NAME, TOLD), again=True) == digest
    assert len(store.created) == 2


def test_an_error_under_status_200_leaves_no_model(make: Make) -> None:
    engine, _ = make(error="unknown type")
    with pytest.raises(EngineInterrupted, match="unknown type"):
        engine.create(Build(NAME, TOLD))
    assert NAME not in engine.models()


def test_progress_that_ends_without_success_is_none(make: Make) -> None:
    engine, store = make()
    store.last_line = "writing manifest"
    with pytest.raises(EngineInterrupted, match="writing manifest"):
        engine.create(Build(NAME, TOLD))


def test_the_ladder_loads_the_model_as_requests_will(make: Make, server: StandIn) -> None:
    engine, store = make()
    engine.verify(NAME, engine.create(Build(NAME, TOLD)))
    assert store.loaded == [NAME]


def test_each_rung_says_that_it_failed(make: Make) -> None:
    engine, store = make()
    digest = engine.create(Build(NAME, TOLD))

    def told(expected: type[EngineError]) -> str:
        with pytest.raises(expected) as caught:
            engine.verify(NAME, digest)
        assert str(caught.value) == caught.value.detail
        return caught.value.detail

    store.stays_loaded = False
    assert told(EngineInterrupted).startswith("the model stays loaded: ")
    store.done_reason = "stop"
    assert told(EngineInterrupted).startswith("the model loads: ")
    del store.models[NAME]
    assert told(ModelMissing).startswith("the model is the one that was built: ")
    with pytest.raises(EngineUnavailable, match="the server answers"):
        OllamaEngine(host="127.0.0.1:9").verify(NAME, digest)


def test_a_request_without_a_system_leaves_the_models_own(tmp_path: Path) -> None:
    with standin.running(dict(OllamaOverWire.PAGES)) as running:
        wire = OllamaOverWire(tmp_path, running)
        wire.will_answer(ANSWER)
        wire.engine().complete(Prompt(system="", request="Ürün: çanta."), model=NAME)
    (sent,) = running.seen.requests
    assert sent["messages"] == [{"role": "user", "content": "Ürün: çanta."}]
