"""What a retraining learns from: what is new, and enough of what is known."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from domain.identity import identity
from domain.levels import LEVELS, LevelRule
from domain.listing import Listing, Product
from domain.prompt import Level
from domain.quality import judge
from domain.versions import State
from evaluation.holding import Lost
from learning.corrections.examples import example_of
from learning.corrections.making import Text
from learning.jobs import JOBS
from learning.models import Correction, Feedback, Policy, Retraining
from learning.steps.dataset import choose, least_of
from learning.steps.step import End, Next
from models_registry.models import Version
from tests.evaluation.registry import make_version
from tests.learning.learnt import said_of, turn_of
from tests.learning.making import make_retraining
from tests.training.samples import made
from training.curation import Source, curate, snapshot
from training.curation.dataset import VALIDATION_SHARE
from training.curation.replay import spread
from training.curation.sample import digest
from training.curation.snapshot import hash_of_files
from training.models import DatasetSnapshot, TrainingRun
from training.recipes import recipe_of

pytestmark = pytest.mark.django_db
Origin, Outcome = Correction.Origin, Correction.Outcome
CATEGORIES = ("Elektronik", "Giyim", "Mutfak", "Spor", "Otomotiv")


@pytest.fixture(autouse=True)
def of_its_own(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder, starter data and a level that lets every text in."""
    settings.DATA_DIR = tmp_path / "data"
    settings.STARTER_DIR = tmp_path / "starter"
    settings.TRAIN_BASE = str(tmp_path / "base.gguf")
    monkeypatch.setitem(LEVELS, Level.EXPERT, LevelRule(Level.EXPERT, 500, 0))


def starter(settings: Settings, kind: str, count: int, first: int = 1000) -> None:
    """Examples or held-out products that come along: `count` of them, over the categories."""
    folder = Path(settings.STARTER_DIR) / kind / "tr"
    folder.mkdir(parents=True)
    items = []
    for number in range(first, first + count):
        one = made(number)
        said = json.loads(json.dumps(one.document))
        said["input"] |= {"brand": "Acme", "category": CATEGORIES[number % 5]}
        items.append({"id": f"{kind}-{number}", **said})
    (folder / "all.json").write_text(json.dumps(items))


def correction(
    row: Retraining, number: int, origin: str = Origin.EDIT, words: str = "", **fields: Any
) -> Correction:
    """A correction of a product of its own, in words of its own."""
    one = made(number, words)
    feedback = said_of(row.policy, one.product, one.listing, rating=1)
    return Correction.objects.create(
        retraining=row,
        feedback=feedback,
        origin=origin,
        document=document(feedback, one.product, one.listing, origin),
        **{"outcome": Outcome.KEPT, **fields},
    )


def document(feedback: Feedback, product: Product, listing: Listing, origin: str) -> dict[str, Any]:
    text = Text(listing, judge(product, listing))
    rating = 4.5 if origin == Origin.RATED else None
    return example_of(feedback, origin, text, writer="person", rating=rating)


def chosen(row: Retraining) -> DatasetSnapshot:
    assert choose(turn_of(row)) == Next()
    row.refresh_from_db()
    assert row.dataset is not None
    return row.dataset


def lines(snapshot: DatasetSnapshot) -> list[dict[str, Any]]:
    texts = [
        (snapshot.folder / name).read_text() for name in ("training.jsonl", "validation.jsonl")
    ]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def test_origins_are_counted_and_the_datasheet_says_where_it_comes_from(settings: Settings) -> None:
    starter(settings, "gold", 80)
    row = make_retraining()
    origins = [*[Origin.EDIT] * 8, Origin.PREFERRED, Origin.RATED, *[Origin.REPAIRED] * 4]
    for number, origin in enumerate([*origins, *[Origin.FRESH] * 10]):
        correction(row, number, origin)
    correction(row, 90, "", outcome=Outcome.FAULTY)
    kept = chosen(row)
    assert kept.counts["source"] == {"gold": 50, "corrected": 14, "edited": 8, "rated": 2}
    told = kept.datasheet
    assert told["sources"] == kept.counts["source"]
    assert (told["retraining"], told["corrective"]) == (row.pk, 24)
    assert told["hash"] == kept.hash == hash_of_files(kept.folder)
    assert (kept.level, kept.category) == ("expert", "")
    sheet = json.loads((kept.folder / "datasheet-expert.json").read_text())
    assert (sheet["retraining"], sheet["minimum"], sheet["threshold"]) == (row.pk, 20, 0)
    rated = [line for line in lines(kept) if line["source"] == Source.RATED]
    assert sorted(line.get("rating", 0) for line in rated) == [0, 4.5]
    numbers = {line["id"] for line in lines(kept) if line["source"] == Source.EDITED}
    edits = row.corrections.filter(origin=Origin.EDIT)
    assert numbers == {f"feedback-{one.feedback_id}" for one in edits}


