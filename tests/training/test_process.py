"""The training process: what it is told, what it says, and how it ends."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.training import tiny
from tests.training.samples import made
from training import process
from training.curation.snapshot import lines_of
from training.errors import TrainingCancelled, TrainingError
from training.lora.checkpoint import FILE_NAME
from training.lora.recipe import Recipe

ROOT = Path(__file__).resolve().parent.parent.parent
RECIPE = replace(tiny.RECIPE, length=4096, epochs=2)
Event = dict[str, Any]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.with_letters(tmp_path_factory.mktemp("model"))


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """The process takes over signals, which are the tests' own here."""
    kept = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for one, handler in kept.items():
        signal.signal(one, handler)


def prepare(folder: Path, base: Path, recipe: Recipe = RECIPE, **more: Any) -> Path:
    """The folder of a job: four examples to learn, and one of them to check."""
    folder.mkdir(exist_ok=True)
    samples = [made(number, f"kelime {number} daha") for number in range(4)]
    (folder / "training.jsonl").write_text(lines_of(samples))
    (folder / "validation.jsonl").write_text(lines_of(samples[:1]))
    job = {"base": str(base), "cache": str(folder / "cache"), "threads": 1, "start": None}
    (folder / "job.json").write_text(json.dumps({**job, "recipe": recipe.as_json(), **more}))
    return folder


def events(said: str) -> list[Event]:
    """Every line is one JSON object with an event."""
    found = [json.loads(line) for line in said.splitlines()]
    assert all("event" in event for event in found)
    return found


