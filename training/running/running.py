"""One run from its row to its artefacts."""

from __future__ import annotations

import json
import time
from typing import Any

import structlog
from django.db import transaction

from domain.examples import read
from domain.modelfile import render
from domain.prompt import Level
from engines import get_engine
from engines.llamacpp_model import EMBEDDED
from training import prompting, sentences
from training.actions.registering import register
from training.curation import snapshot
from training.curve import Curve
from training.errors import TrainingCancelled, TrainingError
from training.jobs import JOBS
from training.modelfiles import laid_over
from training.models import Artefact, DatasetSnapshot, TrainingRun
from training.queries.datasets import dataset_for
from training.running import folder
from training.running.child import Child
from training.running.watch import GLANCE, Asked, RunLost, Teller, Watch

CURATING = 600
"""Seconds that choosing from very many examples may take without a sign of life."""
REGISTERING = 300
"""Seconds that hashing a model's files and building it at the engine may take."""
PASSING = ("busy", "stopped", "killed")
"""What came from outside and may not come again: it is tried again, from the checkpoint."""
Status, Stage = TrainingRun.Status, TrainingRun.Stage
log = structlog.get_logger(__name__)


def run(pk: int, tell: Teller = lambda _run: None, asked: Asked = lambda: False) -> None:
    """Do training `pk`, unless somebody else does or it has ended.

    `tell` is given the row whenever that is written, `asked` says when to stop.
    """
    if not JOBS.claim(pk):
        return
    row = TrainingRun.objects.select_related("dataset", "parent").get(pk=pk)
    watch = Watch(row, tell, asked)
    started = time.monotonic()
    try:
        result = _do(row, watch)
        watch.flush()
        watch.hold_for(REGISTERING)
        result |= {"version": register(row, result).name}
        _finish(row, result | {"seconds": round(time.monotonic() - started, 1)})
    except TrainingCancelled:
        watch.flush()
        JOBS.end(pk, row.lease, Status.CANCELLED)
    except TrainingError as error:
        _fail(row, watch, error)
    except RunLost:
        log.warning("training taken away", run=pk)
    except OSError as error:
        _fail(row, watch, TrainingError("disk", str(error)))
    except BaseException:
        # The worker is told to end. What is done by then stays, and the reaper sends it again.
        JOBS.give_back(row, "", "", delay=0)
        raise


def _do(row: TrainingRun, watch: Watch) -> dict[str, Any]:
    if row.dataset is None:
        watch.stage(Stage.DATASET)
        row.dataset = _dataset(row, watch)
        watch.note(dataset=row.dataset)
        watch.flush()
    if row.strategy == TrainingRun.Strategy.PROMPT:
        return _instruct(row)
    folder.prepare(row)
    return _train(row, watch)


def _dataset(row: TrainingRun, watch: Watch) -> DatasetSnapshot:
    """Choose the examples and keep them; TrainingError where they are too few by now."""
    watch.hold_for(CURATING)
    dataset = dataset_for(
        row.level,
        row.category,
        starter=row.starter,
        augment=row.augment,
        strict=row.strict,
        limit=row.limit,
        tick=watch.tick,
    )
    watch.hold_for(JOBS.lease)
    if not dataset.training or not dataset.validation:
        raise TrainingError("no_examples")
    if dataset.missing and not row.is_trial:
        watch.note(result=sentences.shortfall(dataset))
        raise TrainingError("too_few")
    name = snapshot.write(dataset, DatasetSnapshot.home())
    kept, _new = DatasetSnapshot.objects.get_or_create(
        hash=name,
        level=row.level,
        category=row.category,
        strict=row.strict,
        defaults={
            "training": len(dataset.training),
            "validation": len(dataset.validation),
            "excluded": len(dataset.excluded),
            "counts": dataset.counts(),
            "datasheet": dataset.rule.asked(),
            "created_by": row.requested_by,
        },
    )
    return kept


