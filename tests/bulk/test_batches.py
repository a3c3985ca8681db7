"""A batch from the choice of products to its end, with the model's words scripted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import Settings

from accounts.errors import ActionRefused
from accounts.models import User
from bulk.actions.batches import (
    Options,
    Retried,
    cancel_batch,
    pause_batch,
    resume_batch,
    retry_failed,
    start_batch,
)
from bulk.batching import settling
from bulk.batching.advancing import advance
from bulk.batching.sending import FOLD
from bulk.models import Batch, BatchItem
from bulk.queries.batches import items_of, progress_of
from content.actions import approve_listing, edit_listing, reopen_listing, request_draft
from content.models import Generation, Listing
from domain.prompt import Level
from engines.base import EngineUnavailable, ModelMissing
from engines.scripted import ScriptedEngine
from tests.bulk.batched import GOOD, INVENTED, chosen, make_batch, queued, statuses, work, write
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db


def test_every_product_is_written_once_and_the_batch_ends(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 10)
    assert work(scripted) == 10

    batch.refresh_from_db()
    assert (batch.status, statuses(batch)) == (Batch.Status.DONE, ["done"] * 10)
    assert batch.finished_at is not None
    assert len(scripted.requests) == Generation.objects.count() == 10
    assert {row.text() for row in Listing.objects.all()} == {S24_TEXT}
    item = batch.items.select_related("listing").earliest("pk")
    assert (item.number, item.errors, item.aside) == (1, 0, False)
    assert item.score == item.listing.overall


def test_few_are_sent_at_once(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 20)
    sent = advance()
    assert sent == FOLD * scripted.places == len(queued())
    assert advance() == 0
    write(scripted, queued()[0])
    assert advance() == 1
    assert statuses(batch).count("waiting") == 20 - sent - 1


def test_drafts_of_a_batch_are_none_of_those_that_a_person_may_have(
    author: User, scripted: ScriptedEngine, settings: Settings
) -> None:
    settings.MOST_ACTIVE_DRAFTS = 1
    make_batch(author, 5)
    assert advance() == 5
    request_draft(author, make_listing(author))
    with pytest.raises(ActionRefused):
        request_draft(author, make_listing(author))


def test_two_batches_are_served_in_turns(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    first = make_batch(author, 30)
    advance()
    second = make_batch(colleague, 30)
    order: list[int] = []
    for _ in range(16):
        write(scripted, queued()[0])
        advance()
        order.append(BatchItem.objects.filter(status="sent").latest("generation").batch_id)
    assert order == [second.pk, first.pk] * 8


def test_a_batch_that_has_all_its_products_sent_leaves_its_turns_to_others(
    author: User, scripted: ScriptedEngine
) -> None:
    small, large = make_batch(author, 1), make_batch(author, 9)
    work(scripted)
    assert statuses(small) + statuses(large) == ["done"] * 10
    assert not Batch.objects.exclude(status=Batch.Status.DONE).exists()


def test_what_somebody_changed_or_approved_meanwhile_is_not_written_over(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    rows = [make_listing(author) for _ in range(3)]
    batch = start_batch(author, chosen(rows))
    edit_listing(colleague, rows[0], S24_TEXT, seen=0)
    edit_listing(colleague, rows[1], S24_TEXT, seen=0)
    approve_listing(colleague, rows[1], seen=1)
    work(scripted)

    assert statuses(batch) == ["failed", "failed", "done"]
    assert [item.error for item in batch.items.order_by("pk")] == ["conflict", "conflict", ""]
    rows[1].refresh_from_db()
    assert rows[1].status == Listing.Status.APPROVED

    assert retry_failed(author, batch).count == 2, "by somebody who has been told of it"
    work(scripted)
    assert statuses(batch) == ["done"] * 3


def test_approved_texts_are_left_out_unless_asked_for(
    author: User, scripted: ScriptedEngine
) -> None:
    approved, plain = make_listing(author, S24_TEXT), make_listing(author)
    approve_listing(author, approved, seen=1)

    batch = start_batch(author, chosen([approved, plain]))
    assert (batch.left_out, batch.items.get().listing) == ({"approved": 1}, plain)
    cancel_batch(author, batch)
    batch = start_batch(author, chosen([approved, plain]), Options(approved=True))
    work(scripted)
    assert statuses(batch) == ["done", "done"]
    approved.refresh_from_db()
    assert approved.status == Listing.Status.DRAFT


def test_an_approval_that_came_meanwhile_stays(author: User, scripted: ScriptedEngine) -> None:
    listing = make_listing(author, S24_TEXT)
    batch = start_batch(author, chosen([listing]))
    approve_listing(author, listing, seen=1)
    work(scripted)
    assert batch.items.get().error == "approved_meanwhile"
    listing.refresh_from_db()
    assert listing.status == Listing.Status.APPROVED


def test_a_product_is_in_one_batch_at_a_time(author: User, scripted: ScriptedEngine) -> None:
    rows = [make_listing(author) for _ in range(2)]
    first = start_batch(author, chosen(rows[:1]))
    second = start_batch(author, chosen(rows))
    assert (second.left_out, second.items.count()) == ({"elsewhere": 1}, 1)
    with pytest.raises(ActionRefused) as refused:
        start_batch(author, chosen(rows))
    assert refused.value.code == "all_elsewhere"
    work(scripted)
    assert statuses(first) == statuses(second) == ["done"]


def test_a_product_that_is_being_written_waits_for_its_turn(
    author: User, scripted: ScriptedEngine
) -> None:
    rows = [make_listing(author) for _ in range(2)]
    batch = start_batch(author, chosen(rows))
    by_hand = request_draft(author, rows[0])
    assert advance() == 1
    assert statuses(batch) == ["waiting", "sent"]
    write(scripted, by_hand.pk)
    work(scripted)
    assert statuses(batch) == ["failed", "done"], "the text is no more the one it was"


def test_paused_nothing_more_is_sent_until_it_goes_on(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 12)
    sent = advance()
    pause_batch(colleague, batch)
    assert work(scripted) == sent
    assert statuses(batch).count("waiting") == 12 - sent
    batch.refresh_from_db()
    assert (batch.status, batch.changed_by) == (Batch.Status.PAUSED, colleague)
    with pytest.raises(ActionRefused):
        pause_batch(author, batch)

    resume_batch(author, batch)
    work(scripted)
    assert statuses(batch) == ["done"] * 12


def test_stopped_nothing_waits_any_more_and_what_is_written_stays(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 12)
    advance()
    write(scripted, queued()[0])
    cancel_batch(author, batch)
    assert not queued()
    advance()
    batch.refresh_from_db()
    assert (batch.status, batch.is_active) == (Batch.Status.CANCELLED, False)
    assert sorted(statuses(batch)) == ["cancelled"] * 11 + ["done"]
    with pytest.raises(ActionRefused):
        cancel_batch(author, batch)


def test_stopped_while_a_failure_is_taken_in_nothing_waits_any_more(
    author: User, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_batch(author, 1)
    advance()
    for _attempt in range(3):
        write(scripted, Generation.objects.get().pk, EngineUnavailable("away"))
    written = settling._written

    def stopped(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Somebody presses Stop once the failed product has been read."""
        cancel_batch(author, batch)
        return written(numbers)

    monkeypatch.setattr(settling, "_written", stopped)
    advance()
    batch.refresh_from_db()
    assert (batch.status, batch.is_active) == (Batch.Status.CANCELLED, False)
    assert (statuses(batch), batch.items.get().error) == (["failed"], "unavailable")
    start_batch(author, chosen([batch.items.get().listing]))


