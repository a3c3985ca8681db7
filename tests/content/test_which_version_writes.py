"""Which model version writes a draft, and how a listing says so afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from content.actions import request_draft
from content.forms import DraftForm
from content.generation import generating
from content.models import Generation, Listing
from domain.forms import to_json
from domain.listing import Listing as Text
from domain.prompt import Style
from domain.versions import State
from engines.scripted import ScriptedEngine
from models_registry.models import Version
from tests.factories import S24, S24_TEXT, make_listing
from tests.models_registry.making import make_live, make_version

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def live(scripted: ScriptedEngine) -> Version:
    return make_live(make_version(dataset={"hash": "0123456789abcdef", "training": 457}))


def drafted(author: User, listing: Listing, model: str | None = None) -> Generation:
    return request_draft(author, listing, model=model)


def test_what_is_live_writes_and_the_draft_names_it(author: User, live: Version) -> None:
    draft = drafted(author, make_listing(author))
    assert (draft.version, draft.model, draft.by_hand) == (live, live.served_as, False)


def test_a_version_of_the_product_s_category_goes_before(author: User, live: Version) -> None:
    sports = make_live(make_version("walmart-gpt-sports"))
    ball = replace(S24, name="Wilson NBA Basketbol Topu", category="Spor > Basketbol")
    assert drafted(author, make_listing(author, facts=ball)).version == sports
    assert drafted(author, make_listing(author)).version == live


def test_a_draft_that_waits_is_written_by_the_version_it_was_asked_of(
    author: User, live: Version, scripted: ScriptedEngine
) -> None:
    waiting = drafted(author, make_listing(author))
    newer = make_live(make_version())
    scripted.enqueue(to_json(S24_TEXT), to_json(S24_TEXT))
    generating.run(waiting.pk)
    after = drafted(author, make_listing(author))
    generating.run(after.pk)
    assert [request.model for request in scripted.requests] == [live.served_as, newer.served_as]
    waiting.refresh_from_db()
    assert waiting.status == Generation.Status.DONE


def test_a_draft_that_waits_for_what_was_retired_meanwhile_is_written_by_what_is_live(
    author: User, live: Version, scripted: ScriptedEngine
) -> None:
    waiting = drafted(author, make_listing(author))
    by_hand = drafted(author, make_listing(author), model=live.name)
    newer = make_live(make_version())
    Version.objects.filter(pk=live.pk).update(state=State.RETIRED)
    scripted.enqueue(to_json(S24_TEXT), to_json(S24_TEXT))
    generating.run(waiting.pk)
    generating.run(by_hand.pk)
    assert [one.model for one in scripted.requests] == [newer.served_as, live.served_as]
    waiting.refresh_from_db()
    assert (waiting.version, waiting.status) == (newer, Generation.Status.DONE)


def test_a_model_that_is_told_gets_the_facts_and_a_tuned_one_a_few_words(
    author: User, live: Version, scripted: ScriptedEngine
) -> None:
    make_live(
        make_version("walmart-gpt-sports", style=Style.WHOLE, modelfile="", served_as="scripted")
    )
    scripted.enqueue(to_json(S24_TEXT), to_json(S24_TEXT))
    ball = replace(S24, category="Spor")
    for facts in (S24, ball):
        generating.run(drafted(author, make_listing(author, facts=facts)).pk)
    told, whole = (request.prompt for request in scripted.requests)
    assert (told.system, told.examples) == ("", ())
    assert whole.system
    assert whole.examples


def test_the_form_offers_what_is_live_first_and_keeps_what_a_person_chose(
    author: User, live: Version, client_of: ClientOf
) -> None:
    field = DraftForm().fields["model"]
    assert [value for value, _name in getattr(field, "choices")][:2] == ["", live.served_as]  # noqa: B009
    listing = make_listing(author, S24_TEXT)
    page = client_of(author).get(f"/studio/{listing.pk}/")
    assert page.context["draft_form"]["model"].value() is None
    draft = drafted(author, listing, model=live.name)
    assert draft.by_hand
    page = client_of(author).get(f"/studio/{listing.pk}/")
    assert page.context["draft_form"]["model"].value() == live.served_as


def test_the_listing_says_what_wrote_it_and_what_that_learnt(
    author: User,
    live: Version,
    scripted: ScriptedEngine,
    answer: Callable[[Text], str],
    client_of: ClientOf,
) -> None:
    listing = make_listing(author)
    scripted.enqueue(answer(S24_TEXT))
    generating.run(drafted(author, listing).pk)
    page = client_of(author).get(f"/listings/{listing.pk}/").content.decode()
    assert live.served_as in page
    assert "0123456789ab" in page
