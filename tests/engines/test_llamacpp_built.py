"""What is built for the embedded engine, on the disk and in a request; no model is loaded."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest

from domain.modelfile import Modelfile
from domain.prompt import Prompt
from engines.base import (
    Build,
    EngineError,
    EngineUnavailable,
    ModelExists,
    ModelMissing,
    RequestRefused,
    Sampling,
)
from engines.driver import Request
from engines.llamacpp import LlamaCppEngine
from engines.llamacpp_built import ADAPTER, built, fingerprints, offered
from engines.llamacpp_info import ServerInfo
from engines.llamacpp_model import BEST, EMBEDDED, SHIPPED, best
from engines.llamacpp_request import body, recipe_of, text_of
from tests.engines.subjects import SHIPPED_ADAPTER, short_prompt

SHIPPED_NAME = "walmart-gpt-expert:1.0.0"
EXAMPLES = (("Ürün: kalem.", "Mavi kalem."), ("Ürün: defter.", "Çizgili defter."))
MESSAGES = tuple(
    message for pair in EXAMPLES for message in zip(("user", "assistant"), pair, strict=True)
)
TOLD = Modelfile(
    SHIPPED_NAME,
    system="Kısa yaz.",
    parameters=(("temperature", "0.9"), ("top_k", "40"), ("seed", "7"), ("num_ctx", "4096")),
    messages=MESSAGES,
)
TRAINED = Modelfile(EMBEDDED, adapter="./somewhere.gguf", template="{{ .Prompt }}")


@pytest.fixture
def engine(tmp_path: Path) -> LlamaCppEngine:
    return LlamaCppEngine(data_dir=tmp_path)


def trained(name: str) -> Build:
    return Build(name, TRAINED, {"adapter": SHIPPED_ADAPTER})


def info_of(models: Path) -> ServerInfo:
    """What a server that has taken up everything announces."""
    offers = offered(models)
    adapters = fingerprints(offers)
    return ServerInfo("", "", EMBEDDED, (EMBEDDED, *offers), adapters, {}, 0, 4096, "")


def test_without_a_server_it_is_there_at_once(engine: LlamaCppEngine, tmp_path: Path) -> None:
    digest = engine.create(trained("family:1.0.0"))
    (folder,) = (tmp_path / "models" / "built").glob("[!.]*")
    assert folder.name == "family@1.0.0"
    assert sorted(path.name for path in folder.iterdir()) == ["Modelfile", "adapter.gguf"]
    assert "ADAPTER ./adapter.gguf\n" in (folder / "Modelfile").read_text()
    assert engine.digest("family:1.0.0") == digest
    assert engine.is_tuned("family:1.0.0")
    with (folder / ADAPTER).open("ab") as file:
        file.write(b"x")
    assert engine.digest("family:1.0.0") != digest


def test_a_shipped_model_has_the_digest_of_one_built_from_it(engine: LlamaCppEngine) -> None:
    shipped = engine.digest(SHIPPED_NAME)
    plain = replace(trained(SHIPPED_NAME), modelfile=Modelfile(EMBEDDED))
    assert engine.create(plain) == shipped
    engine.delete(SHIPPED_NAME)
    engine.delete(SHIPPED_NAME)  # what comes along stays
    assert engine.digest(SHIPPED_NAME) == shipped
    with pytest.raises(ModelMissing):
        engine.digest("walmart-gpt-expert:9.0.0")


def test_the_best_shipped_model_writes_by_its_full_name(tmp_path: Path) -> None:
    assert best(tmp_path) == f"{BEST[0]}:1.0.0"
    for version in ("1.0.9", "1.0.10"):
        shutil.copyfile(SHIPPED_ADAPTER, tmp_path / f"{BEST[0]}@{version}.gguf")
    assert best(tmp_path) == f"{BEST[0]}:1.0.10"
    assert SHIPPED_NAME in {path.stem.replace("@", ":") for path in SHIPPED.glob("*.gguf")}


def test_what_a_killed_process_left_is_ignored_and_cleared_away(
    engine: LlamaCppEngine, tmp_path: Path
) -> None:
    left = tmp_path / "models" / "built" / ".draft"
    left.mkdir(parents=True)
    (left / "adapter.gguf").write_bytes(b"GGUF half")
    half = tmp_path / "models" / "built" / "half@1.0.0"
    half.mkdir()
    before = offered(tmp_path / "models")
    assert not any("half" in name or "draft" in name for name in before)
    engine.create(trained("family:1.0.0"))
    assert not left.exists()


def test_of_two_that_build_one_name_at_once_one_is_refused(engine: LlamaCppEngine) -> None:
    outcomes: list[str] = []
    start = Barrier(4)

    def build() -> None:
        start.wait()
        try:
            outcomes.append(engine.create(trained("family:1.0.0")))
        except ModelExists as error:
            outcomes.append(error.code)

    threads = [Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("exists") == 3
    assert engine.digest("family:1.0.0") in outcomes


@pytest.mark.parametrize(
    ("build", "error"),
    [
        (Build("a:1.0.0", TRAINED, {"merged": SHIPPED_ADAPTER}), RequestRefused),
        (
            Build("a:1.0.0", replace(TRAINED, base="llama"), {"adapter": SHIPPED_ADAPTER}),
            RequestRefused,
        ),
        (Build("a:1.0.0", replace(TOLD, base="a:1.0.0")), ModelMissing),
        (Build("a:1.0.0", replace(TOLD, messages=MESSAGES[:1])), RequestRefused),
        (Build("a:1.0.0", replace(TOLD, messages=(("system", "x"),))), RequestRefused),
    ],
)
def test_what_a_base_model_cannot_be_given_is_refused(
    engine: LlamaCppEngine, build: Build, error: type[EngineError]
) -> None:
    with pytest.raises(error):
        engine.create(build)
    with pytest.raises(ModelMissing):
        engine.digest("a:1.0.0")


def test_a_disk_that_cannot_be_written_is_told(engine: LlamaCppEngine, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "built").touch()
    with pytest.raises(EngineUnavailable, match="cannot be written"):
        engine.create(trained("family:1.0.0"))


def test_a_told_model_is_asked_as_if_the_request_had_said_it_all(
    engine: LlamaCppEngine, tmp_path: Path
) -> None:
    engine.create(Build("told:1.0.0", TOLD))
    models = tmp_path / "models"
    recipe = recipe_of(info_of(models), models, "told:1.0.0")
    assert recipe.adapter == SHIPPED_NAME
    whole = Prompt(system="Kısa yaz.", examples=EXAMPLES, request="Ürün: çanta.")
    assert text_of(recipe, Prompt(system="", request="Ürün: çanta.")) == whole.as_text()
    assert not engine.is_tuned("told:1.0.0")


def test_a_request_with_a_system_of_its_own_keeps_that(
    engine: LlamaCppEngine, tmp_path: Path
) -> None:
    engine.create(Build("told:1.0.0", TOLD))
    models = tmp_path / "models"
    text = text_of(recipe_of(info_of(models), models, "told:1.0.0"), short_prompt())
    assert "Kısa yaz." not in text
    assert text.endswith(f"Çizgili defter.\n\n{short_prompt().as_text()}")


def test_what_a_request_says_of_sampling_wins(engine: LlamaCppEngine, tmp_path: Path) -> None:
    engine.create(Build("told:1.0.0", TOLD))
    models = tmp_path / "models"
    info = info_of(models)
    recipe = recipe_of(info, models, "told:1.0.0")

    def sent(sampling: Sampling) -> tuple[float, int, int]:
        said = body(Request(short_prompt(), "told:1.0.0", None, sampling), recipe, info)
        assert "num_ctx" not in said
        return said["temperature"], said["top_k"], said["seed"]

    assert sent(Sampling()) == (0.3, 40, 7)
    assert sent(Sampling(temperature=0.1, seed=1)) == (0.1, 40, 1)


def test_what_is_said_nearer_to_the_name_counts(engine: LlamaCppEngine, tmp_path: Path) -> None:
    engine.create(Build("told:1.0.0", TOLD))
    nearer = Modelfile("told:1.0.0", system="Uzun yaz.", parameters=(("top_k", "5"),))
    engine.create(Build("told:1.0.1", nearer))
    models = tmp_path / "models"
    recipe = recipe_of(info_of(models), models, "told:1.0.1")
    assert (recipe.system, recipe.examples) == ("Uzun yaz.", EXAMPLES)
    assert (recipe.parameters["top_k"], recipe.parameters["seed"]) == (5, 7)
    info = info_of(models)
    engine.delete("told:1.0.0")
    with pytest.raises(ModelMissing, match=r"told:1\.0\.0"):
        recipe_of(info, models, "told:1.0.1")


def test_models_that_name_each_other_are_no_end_of_asking(
    engine: LlamaCppEngine, tmp_path: Path
) -> None:
    engine.create(Build("one:1.0.0", TOLD))
    engine.create(Build("two:1.0.0", replace(TOLD, base="one:1.0.0")))
    engine.create(Build("one:1.0.0", replace(TOLD, base="two:1.0.0")), again=True)
    models = tmp_path / "models"
    assert built(models, "one:1.0.0")
    with pytest.raises(ModelMissing):
        recipe_of(info_of(models), models, "one:1.0.0")
