"""Events become messages in the transaction that they happen in: one each, lost or kept with it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from api.models import Delivery, Endpoint
from api.webhooks.events import Kind
from bulk.queries.batches import counts_of
from bulk.signals import batch_finished
from content.actions import approve_listing, reopen_listing
from content.models import Listing
from content.signals import approved
from domain.forms import to_json
from engines.base import ModelChanged
from engines.scripted import ScriptedEngine
from learning import jobs
from learning.models import Retraining
from models_registry.actions import deploying
from models_registry.actions.deploying import request_deployment, request_rollback
from models_registry.models import Version
from models_registry.signals import deployed
from tests.api.documented import messages
from tests.api.making_webhooks import make_endpoint
from tests.factories import S24_TEXT, make_listing
from tests.learning.chained import begin, finish
from tests.learning.making import make_policy, make_retraining
from tests.models_registry.making import make_live, make_version, validate

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint(manager: User) -> Endpoint:
    return make_endpoint("https://1.1.1.1/all", manager)[0]


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author, S24_TEXT, sku="S24")


class Broken(Exception):
    """Something that goes wrong at the worst moment."""


@contextmanager
def last_hearer_fails(signal: Any) -> Iterator[None]:
    """Whoever hears of it after the webhooks fails."""

    def fail(**_said: Any) -> None:
        raise Broken

    signal.connect(fail)
    try:
        with pytest.raises(Broken):
            yield
    finally:
        signal.disconnect(fail)


def the_message(kind: Kind) -> dict[str, Any]:
    """The only message that there is, as documented."""
    row = Delivery.objects.get()
    said: dict[str, Any] = json.loads(row.body)
    assert row.kind == said["type"] == kind
    assert _shape(said) == _shape(messages()[kind])
    data: dict[str, Any] = said["data"]
    return data


def _shape(value: Any) -> Any:
    """Names alone: what stands under them differs."""
    if not isinstance(value, dict):
        return None
    return {name: _shape(one) for name, one in value.items()}


def test_every_event_is_documented() -> None:
    assert set(messages()) == set(Kind.values)


def test_an_approval_is_told_once(endpoint: Endpoint, author: User, listing: Listing) -> None:
    approve_listing(author, listing, seen=1)
    approve_listing(author, listing, seen=1)  # approved already: nothing happens
    data = the_message(Kind.LISTING_APPROVED)
    listing.refresh_from_db()
    assert data["listing"] == {
        "id": listing.pk,
        "sku": "S24",
        "market": "walmart-tr",
        "language": "tr",
        "version": 1,
        "title": S24_TEXT.title,
    }
    assert data["approved_by"] == "author"
    reopen_listing(author, listing)
    approve_listing(author, listing, seen=1)
    assert Delivery.objects.count() == 2


def test_an_approval_that_is_taken_back_was_never_told(
    endpoint: Endpoint, author: User, listing: Listing
) -> None:
    with suppress(Broken), transaction.atomic():
        approve_listing(author, listing, seen=1)
        raise Broken
    with last_hearer_fails(approved):
        approve_listing(author, listing, seen=1)
    listing.refresh_from_db()
    assert listing.status == Listing.Status.DRAFT
    assert not Delivery.objects.exists()


def test_whatever_is_taken_back_there_is_one_message_an_approval(
    endpoint: Endpoint, author: User
) -> None:
    chance = random.Random(3)
    listings = [make_listing(author, S24_TEXT) for _ in range(12)]
    for listing in listings:
        for _attempt in range(3):
            back = chance.random() < 0.5
            try:
                with transaction.atomic():
                    approve_listing(author, listing, seen=1)
                    if back:
                        raise Broken
            except Broken:
                continue
    stand = set(Listing.objects.filter(status="approved").values_list("pk", flat=True))
    told = [json.loads(row.body)["data"]["listing"]["id"] for row in Delivery.objects.all()]
    assert 0 < len(told) < 36
    assert sorted(told) == sorted(stand)


def test_each_endpoint_hears_of_what_it_chose_under_one_name(
    endpoint: Endpoint,
    manager: User,
    author: User,
    listing: Listing,
    django_capture_on_commit_callbacks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    carried: list[int] = []
    monkeypatch.setattr("jobs.leases.Jobs.send", lambda _jobs, pk, **_how: carried.append(pk))
    chosen, _secret = make_endpoint("https://1.1.1.1/some", manager, "listing.approved")
    make_endpoint("https://1.1.1.1/other", manager, "batch.finished")
    with django_capture_on_commit_callbacks(execute=True):
        approve_listing(author, listing, seen=1)
    rows = Delivery.objects.order_by("pk")
    assert [row.endpoint_id for row in rows] == [endpoint.pk, chosen.pk]
    assert len({(row.message, row.body) for row in rows}) == 1
    assert set(carried) >= {row.pk for row in rows}


def test_where_nobody_listens_nothing_is_written(author: User, listing: Listing) -> None:
    approve_listing(author, listing, seen=1)
    assert not Delivery.objects.exists()


def test_a_batch_is_told(endpoint: Endpoint) -> None:
    (counts,) = counts_of([4]).values()
    counts |= {"done": 198, "failed": 2}
    batch_finished.send(
        sender=None, number=4, status="done", counts=counts, finished_at=timezone.now()
    )
    assert the_message(Kind.BATCH_FINISHED)["batch"] == {
        "id": 4,
        "status": "done",
        "counts": counts,
    }


@pytest.fixture
def second(scripted: ScriptedEngine) -> Version:
    """What is good enough to take the live one's place."""
    make_live(make_version())
    version = make_version()
    validate(version)
    return version


