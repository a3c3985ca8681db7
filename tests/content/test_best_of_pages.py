"""Several drafts in the studio: how they are asked for, and what is said of how they came out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from content.actions import edit_listing, request_draft
from content.forms import ALL_LIVE
from content.generation import generating
from content.models import Generation, Listing
from content.presentation.contest import contest_of
from domain import forms
from domain.listing import Listing as Text
from engines.base import ModelMissing
from engines.scripted import Script, ScriptedEngine
from models_registry.models import Version
from tests.factories import S24_TEXT, make_listing
from tests.models_registry.making import make_live, make_version

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]

PLAINER = replace(S24_TEXT, title=S24_TEXT.title.replace("Akıllı Telefon", "Cep Telefonu"))
EXPERT, BASIC = "walmart-gpt-expert", "walmart-gpt-basic"


def said(*texts: Text) -> list[str]:
    return [forms.to_json(text) for text in texts]


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author)


@pytest.fixture
def two(scripted: ScriptedEngine) -> tuple[Version, Version]:
    return make_live(make_version(EXPERT)), make_live(make_version(BASIC))


@pytest.fixture
def english(author: User, client_of: ClientOf) -> Iterator[Client]:
    client = client_of(author)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override(translation.get_language()):  # what a request speaks stays active
        yield client


def written(
    user: User, listing: Listing, engine: ScriptedEngine, *scripts: Script, **how: Any
) -> Generation:
    engine.enqueue(*scripts)
    job = request_draft(user, listing, **how)
    generating.run(job.pk)
    listing.refresh_from_db()
    return Generation.objects.get(pk=job.pk)


def studio(client: Client, listing: Listing) -> str:
    return client.get(reverse("content:studio_listing", args=[listing.pk])).content.decode()


class TestAsking:
    def test_how_many_and_all_live_are_native_choices(
        self, english: Client, listing: Listing, two: tuple[Version, Version]
    ) -> None:
        page = studio(english, listing)
        for number in "1235":
            assert f'<option value="{number}"' in page
        assert f'<option value="{ALL_LIVE}">' in page
        assert "Number of drafts" in page

    def test_one_live_version_is_no_ensemble(
        self, english: Client, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        make_live(make_version(EXPERT))
        assert f'<option value="{ALL_LIVE}"' not in studio(english, listing)
        sent = {"model": ALL_LIVE, "seen": 0}
        english.post(reverse("content:generation_write", args=[listing.pk]), sent)
        assert not Generation.objects.exists()

    def test_the_choice_reaches_the_request_and_stays_chosen(
        self, english: Client, listing: Listing, two: tuple[Version, Version]
    ) -> None:
        sent = {"model": ALL_LIVE, "best_of": "3", "seen": 0, "approval": ""}
        english.post(reverse("content:generation_write", args=[listing.pk]), sent)
        job = Generation.objects.get()
        assert (job.ensemble, job.best_of, job.by_hand) == (True, 3, False)
        page = english.get(reverse("content:studio_listing", args=[listing.pk]))
        form = page.context["draft_form"]
        assert (form["model"].value(), form["best_of"].value()) == (ALL_LIVE, 3)
        assert form.wants_several
        assert "All live versions · 3 drafts" in page.content.decode()

    @pytest.mark.parametrize("best_of", ["0", "4", "6", "-1", "many"])
    def test_other_numbers_are_refused(
        self, english: Client, listing: Listing, scripted: ScriptedEngine, best_of: str
    ) -> None:
        sent = {"best_of": best_of, "seen": 0, "approval": ""}
        english.post(reverse("content:generation_write", args=[listing.pk]), sent)
        assert not Generation.objects.exists()

    def test_nothing_said_is_one_draft_of_what_is_live(
        self, english: Client, listing: Listing, two: tuple[Version, Version]
    ) -> None:
        english.post(reverse("content:generation_write", args=[listing.pk]), {"seen": 0})
        job = Generation.objects.get()
        assert (job.ensemble, job.best_of, job.version) == (False, 1, two[0])


class TestResult:
    def test_the_studio_tells_the_best_the_others_and_who_wrote_it(
        self,
        author: User,
        english: Client,
        listing: Listing,
        scripted: ScriptedEngine,
        two: tuple[Version, Version],
    ) -> None:
        job = written(author, listing, scripted, *said(PLAINER, S24_TEXT), ensemble=True)
        page = studio(english, listing)
        assert "Best of 2: 98 points (others 92). Written by walmart-gpt-basic:1.0.0." in page
        assert job.version == two[1]
        history = english.get(reverse("content:listing", args=[listing.pk])).content.decode()
        assert "Best of 2: 98 points (others 92)." in history
        assert "Draft 1 (walmart-gpt-expert:1.0.0)" in history

    def test_it_is_told_no_more_once_a_person_changed_the_text(
        self, author: User, english: Client, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        written(author, listing, scripted, *said(PLAINER, S24_TEXT), best_of=2)
        assert "data-contest" in studio(english, listing)
        edit_listing(author, listing, PLAINER, seen=listing.number)
        assert "data-contest" not in studio(english, listing)

    def test_a_single_draft_is_no_contest(
        self, author: User, english: Client, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        job = written(author, listing, scripted, *said(S24_TEXT))
        assert contest_of(job) is None
        assert "data-contest" not in studio(english, listing)

    def test_drafts_that_brought_nothing_are_counted(
        self,
        author: User,
        listing: Listing,
        scripted: ScriptedEngine,
        two: tuple[Version, Version],
    ) -> None:
        gone = ModelMissing("gone")
        job = written(
            author, listing, scripted, gone, *said(S24_TEXT, PLAINER), best_of=2, ensemble=True
        )
        contest = contest_of(job)
        assert contest
        assert (contest.asked, contest.best, contest.others) == (4, 98, (92,))
        with translation.override("en"):
            assert contest.missing.startswith("2 more drafts were wanted")

    def test_the_only_one_that_came_says_so(
        self, author: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripts: list[Script] = [*said(S24_TEXT), ModelMissing("gone")]
        contest = contest_of(written(author, listing, scripted, *scripts, best_of=3))
        assert contest
        with translation.override("en"):
            assert contest.sentence == (
                "Only one draft of 3 brought a text: 98 points. Written by scripted."
            )

    def test_a_request_from_before_there_were_several_tells_nothing(
        self, author: User, listing: Listing
    ) -> None:
        job = request_draft(author, listing)
        job.status, job.draws = Generation.Status.DONE, [{"draw": 1, "outcome": "good"}]
        assert contest_of(job) is None
