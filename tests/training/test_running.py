"""A run from its row to its artefacts, with a process that only pretends to learn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from accounts.models import User
from domain.modelfile import parse
from tests.training.conftest import TRAINED, Script, done, step
from training import sentences
from training.actions import cancel_training, request_training
from training.curation import replay
from training.curation.snapshot import hash_of_files
from training.jobs import JOBS, reap
from training.lora.recipe import Recipe
from training.models import Artefact, DatasetSnapshot, TrainingRun
from training.running import running
from training.running.folder import measured

pytestmark = pytest.mark.django_db
Status = TrainingRun.Status


def trained(run: TrainingRun) -> TrainingRun:
    running.run(run.pk)
    run.refresh_from_db()
    return run


def starts(run: TrainingRun) -> int:
    return len((run.folder / "starts").read_text().splitlines())


def process_of(run: TrainingRun) -> int:
    return int((run.folder / "starts").read_text().split()[0])


def test_the_dataset_is_kept_the_losses_are_told_and_the_files_recorded(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = trained(request_training(manager, "basic"))
    assert (run.status, run.error, run.error_detail) == (Status.DONE, "", "")
    dataset = DatasetSnapshot.objects.get()
    assert run.dataset == dataset
    assert hash_of_files(dataset.folder) == dataset.hash
    assert dataset.counts["source"] == {"gold": 5}
    assert dataset.training + dataset.validation == 5
    assert (run.step, run.steps, run.loss, run.validation_loss) == (2, 2, 2.0, 1.0)
    assert run.curve["points"] == [[1, 3.0, 1], [2, 2.0, 1]]
    assert run.curve["validation"] == [[0, 2.5], [2, 1.0]]
    assert run.result["losses"]["validation_before"] == 2.5
    assert "trial" not in run.result
    files = {artefact.kind: artefact for artefact in run.artefacts.all()}
    assert set(files) == {"peft", "adapter", "modelfile"}
    assert measured(files["adapter"].file) == (12, files["adapter"].sha256)
    assert parse(files["modelfile"].file.read_text()).adapter == "./adapter.gguf"


def test_the_process_is_told_everything_it_needs(
    manager: User, in_reach: None, standin: Script, settings: Settings
) -> None:
    run = trained(request_training(manager, "basic", epochs=2))
    job = json.loads((run.folder / "job.json").read_text())
    assert job["recipe"]["epochs"] == 2
    assert job["base"] == settings.TRAIN_BASE
    assert job["merge"] == "Q8_0"
    assert job["start"] is None
    assert (run.folder / "training.jsonl").read_bytes()
    following = trained(request_training(manager, "advanced"))
    job = json.loads((following.folder / "job.json").read_text())
    assert job["start"] == str(run.folder / "best")


def test_a_level_learns_what_the_one_before_did_not(
    manager: User, in_reach: None, gold: Path, standin: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "LEAST", 0)

    def lines(folder: Path) -> set[str]:
        return set((folder / "training.jsonl").read_text(encoding="utf-8").splitlines())

    everything = json.loads((gold / "mixed.json").read_text())
    (gold / "mixed.json").write_text(json.dumps(everything[:3]))
    before = trained(request_training(manager, "basic", limit=9))
    (gold / "mixed.json").write_text(json.dumps(everything))
    run = trained(request_training(manager, "advanced", limit=9))
    assert before.dataset
    assert run.dataset
    assert run.parent == before
    assert lines(before.folder) == lines(before.dataset.folder)
    new = lines(run.dataset.folder) - lines(before.dataset.folder)
    assert new
    assert new <= lines(run.folder) < lines(run.dataset.folder)
    replayed = len(lines(run.folder)) - len(new)
    assert json.loads((run.folder / "job.json").read_text())["replayed"] == replayed


def test_a_trial_says_that_it_is_one_and_is_small(
    manager: User, gold: Path, standin: Script
) -> None:
    run = trained(request_training(manager, "expert", limit=2))
    assert run.status == Status.DONE
    assert run.result["trial"] is True
    assert run.dataset is not None
    assert (run.dataset.training, run.dataset.validation) == (2, 1)
    assert json.loads((run.folder / "job.json").read_text())["merge"] is None


def test_examples_that_went_meanwhile_are_missed_and_nothing_is_trained(
    manager: User, in_reach: None, gold: Path, standin: Script
) -> None:
    run = request_training(manager, "basic")
    items = json.loads((gold / "mixed.json").read_text())
    (gold / "mixed.json").write_text(json.dumps(items[:3]))
    run = trained(run)
    assert (run.status, run.error) == (Status.FAILED, "too_few")
    with override("tr"):
        assert "3" in sentences.failure(run.error, run.result)
    assert not (run.folder / "starts").exists()


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ([{"event": "failed", "code": "packages_missing", "detail": "torch"}], "packages_missing"),
        ([{"exit": 3}], "died"),
        ([], "died"),
    ],
)
def test_a_training_that_fails_says_why(
    script: list[dict[str, object]], code: str, manager: User, in_reach: None, standin: Script
) -> None:
    standin(*script)
    run = trained(request_training(manager, "basic"))
    assert (run.status, run.error) == (Status.FAILED, code)
    assert not Artefact.objects.exists()
    if {"exit": 3} in script:
        assert "the last words" in run.error_detail


def test_without_the_packages_the_real_process_says_which_is_missing(
    tmp_path: Path,
) -> None:
    job = {"name": "x", "base": "x.gguf", "cache": ".", "recipe": Recipe().as_json()}
    (tmp_path / "job.json").write_text(json.dumps(job))
    for name in ("training.jsonl", "validation.jsonl"):
        (tmp_path / name).touch()
    without = "import sys; sys.modules['torch'] = None; from training.process import main; "
    without += "from pathlib import Path; sys.exit(main(Path(sys.argv[1])))"
    said = subprocess.run(
        [sys.executable, "-c", without, str(tmp_path)], capture_output=True, text=True, check=False
    )
    last = json.loads(said.stdout.splitlines()[-1])
    assert (said.returncode, last["code"]) == (1, "packages_missing")


CODES = """packages_missing memory no_examples no_gain diverged base_missing base_unreadable
export_differs export_unreadable disk dataset_changed busy stopped killed lost died broker failed
something_new"""


@pytest.mark.parametrize("code", CODES.split())
def test_every_failure_is_one_sentence_in_the_readers_language(code: str) -> None:
    with override("tr"):
        turkish = sentences.failure(code)
    with override("en"):
        english = sentences.failure(code)
    assert turkish != english
    assert "%" not in turkish + english


def test_a_message_that_comes_twice_trains_once(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = trained(request_training(manager, "basic"))
    running.run(run.pk)
    assert starts(run) == 1


def test_a_run_that_somebody_holds_is_left_alone(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = request_training(manager, "basic")
    assert JOBS.claim(run.pk)
    running.run(run.pk)
    assert not run.folder.exists()


def test_a_changed_dataset_is_not_trained_on(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = request_training(manager, "basic")
    first = trained(request_training(manager, "expert"))
    assert first.dataset is not None
    (first.dataset.folder / "training.jsonl").write_text("")
    run.dataset = first.dataset
    run.save()
    run = trained(run)
    assert (run.status, run.error) == (Status.FAILED, "dataset_changed")


def test_after_a_crash_it_goes_on_where_it_was(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = request_training(manager, "basic")
    standin(*TRAINED[:3], {"kill": True})
    JOBS.claim(run.pk)  # a worker that is killed in the middle
    run.refresh_from_db()
    run.folder.mkdir(parents=True)
    (run.folder / "checkpoint.safetensors").write_text("1")
    TrainingRun.objects.filter(pk=run.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1), step=1, curve={"points": [[1, 9.0, 1]]}
    )
    standin(*TRAINED)
    reap()
    drawn: list[list[list[float]]] = []
    running.run(run.pk, lambda row: drawn.append(row.curve.get("points", [])))
    run.refresh_from_db()
    assert run.status == Status.DONE
    assert [[1, 9.0, 1], [2, 2.0, 1]] in drawn
    assert starts(run) == 1


def test_a_run_that_dies_again_and_again_at_the_same_place_is_given_up(
    manager: User, in_reach: None
) -> None:
    run = request_training(manager, "basic")
    past = timezone.now() - timedelta(seconds=1)
    for _ in range(JOBS.most_attempts):
        assert JOBS.claim(run.pk)
        TrainingRun.objects.filter(pk=run.pk).update(lease_until=past)
        reap()
    run.refresh_from_db()
    assert (run.status, run.error) == (Status.FAILED, "lost")


def test_a_process_that_is_killed_goes_on_from_its_checkpoint(
    manager: User, in_reach: None, standin: Script
) -> None:
    standin(step(1, 3, 3.0), {"kill": True})
    run = trained(request_training(manager, "basic"))
    assert (run.status, run.error, run.step) == (Status.QUEUED, "killed", 1)
    standin(*TRAINED)
    run = trained(run)
    assert (run.status, run.error) == (Status.DONE, "")


def test_one_that_is_killed_at_the_same_place_each_time_has_no_room_there(
    manager: User, in_reach: None, standin: Script
) -> None:
    standin(step(1, 3, 3.0), {"kill": True})
    run = request_training(manager, "basic")
    for attempt in range(1, JOBS.most_attempts + 1):
        assert run.is_active, f"given up after {attempt - 1}"
        run = trained(run)
    assert (run.status, run.error) == (Status.FAILED, "memory")
    assert "SIGKILL" in run.error_detail


def test_what_came_further_has_its_attempts_anew(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = request_training(manager, "basic")
    TrainingRun.objects.filter(pk=run.pk).update(attempt=2)
    assert trained(run).attempt == 1


def test_a_worker_that_is_told_to_end_gives_the_run_back(
    manager: User, in_reach: None, standin: Script
) -> None:
    standin(step(1, 3, 3.0), 30.0)
    run = request_training(manager, "basic")

    def interrupt(row: TrainingRun) -> None:
        if row.step:
            raise SystemExit

    with pytest.raises(SystemExit):
        running.run(run.pk, interrupt)
    run.refresh_from_db()
    assert (run.status, run.lease) == (Status.QUEUED, None)
    assert not psutil.pid_exists(process_of(run))
    standin(*TRAINED)
    assert trained(run).status == Status.DONE
    assert starts(run) == 2


def test_two_processes_never_share_a_folder(
    manager: User, in_reach: None, standin: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.running.child.OTHER_ENDS_WITHIN", 0.1)
    run = request_training(manager, "basic")
    run.folder.mkdir(parents=True)
    holding = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX)"
    holding += "; print('held', flush=True); time.sleep(60)"
    other = subprocess.Popen(
        [sys.executable, "-c", holding, str(run.folder / "lock")], stdout=subprocess.PIPE
    )
    try:
        assert other.stdout is not None
        other.stdout.readline()
        run = trained(run)
        assert (run.status, run.error) == (Status.QUEUED, "busy")
        assert not (run.folder / "starts").exists()
    finally:
        other.kill()
        other.communicate()


@pytest.mark.parametrize(
    "at_work",
    [
        pytest.param("while True: time.sleep(0.1); process.say('progress')", id="speaking"),
        pytest.param(
            "process._stop_with_parent(); process.say('progress'); time.sleep(60)",
            id="silent",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells"),
        ),
    ],
)
def test_a_process_whose_worker_was_killed_stops_in_good_order(
    at_work: str, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    child = f"""