def test_chosen_again_from_the_same_it_is_the_same(settings: Settings) -> None:
    starter(settings, "gold", 60)
    row = make_retraining()
    for number in range(25):
        correction(row, number)
    first = chosen(row)
    assert choose(turn_of(row)) == Next()
    Retraining.objects.filter(pk=row.pk).update(dataset=None)
    row.refresh_from_db()
    assert chosen(row) == first
    assert DatasetSnapshot.objects.count() == 1
    correction(row, 26)
    Retraining.objects.filter(pk=row.pk).update(dataset=None)
    row.refresh_from_db()
    assert chosen(row).hash != first.hash


def test_held_out_products_are_not_learnt_nor_near_duplicates(
    settings: Settings,
) -> None:
    starter(settings, "gold", 60)
    starter(settings, "heldout", 3, first=0)
    row = make_retraining()
    for number in range(30):
        correction(row, number)
    same = " ".join(f"w9x{place}" for place in range(30))
    correction(row, 40, words=same)
    kept = chosen(row)
    assert kept.counts["excluded"] == {"held_out": 3, "duplicate": 1}
    names = {line["input"]["product_name"] for line in lines(kept)}
    assert not names & {f"Acme M{number}" for number in (0, 1, 2)}
    assert len(names & {"Acme M9", "Acme M40"}) == 1
    assert kept.datasheet["corrective"] == 27


def test_what_was_known_of_a_corrected_product_is_not_replayed(settings: Settings) -> None:
    starter(settings, "gold", 60, first=0)
    row = make_retraining()
    for number in range(20):
        correction(row, number, words=" ".join(f"n{number}y{place}" for place in range(30)))
    kept = chosen(row)
    names = Counter(line["input"]["product_name"] for line in lines(kept))
    assert set(names.values()) == {1}
    assert kept.counts["source"] == {"gold": 40, "edited": 20}


@pytest.mark.parametrize(("new", "replayed"), [(20, 50), (70, 70)])
def test_as_much_is_replayed_as_is_new_and_at_least_fifty_of_all_kinds(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, new: int, replayed: int
) -> None:
    starter(settings, "gold", 100)
    row = make_retraining()
    for number in range(new):
        correction(row, number)
    monkeypatch.setattr("learning.steps.dataset._checking", lambda mixed, _known: mixed.validation)
    kept = chosen(row)
    assert kept.counts["source"]["gold"] == replayed
    again = [line for line in lines(kept) if line["source"] == "gold"]
    kinds = Counter(line["input"]["category"] for line in again)
    assert set(kinds) == set(CATEGORIES)
    assert max(kinds.values()) - min(kinds.values()) <= 1
    learnt = (kept.folder / "training.jsonl").read_text().splitlines()
    known = [line for line in learnt if json.loads(line)["source"] == "gold"]
    assert kept.datasheet["replayed"] == kept.replayed == len(known)
    assert kept.validation > 0


def test_it_is_checked_on_no_more_known_examples_than_new_ones(settings: Settings) -> None:
    starter(settings, "gold", 300)
    row = make_retraining()
    for number in range(30):
        correction(row, number)
    kept = chosen(row)
    checked = (kept.folder / "validation.jsonl").read_text().splitlines()
    sources = Counter(json.loads(line)["source"] for line in checked)
    assert 0 < sources["gold"] <= sources["edited"]
    assert kept.validation == sources.total()


