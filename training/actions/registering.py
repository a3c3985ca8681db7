"""What a training made, and what came along with the product, enter the registry as versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError

from domain.modelfile import render
from domain.prompt import Style
from domain.versions import State, number
from engines import get_engine
from engines.llamacpp import LlamaCppEngine
from models_registry.actions.adopting import adopt
from models_registry.actions.building import build
from models_registry.actions.entering import ATTEMPTS, BASE, Made, enter, families, next_number
from models_registry.actions.moving import StateChanged
from models_registry.models import Version
from models_registry.queries.live import live_of
from training.modelfiles import laid_over
from training.models import TrainingRun
from training.shipping import Shipped, shipped

ENGINE = "default"
FILES = {"adapter": "adapter.gguf", "merged": "merged.gguf"}


def register(run: TrainingRun, result: Mapping[str, Any]) -> Version:
    """The built version of a finished training; asked again, the same one.

    An engine that cannot build it leaves the version failed, with the reason: what was learnt is
    not lost, and building can be asked for again.
    """
    files = {kind: run.folder / name for kind, name in FILES.items()}
    modelfile = run.folder / "Modelfile"
    dataset = run.dataset
    version = enter(
        Made(
            family=run.name,
            base=run.base or get_engine(ENGINE).base_model,
            style=Style.TUNED if run.strategy == TrainingRun.Strategy.LORA else Style.FACTS,
            why="training",
            engine=ENGINE,
            engine_name=get_engine(ENGINE).name,
            modelfile=modelfile.read_text(encoding="utf-8") if modelfile.exists() else "",
            files={kind: path for kind, path in files.items() if path.exists()},
            dataset={
                "hash": dataset.hash,
                "training": dataset.training,
                "validation": dataset.validation,
                "counts": dataset.counts,
            }
            if dataset
            else {},
            recipe=run.recipe | {"strategy": run.strategy},
            losses=result.get("losses", {}),
            run=run.pk,
            parent=_parent(run),
            reason="trial" if run.is_trial else "",
            by=run.requested_by,
        )
    )
    build(version)
    return version


def register_own() -> None:
    """The engine's base model and the models that the product brings along; once each.

    They are live as long as nobody has another one deployed. Two processes may do this at once:
    who comes too late finds what the other one made.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _register_own()
        except (IntegrityError, StateChanged):
            if attempt == ATTEMPTS - 1:
                raise


def _register_own() -> None:
    families()
    engine = get_engine(ENGINE)
    _adopt_unless_chosen(_base(engine.base_model, engine.name), own_line="base")
    if isinstance(engine, LlamaCppEngine):
        for model in shipped():
            _adopt_unless_chosen(_starter(model, engine), own_line="starter")


def _base(name: str, engine_name: str) -> Version:
    known = Version.objects.select_related("family").filter(
        family__name=BASE, base=name, engine_name=engine_name
    )
    made = Made(
        family=BASE,
        base=name,
        style=Style.WHOLE,
        why="base",
        engine=ENGINE,
        engine_name=engine_name,
        served_as=name,
    )
    version = known.first() or _entered_once(made)
    build(version)
    return version


def _starter(model: Shipped, engine: LlamaCppEngine) -> Version:
    version = _with_adapter(model.name, str(model.record["sha256"])) or _entered_once(
        _made(model, engine)
    )
    build(version)
    return version


def _entered_once(made: Made) -> Version:
    """Under a number that is chosen here, so that of two processes one is refused."""
    if made.number is None:
        family = families()[made.family]
        made = replace(made, number=next_number(family, made))
    return enter(made)


def _made(model: Shipped, engine: LlamaCppEngine) -> Made:
    record = model.record
    given = number(model.version)
    taken = Version.objects.filter(
        family__name=model.name, major=given.major, minor=given.minor, patch=given.patch
    ).exists()
    return Made(
        family=model.name,
        base=engine.base_model,
        style=Style.TUNED,
        why="starter",
        engine=ENGINE,
        engine_name=engine.name,
        modelfile=render(laid_over(engine.base_model)),
        files={"adapter": model.adapter},
        dataset=record["dataset"],
        recipe=record["recipe"] | {"strategy": TrainingRun.Strategy.LORA.value},
        losses=record["losses"],
        parent=Version.objects.filter(family__name=record.get("continues")).first(),
        number=None if taken else given,
    )


def _adopt_unless_chosen(version: Version, own_line: str) -> None:
    """Live, unless something is that a person trained, or had deployed or gone back to."""
    live = live_of(version.family)
    if live is not None and (live.pk == version.pk or _is_chosen(live, own_line)):
        return
    if version.state in (State.BUILT, State.VALIDATED, State.REJECTED):
        adopt(version)


def _is_chosen(live: Version, why: str) -> bool:
    if not live.events.filter(before="", why=why).exists():
        return True
    became = live.events.filter(after=State.LIVE).exclude(why="restored").order_by("-pk").first()
    return became is not None and became.why != "adopted"


def _with_adapter(family: str, sha256: str) -> Version | None:
    return (
        Version.objects.select_related("family")
        .filter(family__name=family, files__adapter__sha256=sha256)
        .order_by("pk")
        .first()
    )


def _parent(run: TrainingRun) -> Version | None:
    """The version of what the run went on from."""
    if run.parent_id is not None:
        return Version.objects.filter(run=run.parent_id).first()
    if run.shipped_parent:
        return _with_adapter(run.shipped_parent["name"], run.shipped_parent["sha256"])
    return None
