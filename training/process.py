"""The process in which weights are trained: `python -m training.process FOLDER`.

A process of its own, because torch takes memory that nothing else should spend, because the kernel
may end it for want of memory without ending a worker, and because it is ended to stop it.

`FOLDER` holds what is to be done: job.json, training.jsonl and validation.jsonl (the examples'
JSON). It is told on standard output what happens, one JSON object a line with an "event":
{"event": "stage", "name"}, {"event": "progress", …}, {"event": "done", …} and
{"event": "failed", "code", "detail", "losses"}. Killed at any moment, it goes on from its last
checkpoint when it is started again.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.examples import read
from domain.listing import Listing, Product
from training.curation.snapshot import FILES
from training.errors import TrainingCancelled, TrainingError
from training.lora.recipe import Recipe

OUT_OF_MEMORY = (
    "not enough memory",
    "out of memory",
    "can't allocate memory",
    "cannot allocate memory",
)
CHECKED_PROMPTS = 3
PR_SET_PDEATHSIG = 1


def main(folder: Path) -> int:
    """Train and export; returns the exit status."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_args: stop.set())
    signal.signal(signal.SIGINT, lambda *_args: stop.set())
    _stop_with_parent()
    try:
        say("done", **work(folder, stop))
    except TrainingCancelled:
        say("cancelled")
    except TrainingError as error:
        return _failed(error.code, error.detail, **error.losses)
    except Exception as error:  # whatever it is, whoever started this is told in one line
        traceback.print_exc()
        return _failed(*_told(error))
    return 0


def _told(error: Exception) -> tuple[str, str]:
    """Code and detail of what torch, the disk or a mistake of ours raised."""
    line = str(error).partition("\n")[0]
    if isinstance(error, ModuleNotFoundError):
        return "packages_missing", str(error.name)
    if isinstance(error, MemoryError) or any(said in line.casefold() for said in OUT_OF_MEMORY):
        return "memory", line
    if isinstance(error, OSError):
        return "disk", line
    return "failed", f"{type(error).__name__}: {line}"


def work(folder: Path, stop: threading.Event) -> dict[str, Any]:
    """Do what job.json asks for; returns what came of it."""
    job, recipe = _job(folder)
    learnt, checked = (_examples(folder / name) for name in FILES)
    say("stage", name="loading")
    # Here, because they take seconds and hundreds of megabytes.
    from training.lora import base, corpus, loop
    from training.lora.device import prepare

    device = prepare(recipe.seed, job.get("threads"))
    model_folder = base.folder_of(Path(job["base"]), Path(job["cache"]))
    tokenizer = base.tokenizer_of(model_folder)
    training, long = corpus.encode(learnt, tokenizer, recipe.length)
    checking, _ = corpus.encode(checked, tokenizer, recipe.length)
    checking = corpus.spread(checking, recipe.checked)
    start = _start(job, model_folder, folder)
    model = base.with_adapter(model_folder, recipe, start, device)
    say("stage", name="training", device=device, examples=len(training), too_long=long)
    position = loop.train(
        model,
        training,
        checking,
        recipe,
        folder,
        watch=lambda progress: say("progress", **asdict(progress)),
        cancelled=stop.is_set,
    )
    del model  # the check loads the best one, and there may be no room for two
    result = {
        "device": device,
        "examples": len(training),
        "replayed": job.get("replayed", 0),
        "checked": len(checking),
        "too_long": long,
        "steps": position.step,
        "seconds": round(position.seconds, 1),
        "best_validation_loss": position.best,
        "losses": position.losses,
        "validation_losses": position.looks,
    }
    if not (folder / loop.BEST).exists():
        before, *after = (loss for _step, loss in position.looks)
        raise TrainingError(
            "no_gain",
            f"validation loss {before:.3f} from the start",
            {"validation_before": before, "validation_best": min(after)},
        )
    if job["base"].endswith(".gguf"):
        say("stage", name="exporting")
        prompts = [list(sequence.ids[: sequence.asked]) for sequence in checking[:CHECKED_PROMPTS]]
        result["export"] = _export(job, folder, model_folder, recipe, prompts)
    return result


def _start(job: dict[str, Any], model_folder: Path, folder: Path) -> Path | None:
    """The PEFT folder to go on from, made of a GGUF file where that is what there is."""
    from training.export.unpacking import write_peft

    start = Path(job["start"]) if job.get("start") else None
    if start is None or start.suffix != ".gguf":
        return start
    unpacked = folder / "start"
    if not unpacked.exists():
        write_peft(start, Path(job["base"]), model_folder, unpacked)
    return unpacked


def _export(
    job: dict[str, Any], folder: Path, model_folder: Path, recipe: Recipe, prompts: list[list[int]]
) -> dict[str, Any]:
    from training.export.adapter import write_adapter
    from training.export.check import compare
    from training.export.merged import write_merged
    from training.lora import base

    gguf = Path(job["base"])
    adapter = folder / "adapter.gguf"
    size = write_adapter(folder / "best", gguf, adapter)
    best = base.with_adapter(model_folder, recipe, folder / "best", "cpu").eval()
    exported = {
        "adapter_bytes": size,
        "adapter_check": compare(best, gguf, adapter, prompts).as_json(),
    }
    if job.get("merge"):
        merged = folder / "merged.gguf"
        exported["merged_bytes"] = write_merged(
            folder / "best", gguf, merged, name=job["name"], kind=job["merge"]
        )
        exported["merged_check"] = compare(best, merged, None, prompts).as_json()
    return exported


def _job(folder: Path) -> tuple[dict[str, Any], Recipe]:
    """What is asked for, and how it is to be done."""
    try:
        job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        targets = tuple(job["recipe"]["targets"])
        for key in ("base", "cache", *(["name"] if job.get("merge") else [])):
            Path(job[key])
        recipe = Recipe(**{**job["recipe"], "targets": targets})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TrainingError("job_unreadable", f"job.json: {error!r}") from error
    if job.get("merge"):
        from training.export.merged import must_be_known

        must_be_known(job["merge"])  # now, and not after hours
    return job, recipe


def _examples(path: Path) -> list[tuple[Product, Listing]]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [read(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise TrainingError("job_unreadable", f"{path.name}: {error}") from error


def _stop_with_parent() -> None:
    """Have the kernel ask this process to stop when whoever started it dies; only Linux can, and
    elsewhere it stops at its next word, which nobody hears."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _failed(code: str, detail: str, **losses: float) -> int:
    say("failed", code=code, detail=detail[:2000], losses=losses)
    return 1


def say(event: str, **fields: Any) -> None:
    """One line for whoever started this process. Where nobody listens any more, this is the time to
    stop, in good order: what was learnt so far is still to be kept."""
    try:
        print(json.dumps({"event": event, **fields}), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