def test_where_nothing_new_is_left_to_check_on_what_is_known_checks_it(settings: Settings) -> None:
    starter(settings, "gold", 300)
    row = make_retraining()
    names = {number: digest(identity(made(number).product)) for number in range(60)}
    taught = [number for number, name in names.items() if int(name[:8], 16) % VALIDATION_SHARE]
    for number in taught[:30]:
        correction(row, number)
    kept = chosen(row)
    checked = (kept.folder / "validation.jsonl").read_text().splitlines()
    assert {json.loads(line)["source"] for line in checked} == {"gold"}


def test_replay_takes_all_kinds_in_turn_whatever_the_order() -> None:
    known = [made(number) for number in range(40)]
    assert spread(known, 10) == spread(known[::-1], 10)
    assert spread(known, 100) != known
    assert {one.key for one in spread(known, 100)} == {one.key for one in known}
    assert spread([], 5) == []


def live_with(keys: list[int], **fields: Any) -> Version:
    """A live version that learnt those examples, whose run left weights."""
    run = TrainingRun.objects.create(
        name="walmart-gpt-expert",
        level="expert",
        status="done",
        recipe=recipe_of().as_json(),
        base=settings.TRAIN_BASE,
        dataset=snapshot_of(keys),
        **fields,
    )
    (run.folder / "best").mkdir(parents=True)
    return make_version(state=State.LIVE, run=run.pk)


def snapshot_of(keys: list[int]) -> DatasetSnapshot:
    made_of = curate([made(key) for key in keys], LevelRule(Level.EXPERT, 1, 0))
    name = snapshot.write(made_of, DatasetSnapshot.home())
    return DatasetSnapshot.objects.create(
        hash=name,
        level="expert",
        training=len(made_of.training),
        validation=len(made_of.validation),
        excluded=0,
        counts=made_of.counts(),
        datasheet={},
    )


def test_what_the_live_version_and_those_before_it_learnt_is_replayed(settings: Settings) -> None:
    starter(settings, "gold", 5)
    before = TrainingRun.objects.create(
        name="walmart-gpt-advanced",
        level="advanced",
        status="done",
        base=settings.TRAIN_BASE,
        dataset=snapshot_of(list(range(200, 230))),
    )
    live = live_with(list(range(300, 330)), parent=before)
    row = make_retraining(live=live)
    for number in range(20):
        correction(row, number)
    kept = chosen(row)
    known = {line["key"] for line in lines(kept) if line["source"] == "gold"}
    assert 40 <= len(known) <= 50  # without those that would only check
    assert all(key.startswith(("k02", "k03")) for key in known)
    assert {key[:3] for key in known} == {"k02", "k03"}


def test_too_few_corrections_end_it_with_figures(settings: Settings) -> None:
    starter(settings, "gold", 60)
    row = make_retraining()
    for number in range(10):
        correction(row, number)
    answer = choose(turn_of(row))
    assert isinstance(answer, End)
    assert answer.outcome == Retraining.Outcome.NOTHING
    assert answer.reasons == [
        {
            "reason": "too_few_corrections",
            "figures": {"kept": 10, "least": 20, "excluded": {}},
        }
    ]
    assert not DatasetSnapshot.objects.exists()


def test_texts_below_the_levels_threshold_are_left_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LEVELS, Level.EXPERT, LevelRule(Level.EXPERT, 500, 101))
    row = make_retraining()
    for number in range(20):
        correction(row, number)
    answer = choose(turn_of(row))
    assert isinstance(answer, End)
    figures = answer.reasons[0]["figures"]
    assert figures["excluded"] == {"below_threshold": 20}


@pytest.mark.parametrize(("threshold", "least"), [(5, 2), (50, 10), (100, 20), (10_000, 20)])
def test_a_policy_that_waits_for_little_is_content_with_less(threshold: int, least: int) -> None:
    assert least_of(Policy(threshold=threshold)) == least


def test_a_worker_that_lost_the_job_keeps_no_dataset_in_the_row(settings: Settings) -> None:
    starter(settings, "gold", 60)
    row = make_retraining()
    for number in range(20):
        correction(row, number)
    turn = turn_of(row)
    Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None)
    assert JOBS.claim(row.pk)
    with pytest.raises(Lost):
        choose(turn)
    row.refresh_from_db()
    assert row.dataset is None