def test_what_failed_is_tried_again_when_asked(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 3)
    work(scripted, lambda number: ModelMissing("gone") if number == 1 else GOOD)
    batch.refresh_from_db()
    assert (batch.status, statuses(batch)) == (Batch.Status.DONE, ["done", "failed", "done"])

    assert retry_failed(author, batch) == Retried(1, 0)
    batch.refresh_from_db()
    assert batch.is_active
    work(scripted)
    assert statuses(batch) == ["done"] * 3
    with pytest.raises(ActionRefused):
        retry_failed(author, batch)


def test_tried_again_what_somebody_approved_since_stays(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    by_hand, plain = make_listing(author), make_listing(author)
    batch = start_batch(author, chosen([by_hand, plain]))
    work(scripted, lambda _number: ModelMissing("gone"))
    edit_listing(colleague, by_hand, S24_TEXT, seen=0)
    approve_listing(colleague, by_hand, seen=1)

    assert retry_failed(author, batch) == Retried(1, 1)
    work(scripted)
    assert statuses(batch) == ["failed", "done"]
    by_hand.refresh_from_db()
    assert by_hand.status == Listing.Status.APPROVED
    with pytest.raises(ActionRefused) as refused:
        retry_failed(author, batch)
    assert refused.value.code == "all_approved"


def test_tried_again_an_approval_ends_only_where_that_very_one_was_given_up(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    rows = [make_listing(author, S24_TEXT) for _ in range(2)]
    for row in rows:
        approve_listing(author, row, seen=1)
    batch = start_batch(author, chosen(rows), Options(approved=True))
    work(scripted, lambda _number: ModelMissing("gone"))
    reopen_listing(colleague, rows[1])
    approve_listing(colleague, rows[1], seen=1)

    assert retry_failed(author, batch) == Retried(1, 1)
    work(scripted)
    assert statuses(batch) == ["done", "failed"]


def test_an_engine_that_is_away_costs_no_product(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 8)
    advance()
    for pk in queued():
        for _attempt in range(3):
            write(scripted, pk, EngineUnavailable("away"))
    assert advance() == 0, "the batch waits for the engine"
    batch.refresh_from_db()
    assert batch.rests_until is not None
    assert statuses(batch) == ["waiting"] * 8

    resume_batch(author, batch)
    work(scripted)
    assert statuses(batch) == ["done"] * 8
    batch.refresh_from_db()
    assert batch.troubles == 0
    assert batch.rests_until is None


def test_a_product_at_which_the_engine_always_fails_is_given_up(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 1)
    for _ in range(3):
        Batch.objects.update(rests_until=None)
        assert advance() == 1
        for _attempt in range(3):
            write(scripted, Generation.objects.latest("pk").pk, EngineUnavailable("away"))
        advance()
    assert (statuses(batch), batch.items.get().error) == (["failed"], "unavailable")
    batch.refresh_from_db()
    assert batch.status == Batch.Status.DONE


def test_what_needs_a_person_comes_first(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 3)
    answers = [GOOD, INVENTED, ModelMissing("gone")]
    work(scripted, lambda number: answers[number])
    assert [(item.status, item.errors or 0) for item in items_of(batch)] == [
        ("failed", 0),
        ("done", 1),
        ("done", 0),
    ]


def test_the_version_the_level_and_the_market_are_the_batch_s(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 1, model="scripted", level=Level.BASIC, market="walmart-us")
    advance()
    item = batch.items.select_related("generation", "listing__product").get()
    assert item.generation is not None
    assert (item.generation.model, item.generation.level) == ("scripted", "basic")
    assert item.generation.by_hand
    assert item.listing.product.market == item.listing.market == "walmart-us"
    assert item.listing.language == "en"


def test_several_drafts_and_versions_are_asked_for(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 1, best_of=3, ensemble=True)
    advance()
    generation = Generation.objects.get()
    assert (generation.best_of, generation.ensemble) == (3, True)
    write(scripted, generation.pk)
    advance()
    item = batch.items.select_related("listing").get()
    assert (item.status, item.number) == ("done", item.listing.number)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"best_of": 0}, "best_of"),
        ({"best_of": 6}, "best_of"),
        ({"model": "gpt-99"}, "unknown_model"),
        ({"market": "moon"}, "market"),
        ({"ensemble": True, "model": "scripted"}, "ensemble_or_model"),
    ],
)
def test_what_makes_no_sense_is_refused(
    author: User, scripted: ScriptedEngine, options: dict[str, Any], code: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        make_batch(author, 1, **options)
    assert refused.value.code == code
    assert not Batch.objects.exists()


def test_too_many_or_none_are_refused(
    author: User, scripted: ScriptedEngine, settings: Settings
) -> None:
    settings.MOST_BATCHED = 2
    for count, code in ((0, "nothing"), (3, "too_many")):
        with pytest.raises(ActionRefused) as refused:
            make_batch(author, count)
        assert refused.value.code == code


def test_only_who_writes_listings_may(
    author: User, outsider: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 1)
    for act in (pause_batch, resume_batch, cancel_batch, retry_failed):
        with pytest.raises(PermissionDenied):
            act(outsider, batch)
    with pytest.raises(PermissionDenied):
        start_batch(outsider, Listing.objects.all())


def test_who_may_write_no_more_has_nothing_written(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 2)
    User.objects.filter(pk=author.pk).update(is_active=False)
    advance()
    assert {item.error for item in batch.items.all()} == {"no_right"}


def test_progress_tells_pace_and_what_is_left(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, 4)
    assert progress_of(batch).per_minute is None
    advance()
    write(scripted, queued()[0])
    advance()
    progress = progress_of(batch)
    assert (progress.done, progress.left, progress.percent) == (1, 3, 25)
    assert progress.per_minute is not None
    assert progress.seconds_left is not None
