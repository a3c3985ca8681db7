"""What a training makes, and what comes along with the product, become versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from domain.modelfile import parse
from domain.prompt import Style
from domain.versions import State
from engines import get_engine
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from models_registry.actions import deploying
from models_registry.actions.adopting import adopt
from models_registry.actions.entering import enter as really_enter
from models_registry.catalog import default_choice
from models_registry.models import Event, Version
from models_registry.queries.live import live_of
from tests.models_registry.making import make_live, make_version
from tests.training.conftest import Script
from training.actions import registering, request_training
from training.actions.registering import register_own
from training.models import TrainingRun
from training.running import running
from training.shipping import Shipped, shipped

pytestmark = pytest.mark.django_db


def trained(run: TrainingRun) -> Version:
    running.run(run.pk)
    run.refresh_from_db()
    assert run.status == TrainingRun.Status.DONE, run.error
    return Version.objects.get(run=run.pk)


@pytest.fixture
def gguf(scripted: ScriptedEngine, standin: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the stand-in leaves for an adapter is none that an engine would build."""
    monkeypatch.setattr("engines.scripted.check_build", lambda _build: None)


def test_a_training_ends_in_a_built_version(
    manager: User, in_reach: None, gguf: None, scripted: ScriptedEngine
) -> None:
    run = request_training(manager, "basic")
    version = trained(run)
    run.refresh_from_db()
    assert (version.name, version.state) == ("walmart-gpt-basic:1.0.0", State.BUILT)
    assert run.result["version"] == version.name
    assert run.dataset is not None
    assert version.dataset_hash == run.dataset.hash
    assert version.recipe["strategy"] == "lora"
    assert version.losses["validation_best"] == 1.0
    assert (version.style, version.built_by) == (Style.TUNED, manager)
    assert version.files["adapter"]["path"] == f"training/runs/{run.pk}/adapter.gguf"
    assert version.served_as in scripted.built


def test_the_next_level_names_the_version_it_goes_on_from(
    manager: User, in_reach: None, gguf: None
) -> None:
    first = trained(request_training(manager, "basic"))
    second = trained(request_training(manager, "advanced"))
    assert second.parent == first


def test_the_same_recipe_again_counts_the_patch_and_another_the_minor(
    manager: User, in_reach: None, gguf: None
) -> None:
    numbers = [
        str(trained(request_training(manager, "basic", epochs=epochs)).number)
        for epochs in (1, 1, 2)
    ]
    assert numbers == ["1.0.0", "1.0.1", "1.1.0"]


def test_a_model_that_is_told_is_asked_for_the_facts_alone(
    manager: User, in_reach: None, standin: Script, scripted: ScriptedEngine
) -> None:
    version = trained(request_training(manager, "expert", strategy="prompt"))
    assert version.style == Style.FACTS
    assert parse(version.modelfile).base == scripted.base_model


def test_an_engine_that_is_away_loses_nothing_that_was_learnt(
    manager: User, in_reach: None, gguf: None, scripted: ScriptedEngine
) -> None:
    scripted.enqueue_failures("create", EngineUnavailable("asleep"))
    version = trained(request_training(manager, "basic"))
    assert version.state == State.FAILED


@pytest.fixture
def embedded(settings: Settings, tmp_path: Path) -> Path:
    """The embedded engine on a folder of its own, where no server runs."""
    settings.DATA_DIR = tmp_path
    settings.ENGINES = {
        "default": {
            "BACKEND": "engines.llamacpp.LlamaCppEngine",
            "OPTIONS": {"data_dir": tmp_path},
            "LEVEL": "expert",
            "INSTRUCTED": False,
        }
    }
    return tmp_path


def test_what_comes_along_is_live_from_the_first_start_and_entered_once(embedded: Path) -> None:
    register_own()
    names = {version.name for version in Version.objects.filter(state=State.LIVE)}
    assert names == {"base:1.0.0", *(model.model for model in shipped())}
    live = default_choice().version
    assert live is not None
    assert live.family.name == "walmart-gpt-expert"
    assert live.style == Style.TUNED
    assert get_engine().digest(live.served_as) == live.digest
    lines = Event.objects.count()
    register_own()
    assert Event.objects.count() == lines


def test_the_chain_of_levels_is_known(embedded: Path) -> None:
    register_own()
    expert = Version.objects.get(family__name="walmart-gpt-expert")
    assert expert.parent is not None
    assert expert.parent.family.name == "walmart-gpt-advanced"


def renumbered(number: str) -> Shipped:
    """The expert model as a later release might bring it: other weights by the record."""
    model = next(one for one in shipped() if one.name == "walmart-gpt-expert")
    record = model.record | {"version": number, "sha256": "0" * 64}
    return Shipped(record, model.models, model.datasets)


def test_a_later_release_s_model_takes_the_place_of_the_one_that_came_before(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_own()
    newer = renumbered("1.1.0")
    monkeypatch.setattr(Shipped, "adapter", shipped()[0].adapter)
    monkeypatch.setattr("training.actions.registering.shipped", lambda: [newer])
    register_own()
    live = default_choice().version
    assert live is not None
    assert str(live.number) == "1.1.0"


def test_what_a_person_had_deployed_stays(embedded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register_own()
    own = make_version(
        engine_name="llamacpp", base="gemma3-270m", modelfile="FROM gemma3-270m\n", run=9
    )
    adopt(own)
    newer = renumbered("1.1.0")
    monkeypatch.setattr(Shipped, "adapter", shipped()[0].adapter)
    monkeypatch.setattr("training.actions.registering.shipped", lambda: [newer])
    register_own()
    assert default_choice().version == own
    assert Version.objects.filter(major=1, minor=1, family=own.family).exists()


def test_another_base_model_is_another_version_of_the_base(scripted: ScriptedEngine) -> None:
    register_own()
    scripted.default_model = "llama3.1:70b"
    register_own()
    live = Version.objects.get(family__name="base", state=State.LIVE)
    assert (live.name, live.served_as) == ("base:2.0.0", "llama3.1:70b")
    scripted.default_model = "scripted"
    register_own()
    assert Version.objects.get(family__name="base", state=State.LIVE).name == "base:1.0.0"


def test_two_processes_that_start_at_once_make_one_base(
    scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(made: Any) -> Version:
        monkeypatch.setattr(registering, "enter", really_enter)
        register_own()
        return really_enter(made)

    monkeypatch.setattr(registering, "enter", meanwhile)
    register_own()
    base = Version.objects.get()
    assert live_of(base.family) == base


def test_an_update_takes_the_place_of_what_came_along_before(scripted: ScriptedEngine) -> None:
    old = make_live(make_version(why="starter"))
    new = make_version(why="starter")
    registering._adopt_unless_chosen(new, "starter")
    assert live_of(old.family) == new


def test_what_a_person_went_back_to_stays_live_at_the_next_start(scripted: ScriptedEngine) -> None:
    old = make_live(make_version(why="starter"))
    new = make_live(make_version(why="starter"))
    deploying.run(deploying.request_rollback(None, old.family, queue=False).pk)
    assert live_of(old.family) == old
    new.refresh_from_db()
    registering._adopt_unless_chosen(new, "starter")
    assert live_of(old.family) == old
