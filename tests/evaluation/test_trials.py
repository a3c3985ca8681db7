"""A candidate that writes a share of the drafts, and retreats where it does worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from content.actions import request_draft
from content.models import Generation
from domain.canary import LEAST, Record, Retreat, retreat
from domain.forms import to_json
from engines.scripted import ScriptedEngine
from evaluation.actions.watching import record_of, watch_trials
from models_registry.actions import deploying
from models_registry.actions.deploying import request_deployment
from models_registry.actions.retiring import retire
from models_registry.actions.starting import start_trial, stop_trial
from models_registry.models import Canary, Version
from tests.factories import S24_TEXT, make_listing
from tests.models_registry.making import (
    last_line,
    make_live,
    make_version,
    refused,
    validate,
)

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def live(scripted: ScriptedEngine) -> Version:
    return make_live(make_version())


@pytest.fixture
def candidate(live: Version) -> Version:
    version = make_version()
    validate(version)
    return version


def test_each_product_stays_with_one_version_and_about_the_share_gets_the_candidate(
    manager: User, candidate: Version
) -> None:
    canary = start_trial(manager, candidate, 20)
    taken = [canary.takes(str(product)) for product in range(2000)]
    assert taken == [canary.takes(str(product)) for product in range(2000)]
    assert 320 < sum(taken) < 480


def test_the_candidate_writes_its_share_and_nobody_else_s(
    manager: User, author: User, live: Version, candidate: Version
) -> None:
    canary = start_trial(manager, candidate, 50)
    drafts = [request_draft(author, make_listing(author)) for _ in range(3)]
    for draft in drafts:
        takes = canary.takes(str(draft.listing.product_id))
        assert draft.version == (candidate if takes else live)
    by_hand = request_draft(author, make_listing(author), model=live.name)
    assert by_hand.version == live
    stop_trial(manager, candidate.family)
    assert request_draft(author, make_listing(author)).version == live


def test_a_trial_passes_the_same_gate_and_is_a_manager_s(
    manager: User, author: User, live: Version, candidate: Version
) -> None:
    with pytest.raises(PermissionDenied):
        start_trial(author, candidate, 10)
    with refused("not_validated"):
        start_trial(manager, make_version(), 10)
    for share in (0, 51):
        with refused("share"):
            start_trial(manager, candidate, share)
    with refused("no_live"):
        start_trial(manager, live, 10)
    start_trial(manager, candidate, 10)
    with refused("trial"):
        start_trial(manager, candidate, 10)
    with refused("trial"):
        retire(manager, candidate)


def test_a_deployment_ends_the_trial(
    manager: User, scripted: ScriptedEngine, candidate: Version
) -> None:
    start_trial(manager, candidate, 10)
    scripted.enqueue(to_json(S24_TEXT))
    deploying.run(request_deployment(manager, candidate, queue=False).pk)
    assert Canary.objects.get().why == "canary_deployed"
    with refused("no_trial"):
        stop_trial(manager, candidate.family)


def drafts(author: User, version: Version, scores: list[int], failed: int = 0) -> None:
    listing = make_listing(author)
    Generation.objects.bulk_create(
        Generation(
            listing=listing,
            requested_by=author,
            version=version,
            status="done",
            draws=[{"draw": 1, "scores": {"overall": score}}],
        )
        for score in scores
    )
    Generation.objects.bulk_create(
        Generation(listing=listing, requested_by=author, version=version, status="failed")
        for _ in range(failed)
    )


@pytest.mark.parametrize(
    ("scores", "failed", "why"),
    [
        ([90, 92] * 10, 0, ""),
        ([60, 62] * 10, 0, "canary_scores"),
        ([90, 92] * 6, 12, "canary_errors"),
        ([60] * 5, 0, ""),
    ],
)
def test_it_retreats_where_there_is_no_doubt(
    manager: User,
    author: User,
    live: Version,
    candidate: Version,
    scores: list[int],
    failed: int,
    why: str,
) -> None:
    start_trial(manager, candidate, 10)
    drafts(author, live, [90, 92] * 10)
    drafts(author, candidate, scores, failed)
    assert watch_trials() == bool(why)
    assert Canary.objects.get().why == why
    if why:
        assert last_line(candidate).why == why
        assert last_line(candidate).details["drafts"] == len(scores) + failed


score = st.integers(0, 100)


@given(st.lists(score, min_size=LEAST, max_size=40), st.integers(0, 20))
def test_a_version_never_retreats_from_itself(scores: list[int], failed: int) -> None:
    record = Record(failed, scores)
    assert retreat(record, record, margin=0) is None


@given(st.lists(score, max_size=LEAST - 1))
def test_of_few_drafts_nothing_is_said(scores: list[int]) -> None:
    assert retreat(Record(0, scores), Record(0, [100] * 50), margin=0) is None


def test_only_errors_without_any_text_count_as_errors() -> None:
    assert retreat(Record(20, []), Record(0, [90] * 20), margin=2) is Retreat.ERRORS


def test_a_trial_begins_and_ends_on_pages(
    manager: User, author: User, candidate: Version, client_of: ClientOf
) -> None:
    page = f"/models/{candidate.family.name}/{candidate.number}/trial/"
    assert client_of(author).get(page).status_code == 403
    assert client_of(None).get(page).status_code == 302
    browser = client_of(manager)
    seen = browser.get(page).context["live"].pk
    answer = browser.post(page, {"seen": seen, "share": "10", "threshold": "90"})
    assert answer.status_code == 302
    assert Canary.objects.get().share == 10
    again = browser.post(page, {"seen": seen, "share": "10", "threshold": "90"})
    assert again.status_code == 409
    end = f"/models/{candidate.family.name}/trial/end/"
    assert browser.get(end).status_code == 405
    assert client_of(author).post(end).status_code == 403
    browser.post(end)
    assert Canary.objects.get().ended_at is not None


def test_of_several_drafts_the_first_counts_and_what_all_write_together_does_not(
    author: User, live: Version
) -> None:
    since = timezone.now()
    ended = {"status": "done", "draws": [_drawn(1, 70), _drawn(1, 80), _drawn(2, 95), {"draft": 2}]}
    several = request_draft(author, make_listing(author), best_of=2)
    together = request_draft(author, make_listing(author), ensemble=True)
    before = request_draft(author, make_listing(author))
    Generation.objects.filter(pk__in=[several.pk, together.pk]).update(**ended)
    Generation.objects.filter(pk=before.pk).update(
        status="done", draws=[{"scores": {"overall": 60}}]
    )
    assert record_of(live, since) == Record(failed=0, scores=[60, 80])


def _drawn(draft: int, overall: int) -> dict[str, Any]:
    return {"draft": draft, "scores": {"overall": overall}}