import pathlib, signal, sys, time
from training import process
def stop(*_args):
    pathlib.Path({str(kept)!r}).write_text("the checkpoint")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
{at_work}
"""
    worker = f"""
import subprocess, sys, time
started = subprocess.Popen([sys.executable, "-c", {child!r}], stdout=subprocess.PIPE)
started.stdout.readline()
print(started.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", worker], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 20
    while not kept.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert kept.read_text() == "the checkpoint"


def test_the_process_yields_to_others(manager: User, in_reach: None, standin: Script) -> None:
    standin(step(1, 3, 3.0), 1.2, *TRAINED)
    run = request_training(manager, "basic")
    niceness = []

    def look(row: TrainingRun) -> None:
        if row.step == 1:
            niceness.append(os.getpriority(os.PRIO_PROCESS, process_of(run)))

    running.run(run.pk, look)
    assert niceness
    assert min(niceness) > os.getpriority(os.PRIO_PROCESS, 0)


def test_stopping_ends_the_process_and_keeps_the_checkpoint_for_the_next(
    manager: User, in_reach: None, standin: Script
) -> None:
    standin(step(1, 2, 3.0), 30.0)
    run = request_training(manager, "basic")

    def stop(row: TrainingRun) -> None:
        if row.step:
            cancel_training(manager, row)

    began = time.monotonic()
    running.run(run.pk, stop)
    assert time.monotonic() - began < 20
    run.refresh_from_db()
    assert (run.status, run.cancel_requested_by, run.error) == (Status.CANCELLED, manager, "")
    assert not psutil.pid_exists(process_of(run))
    standin(*TRAINED)
    following = trained(request_training(manager, "basic"))
    assert following.status == Status.DONE
    told = (following.folder / "starts").read_text()
    assert told.count("from 1") == 1


def test_instructions_become_a_modelfile_without_any_process(
    manager: User, in_reach: None, standin: Script
) -> None:
    run = trained(request_training(manager, "expert", strategy="prompt"))
    assert (run.status, run.error) == (Status.DONE, "")
    artefact = run.artefacts.get()
    model = parse(artefact.file.read_text())
    assert artefact.kind == "modelfile"
    assert "Walmart" in model.system
    assert len(model.messages) == 2 * run.result["shown"]
    assert run.result["shown"] >= 1
    assert not (run.folder / "starts").exists()


def test_a_separator_within_a_text_ends_no_example(
    manager: User, in_reach: None, gold: Path, standin: Script
) -> None:
    items = json.loads((gold / "mixed.json").read_text())
    for item in items:
        output = item["output"]
        output["description"] = output["description"].replace(". ", ".\u2028", 1)
    (gold / "mixed.json").write_text(json.dumps(items))
    run = trained(request_training(manager, "expert", strategy="prompt"))
    assert (run.status, run.error) == (Status.DONE, "")
    assert run.dataset is not None
    assert "\u2028" in (run.dataset.folder / "training.jsonl").read_text()


def test_the_row_is_written_once_a_second_at_most(
    manager: User, in_reach: None, standin: Script
) -> None:
    standin(*[step(number, 500, 1.0) for number in range(1, 501)], done(500))
    told: list[int] = []
    run = request_training(manager, "basic")
    running.run(run.pk, lambda row: told.append(row.step))
    assert len([number for number in told if 0 < number < 500]) < 20
    run.refresh_from_db()
    assert run.step == 500
    assert len(run.curve["points"]) <= 200