def test_a_deployment_is_told_once_it_is_healthy(
    endpoint: Endpoint, manager: User, second: Version, scripted: ScriptedEngine
) -> None:
    first = Version.objects.get(state="live")
    asked = request_deployment(manager, second, queue=False)
    assert not Delivery.objects.exists()
    scripted.enqueue(to_json(S24_TEXT))
    deploying.run(asked.pk)
    data = the_message(Kind.VERSION_DEPLOYED)
    assert (data["version"], data["replaced"]) == (str(second), str(first))
    assert (data["kind"], data["requested_by"]) == ("deploy", "manager")
    Delivery.objects.all().delete()
    deploying.run(request_rollback(None, second.family, queue=False).pk)
    data = the_message(Kind.VERSION_DEPLOYED)
    assert (data["version"], data["kind"], data["requested_by"]) == (str(first), "rollback", None)


def test_a_deployment_that_is_undone_is_not_told(
    endpoint: Endpoint, manager: User, second: Version, scripted: ScriptedEngine
) -> None:
    scripted.enqueue_failures("verify", ModelChanged("away"))
    deploying.run(request_deployment(manager, second, queue=False).pk)
    assert not Delivery.objects.exists()


def test_a_deployment_and_its_message_are_kept_together(
    endpoint: Endpoint, manager: User, second: Version, scripted: ScriptedEngine
) -> None:
    asked = request_deployment(manager, second, queue=False)
    scripted.enqueue(to_json(S24_TEXT), to_json(S24_TEXT))
    with last_hearer_fails(deployed):
        deploying.run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.step) == ("queued", "switched")
    assert not Delivery.objects.exists()
    deploying.run(asked.pk)
    assert the_message(Kind.VERSION_DEPLOYED)["version"] == str(second)


@pytest.mark.usefixtures("own_steps")
def test_a_retraining_is_told_when_it_has_ended(endpoint: Endpoint, engine: ScriptedEngine) -> None:
    row = finish(begin(), engine)
    data = the_message(Kind.RETRAINING_FINISHED)
    assert data["retraining"] == {
        "id": row.pk,
        "family": row.policy.family.name,
        "category": None,
        "status": "done",
        "outcome": "awaiting",
        "error": None,
        "candidate": str(row.candidate),
    }


def test_one_that_failed_or_was_stopped_is_told_once_too(endpoint: Endpoint, manager: User) -> None:
    waiting = make_retraining()
    jobs.cancel(waiting, manager)
    jobs.cancel(waiting, manager)
    assert the_message(Kind.RETRAINING_FINISHED)["retraining"]["status"] == "cancelled"
    Delivery.objects.all().delete()
    failed = make_retraining(make_policy(category="sports"))
    assert jobs.close(failed, "failed", "engine_gone")
    assert not jobs.close(failed, "failed", "engine_gone")
    said = the_message(Kind.RETRAINING_FINISHED)["retraining"]
    assert (said["status"], said["error"], said["category"]) == ("failed", "engine_gone", "sports")


def test_a_worker_whose_retraining_was_taken_away_tells_nothing(endpoint: Endpoint) -> None:
    row = make_retraining()
    assert jobs.JOBS.claim(row.pk)
    assert not jobs.close(row, "failed", "late")  # its own lease is none
    assert Retraining.objects.get().status == "running"
    assert not Delivery.objects.exists()