def _instruct(row: TrainingRun) -> dict[str, Any]:
    """Write the Modelfile of a model that is told, not trained."""
    assert row.dataset is not None  # noqa: S101 - it was made before
    lines = snapshot.lines_in(row.dataset.folder / snapshot.FILES[0])
    # A dataset is sorted by key, so the best come first only when they are sorted again.
    items = sorted(map(json.loads, lines), key=_overall, reverse=True)
    examples = [read(item) for item in items]
    made = prompting.instruct(_base_name(row), Level(row.level), examples, row.recipe["budget"])
    row.folder.mkdir(parents=True, exist_ok=True)
    (row.folder / folder.MODELFILE).write_text(render(made.modelfile), encoding="utf-8")
    return {"shown": made.shown, "available": made.available, "tokens": made.tokens}


def _overall(item: dict[str, Any]) -> int:
    score = item.get("quality_metrics", {}).get("overall_score", 0)
    return int(score or 0)


def _train(row: TrainingRun, watch: Watch) -> dict[str, Any]:
    """Let a process learn, and say what it says; its result."""
    with Child(row.folder) as child:
        for event in child.events(GLANCE):
            watch.tick()
            kind = event["event"] if event else None
            if event is None:
                continue
            if kind == "stage":
                watch.stage(event["name"])
            elif kind == "progress":
                watch.progress(event)
            elif kind == "done":
                return _summary(row, watch, event)
            elif kind == "failed":
                raise TrainingError(event["code"], event["detail"], event.get("losses"))
            elif kind == "cancelled":
                # Somebody stopped the process itself: a terminal's Ctrl-C reaches it as well.
                watch.look()
                raise TrainingError("stopped")
        raise child.epitaph()


def _summary(row: TrainingRun, watch: Watch, event: dict[str, Any]) -> dict[str, Any]:
    """The result without the loss of every step, which stays in a file."""
    result = {name: value for name, value in event.items() if name != "event"}
    (row.folder / "result.json").write_text(json.dumps(result), encoding="utf-8")
    steps, looks = result.pop("losses"), result.pop("validation_losses")
    result["learning_seconds"] = result.pop("seconds")
    curve = _whole(steps, looks)
    watch.note(curve=curve.as_json(), validation_loss=result["best_validation_loss"])
    losses = {
        "first": steps[0][1] if steps else None,
        "last": steps[-1][1] if steps else None,
        "validation_before": looks[0][1] if looks else None,
        "validation_best": result["best_validation_loss"],
    }
    _describe(row)
    return result | {"losses": losses}


def _whole(steps: list[list[float]], looks: list[list[float]]) -> Curve:
    """The curve with the steps of which nobody heard: a process goes on for a moment when its
    worker has been killed."""
    curve = Curve()
    for step, loss, _rate in steps:
        curve.add(int(step), loss)
    for step, loss in looks:
        curve.look(int(step), loss)
    return curve


def _describe(row: TrainingRun) -> None:
    """The Modelfile of a trained model, where an engine can lay the adapter over its base."""
    if not (row.folder / folder.ADAPTER).exists():
        return
    model = laid_over(_base_name(row), f"./{folder.ADAPTER}")
    (row.folder / folder.MODELFILE).write_text(render(model), encoding="utf-8")


def _base_name(row: TrainingRun) -> str:
    """What a Modelfile calls the base: instructions are for the engine's own."""
    if row.strategy == TrainingRun.Strategy.PROMPT:
        return get_engine("default").base_model
    return row.base or EMBEDDED


def _finish(row: TrainingRun, result: dict[str, Any]) -> None:
    """Enter what came of it. Files are hashed before: that takes seconds, which nobody should
    have to wait for with saving something else."""
    artefacts = folder.artefacts_of(row)
    if row.is_trial:
        result["trial"] = True
    with transaction.atomic():
        if not JOBS.end(row.pk, row.lease, Status.DONE, result=result, stage="", seconds_left=None):
            raise RunLost
        row.artefacts.all().delete()
        Artefact.objects.bulk_create(artefacts)


def _fail(row: TrainingRun, watch: Watch, error: TrainingError) -> None:
    watch.flush()
    if error.code in PASSING and JOBS.give_back(row, error.code, error.detail, delay=60):
        return
    # What is killed each time it comes to the same place has most likely no room there.
    code = "memory" if error.code == "killed" else error.code[:30]
    log.warning("training failed", run=row.pk, code=code, detail=error.detail[:500])
    fields: dict[str, Any] = {"error": code, "error_detail": error.detail}
    if error.losses:
        fields["result"] = row.result | {"losses": error.losses}
    JOBS.end(row.pk, row.lease, Status.FAILED, **fields)