Run = Callable[[Path], tuple[int, list[Event]]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a job here; returns the exit status and what was said."""

    def run_(folder: Path) -> tuple[int, list[Event]]:
        capfd.readouterr()
        status = process.main(folder)
        return status, events(capfd.readouterr().out)

    return run_


def failure(run: Run, folder: Path) -> tuple[str, str]:
    status, said = run(folder)
    assert status == 1
    assert [event["event"] for event in said].count("failed") == 1
    assert said[-1]["event"] == "failed"
    assert "\n" not in said[-1]["detail"]
    return said[-1]["code"], said[-1]["detail"]


def test_a_job_is_done_and_told(run: Run, model: Path, tmp_path: Path):
    status, said = run(prepare(tmp_path, model))
    assert status == 0
    kinds = [event["event"] for event in said]
    assert kinds == ["stage", "stage", *["progress"] * 4, "done"]
    assert [event["name"] for event in said[:2]] == ["loading", "training"]
    assert said[1]["examples"] == 4
    assert [event["step"] for event in said[2:-1]] == [1, 2, 3, 4]
    done = said[-1]
    assert done["steps"] == 4
    assert done["too_long"] == 0
    assert len(done["losses"]) == 4
    assert [step for step, _loss in done["validation_losses"]] == [0, 2, 4]
    assert done["best_validation_loss"] < done["validation_losses"][0][1]
    assert "export" not in done  # the base is no GGUF file
    assert (tmp_path / "best" / "adapter_model.safetensors").exists()


def test_what_is_too_long_is_counted(run: Run, model: Path, tmp_path: Path):
    folder = prepare(tmp_path, model)
    long = made(9, "uzun " * 2000)
    with (folder / "training.jsonl").open("a") as file:
        file.write(lines_of([long]))
    status, said = run(folder)
    assert status == 0
    assert (said[1]["examples"], said[1]["too_long"]) == (4, 1)


@pytest.mark.parametrize(
    "job",
    [
        "",
        "[]",
        "{}",
        '{"base": 1}',
        '{"base": "x", "cache": "y"}',
        '{"base": "x", "cache": "y", "recipe": {"targets": [], "unknown": 1}}',
        '{"base": 7, "cache": "y", "recipe": {"targets": []}}',
        '{"base": "x", "cache": "y", "recipe": {"targets": []}, "merge": "Q8_0"}',
    ],
)
def test_a_bad_job(run: Run, tmp_path: Path, job: str):
    (tmp_path / "job.json").write_text(job)
    assert failure(run, tmp_path)[0] == "job_unreadable"


def test_no_job_at_all(run: Run, tmp_path: Path):
    assert failure(run, tmp_path / "gone")[0] == "job_unreadable"


@pytest.mark.parametrize("name", ["training.jsonl", "validation.jsonl"])
@pytest.mark.parametrize("content", [b'{"input": ', b"{}\n", b"\xff\xfe", None])
def test_examples_that_cannot_be_read(
    run: Run, model: Path, tmp_path: Path, name: str, content: bytes | None
):
    folder = prepare(tmp_path, model)
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    code, detail = failure(run, folder)
    assert code == "job_unreadable"
    assert name in detail


def test_no_examples(run: Run, model: Path, tmp_path: Path):
    folder = prepare(tmp_path, model)
    (folder / "validation.jsonl").write_text("\n")
    assert failure(run, folder)[0] == "no_examples"


def test_a_missing_base(run: Run, tmp_path: Path):
    code, detail = failure(run, prepare(tmp_path, tmp_path / "gone.gguf"))
    assert code == "base_missing"
    assert "gone.gguf" in detail


def test_a_base_that_is_cut_off(run: Run, tmp_path: Path):
    (tmp_path / "cut.gguf").write_bytes(b"GGUF\x03\0\0\0\x01\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0")
    assert failure(run, prepare(tmp_path, tmp_path / "cut.gguf"))[0] == "base_unreadable"


def test_an_unknown_packing_is_told_before_anything_is_trained(
    run: Run, model: Path, tmp_path: Path
):
    folder = prepare(tmp_path, model, merge="Q2", name="x")
    assert failure(run, folder)[0] == "kind_unknown"
    assert not (folder / FILE_NAME).exists()


def test_a_training_that_brings_nothing(run: Run, model: Path, tmp_path: Path):
    folder = prepare(tmp_path, model, replace(RECIPE, rate=0.0))
    status, said = run(folder)
    assert (status, said[-1]["code"]) == (1, "no_gain")
    losses = said[-1]["losses"]
    assert losses["validation_best"] == losses["validation_before"] > 0


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (TrainingError("diverged", "x"), "diverged"),
        (MemoryError(), "memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), "memory"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: 9"), "memory"),
        (OSError(12, "Cannot allocate memory"), "memory"),
        (OSError(28, "No space left on device"), "disk"),
        (ModuleNotFoundError("No module named 'peft'", name="peft"), "packages_missing"),
        (RuntimeError("mat1 and mat2\nshapes"), "failed"),
        (KeyError("anything"), "failed"),
        (ZeroDivisionError("division by zero"), "failed"),
    ],
)
def test_whatever_happens_is_told_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, code: str
):
    def fail(_folder: Path, _stop: threading.Event) -> None:
        raise raised

    monkeypatch.setattr(process, "work", fail)
    assert failure(run, tmp_path)[0] == code


def test_as_a_process_a_bad_job_ends_with_one_line_and_status_one(tmp_path: Path):
    (tmp_path / "job.json").write_text("{")
    done = subprocess.run(command(tmp_path), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    (only,) = events(done.stdout)
    assert (only["event"], only["code"]) == ("failed", "job_unreadable")


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "training.process", str(folder)]


def test_ended_in_the_middle_it_keeps_a_checkpoint_and_goes_on(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = prepare(tmp_path, model, replace(RECIPE, epochs=200, patience=200))
    started = subprocess.Popen(
        command(folder), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert started.stdout
        said = []
        for line in started.stdout:
            said += events(line)
            if said[-1].get("step") == 3:
                started.send_signal(signal.SIGTERM)
        status = started.wait(timeout=60)
    finally:
        started.kill()
        started.wait()
    assert status == 0
    assert said[-1] == {"event": "cancelled"}
    reached = said[-2]["step"]
    assert 3 <= reached < 400
    assert (folder / FILE_NAME).exists()
    # Here it is ended again at its first step: how far it had come is what counts.
    stop, seen = threading.Event(), list[Event]()

    def say(event: str, **fields: Any) -> None:
        seen.append({"event": event, **fields})
        if event == "progress":
            stop.set()

    monkeypatch.setattr(process, "say", say)
    with pytest.raises(TrainingCancelled):
        process.work(folder, stop)
    assert seen[-1]["step"] == reached + 1
