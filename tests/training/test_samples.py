"""What there is to learn from: every example, judged anew, with where it comes from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from content.actions import (
    approve_listing,
    edit_listing,
    request_draft,
    set_collecting,
    substantiate,
)
from content.generation import generating
from content.models import Listing, TrainingExample
from domain import forms
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT, make_listing
from tests.training.conftest import GOLD, item
from training.curation import Exclusion, Sample, Source
from training.models import Verdict
from training.queries import verdicts
from training.queries.samples import held_out, samples

pytestmark = pytest.mark.django_db
OTHER = replace(S24_TEXT, title="Samsung Galaxy S24 Ultra Akıllı Telefon, 200MP Kamera, 6.8 İnç")


def keep(origin: str, document: str, number: int) -> TrainingExample:
    return TrainingExample.objects.create(
        origin=origin, document=document, fingerprint=f"{number:064}", language="tr", overall=1
    )


def sources() -> list[Source]:
    return [one.source for one in samples(starter=False) if isinstance(one, Sample)]


def drafted(author: User, scripted: ScriptedEngine) -> Listing:
    """A listing that a model wrote, of someone whose listings are kept."""
    set_collecting(author, True)
    listing = make_listing(author)
    scripted.enqueue(forms.to_json(S24_TEXT))
    generating.run(request_draft(author, listing).pk)
    listing.refresh_from_db()
    return listing


def test_imported_and_generated_examples_keep_their_origin(data_dir: Path) -> None:
    keep("imported", json.dumps(item(*GOLD[0])), 1)
    keep("generated", json.dumps(item(*GOLD[1])), 2)
    assert sources() == [Source.IMPORTED, Source.GENERATED]


def test_a_draft_approved_as_it_was_is_approved(
    author: User, scripted: ScriptedEngine, data_dir: Path
) -> None:
    approve_listing(author, drafted(author, scripted), seen=1)
    assert sources() == [Source.APPROVED]


def test_a_draft_that_a_person_edited_counts_as_edited(
    author: User, scripted: ScriptedEngine, data_dir: Path
) -> None:
    listing = drafted(author, scripted)
    edit_listing(author, listing, OTHER, seen=1)
    approve_listing(author, listing, seen=2)
    assert Source.EDITED in sources()


@pytest.mark.parametrize(("edited", "source"), [(True, Source.EDITED), (False, Source.APPROVED)])
def test_judging_again_does_not_change_whose_words_they_are(
    edited: bool, source: Source, author: User, scripted: ScriptedEngine, data_dir: Path
) -> None:
    claimed = replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "300MP"))
    listing = drafted(author, scripted)
    if edited:
        edit_listing(author, listing, claimed, seen=1)
    else:
        scripted.enqueue(*[forms.to_json(claimed)] * 3)
        generating.run(request_draft(author, listing).pk)
    listing.refresh_from_db()
    revision = listing.revisions.get(number=listing.number)
    claim = next(one["key"] for one in revision.judgement["evidence"] if one["fact"] is None)
    substantiate(author, listing, claim, "Veri sayfası, sayfa 3")
    listing.refresh_from_db()
    approve_listing(author, listing, seen=listing.number)
    approved = TrainingExample.objects.get(origin="approved")
    key = f"example-{approved.fingerprint[:16]}"
    found = {one.key: one.source for one in samples(starter=False) if isinstance(one, Sample)}
    assert found[key] == source


@pytest.mark.parametrize("document", ["{", "[]", '{"input": {}}', "null", "[" * 100_000])
def test_what_cannot_be_read_is_left_out_with_its_reason(document: str, data_dir: Path) -> None:
    keep("imported", document, 1)
    (left,) = samples(starter=False)
    assert isinstance(left, Exclusion)
    assert left.reasons == ("unreadable",)


def test_an_examples_own_fields_never_pose_as_the_datasets(data_dir: Path) -> None:
    keep("imported", json.dumps({**item(*GOLD[0]), "key": "x", "source": "edited"}), 1)
    (sample,) = samples(starter=False)
    assert isinstance(sample, Sample)
    assert not {"key", "source"} & set(sample.document)
    assert list(sample.document) == list(item(*GOLD[0]))


def test_the_gold_examples_come_with_their_ids_unless_switched_off(gold: Path) -> None:
    found = [one for one in samples() if isinstance(one, Sample)]
    assert [one.key for one in found] == [f"gold-{number}" for number in range(len(GOLD))]
    assert {one.source for one in found} == {Source.GOLD}
    assert list(samples(starter=False)) == []


def test_without_the_starter_folder_there_is_nothing_and_nothing_fails(data_dir: Path) -> None:
    assert list(samples()) == []
    assert held_out() == frozenset()


def test_held_out_products_are_known_from_their_facts_alone(
    data_dir: Path, settings: Settings
) -> None:
    folder = Path(settings.STARTER_DIR) / "heldout"
    folder.mkdir(parents=True)
    (folder / "tr.json").write_text(json.dumps([{"input": item(S24, S24_TEXT)["input"]}]))
    assert len(held_out()) == 1


def test_what_was_judged_once_is_looked_up(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(samples())
    assert Verdict.objects.count() == len(GOLD)
    monkeypatch.setattr(verdicts, "judge", None)
    with CaptureQueriesContext(connection) as queries:
        assert list(samples()) == first
    assert len(queries) < 6
