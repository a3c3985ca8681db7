"""What was made enters the registry: its number, its files, and the engine that builds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import ActionRefused
from accounts.models import User
from domain.modelfile import Modelfile, render
from domain.prompt import Style
from domain.versions import Number, State
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from evaluation.presentation.offers import offers_for
from models_registry.actions.building import build, rebuild
from models_registry.actions.entering import Made, enter, families, next_number
from models_registry.models import Family, Version
from tests.models_registry.making import EXPERT, last_line, made, make_version

pytestmark = pytest.mark.django_db


def test_the_hierarchy_has_a_family_a_level_and_one_a_category() -> None:
    names = set(families())
    assert names == {
        "base",
        "walmart-gpt-basic",
        "walmart-gpt-advanced",
        EXPERT,
        *(
            f"walmart-gpt-{one}"
            for one in ("electronics", "clothing", "home_garden", "sports", "automotive")
        ),
    }
    expert = Family.objects.get(name=EXPERT)
    assert expert.rule is not None
    assert (expert.rule.minimum, expert.rule.threshold, expert.threshold) == (500, 90, 90)
    assert Family.objects.get(name="base").rule is None


def test_what_changed_decides_the_number(scripted: ScriptedEngine) -> None:
    numbers = [
        str(make_version(**change).number)
        for change in (
            {},
            {},
            {"recipe": {"rank": 32}},
            {"recipe": {"rank": 32}},
            {"base": "another", "recipe": {"rank": 32}},
            {"base": "another"},
        )
    ]
    assert numbers == ["1.0.0", "1.0.1", "1.1.0", "1.1.1", "2.0.0", "2.1.0"]


def test_a_family_counts_for_itself(scripted: ScriptedEngine) -> None:
    make_version()
    assert make_version("walmart-gpt-basic").name == "walmart-gpt-basic:1.0.0"


def test_a_run_enters_once(scripted: ScriptedEngine) -> None:
    what = made(run=77)
    assert enter(what) == enter(what)
    assert Version.objects.count() == 1


def test_the_engine_has_it_under_its_own_name(scripted: ScriptedEngine) -> None:
    version = make_version()
    assert version.state == State.BUILT
    assert version.served_as == f"{EXPERT}:1.0.0"
    assert version.digest == scripted.digest(version.served_as)
    assert scripted.built[version.served_as].modelfile.system == "You write listings."


def with_adapter(tmp_path: Path) -> Path:
    path = tmp_path / "adapter.gguf"
    path.write_bytes(b"GGUF-weights")
    return path


def trained(tmp_path: Path) -> Version:
    return enter(
        made(
            style=Style.TUNED,
            modelfile=render(Modelfile("scripted", adapter="./adapter.gguf")),
            files={"adapter": with_adapter(tmp_path)},
        )
    )


def test_files_are_kept_with_their_hashes(scripted: ScriptedEngine, tmp_path: Path) -> None:
    version = trained(tmp_path)
    assert build(version)
    assert version.files["adapter"]["bytes"] == 12
    assert len(version.files["adapter"]["sha256"]) == 64


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_is_not_what_it_was_is_not_built(
    scripted: ScriptedEngine, tmp_path: Path, harm: str
) -> None:
    version = trained(tmp_path)
    if harm == "gone":
        (tmp_path / "adapter.gguf").unlink()
    else:
        (tmp_path / "adapter.gguf").write_bytes(b"GGUF-weightz")
    assert not build(version)
    assert version.state == State.FAILED
    assert "adapter.gguf" in last_line(version).details["error"]
    assert version.served_as not in scripted.built


def test_an_engine_that_is_away_fails_it_and_building_again_mends_it(
    scripted: ScriptedEngine, manager: User
) -> None:
    scripted.enqueue_failures("create", EngineUnavailable("nobody answers"))
    version = enter(made())
    assert not build(version)
    assert last_line(version).details == {"error": "nobody answers"}
    assert rebuild(manager, version)
    version.refresh_from_db()
    assert version.state == State.BUILT
    with pytest.raises(ActionRefused):
        rebuild(manager, version)


def test_only_managers_have_it_built_again(scripted: ScriptedEngine, author: User) -> None:
    with pytest.raises(PermissionDenied):
        rebuild(author, make_version())


def test_killed_while_it_was_built_it_is_built_once_more(scripted: ScriptedEngine) -> None:
    """The engine had made it and nobody noted so: nothing has used it yet."""
    what = made()
    version = enter(what)
    build(version)
    Version.objects.filter(pk=version.pk).update(state=State.BUILDING, digest="")
    again = enter(what)
    assert build(again)
    assert again.digest == scripted.digest(again.served_as)


def test_a_base_model_needs_no_building(scripted: ScriptedEngine) -> None:
    version = make_version("base", modelfile="", served_as="scripted", style=Style.WHOLE)
    assert (version.state, version.digest) == (State.BUILT, "")
    assert not scripted.built


def test_two_that_build_it_at_once_both_find_it_built(scripted: ScriptedEngine) -> None:
    what = made()
    mine, theirs = enter(what), enter(what)
    assert build(theirs)
    assert build(mine)
    assert mine.state == State.BUILT


def test_an_engine_that_is_no_longer_in_the_settings_fails_it(
    scripted: ScriptedEngine, manager: User
) -> None:
    version = enter(made(engine="elsewhere"))
    assert not build(version)
    assert "scripted" in last_line(version).details["error"]
    assert not rebuild(manager, version)


def test_what_was_killed_while_it_was_built_can_be_built_again(
    scripted: ScriptedEngine, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = enter(made())
    with pytest.raises(ActionRefused):
        rebuild(manager, version)  # somebody is at it
    assert not offers_for(version).rebuild
    monkeypatch.setattr("models_registry.actions.building.LONGEST", 0)
    assert offers_for(version).rebuild
    assert rebuild(manager, version)
    assert version.state == State.BUILT


def test_a_run_that_two_workers_enter_at_once_has_one_version(
    scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = made(run=77)

    def meanwhile(family: Family, asked: Made) -> Number:
        monkeypatch.undo()
        enter(asked)
        return next_number(family, asked)

    monkeypatch.setattr("models_registry.actions.entering.next_number", meanwhile)
    assert enter(what) == Version.objects.get()
