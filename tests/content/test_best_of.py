"""Several drafts of one listing, of one version or of all that are live: the best is the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.errors import ActionRefused
from accounts.models import User
from content.actions import cancel_draft, edit_listing, request_draft, set_collecting
from content.generation import generating
from content.generation.contest import Outcome, compete
from content.generation.writing import Budget, Order
from content.models import Event, Generation, Listing, Revision, TrainingExample
from domain import forms
from domain.listing import Listing as Text
from domain.prompt import Level
from domain.versions import State
from engines.base import EngineUnavailable, ModelMissing
from engines.driver import Request
from engines.scripted import Script, ScriptedEngine
from models_registry.actions.moving import move
from models_registry.models import Version
from tests.factories import S24, S24_TEXT, make_listing
from tests.models_registry.making import make_live, make_version

pytestmark = pytest.mark.django_db
Status = Generation.Status

# From good to bad, by the one judge there is: 98 and 92 points, then what is mended, then
# two with errors.
FIT = S24_TEXT
PLAINER = replace(FIT, title=FIT.title.replace("Akıllı Telefon", "Cep Telefonu"))
HURRIED = replace(
    FIT, description=FIT.description.replace("Kamerasını", "Kaçırmayın ve kamerasını")
)
SHORTER = replace(FIT, features=FIT.features[:-1])
INVENTED = replace(FIT, title=FIT.title.replace("200MP", "120 MP"))
BASIC, ADVANCED, EXPERT = "walmart-gpt-basic", "walmart-gpt-advanced", "walmart-gpt-expert"


def said(*texts: Text) -> list[str]:
    return [forms.to_json(text) for text in texts]


def retold(text: Text) -> list[str]:
    """The same text in six ways, equally good."""
    words = ("haftanın", "ayın", "yılın", "tatilin", "gecenin", "yolun")
    told = [text.description.replace("günün en güzel", f"{word} en güzel") for word in words]
    return said(*(replace(text, description=each) for each in told))


class Hall:
    """Remembers which drafts it was told of."""

    def __init__(self) -> None:
        self.drafts: list[tuple[int, int, str]] = []
        self.draws: list[int] = []

    def draft(self, number: int, asked: int, model: str) -> None:
        self.drafts.append((number, asked, model))

    def phase(self, name: str, draw: int, reasons: object = ()) -> None:
        if name == "reading":
            self.draws.append(draw)

    def partial(self, draw: int, listing: Text) -> None:
        assert draw == self.draws[-1]


def contest(
    *scripts: Script,
    best_of: int = 3,
    models: tuple[str, ...] = ("scripted",),
    cancelled: Callable[[], bool] = lambda: False,
    budget: Budget | None = None,
) -> tuple[Outcome, Hall, ScriptedEngine]:
    engine = ScriptedEngine(models=models)
    engine.enqueue(*scripts)
    orders = [Order(S24, engine, model, Level.EXPERT) for model in models]
    hall = Hall()
    return compete(orders, best_of, hall, cancelled, budget), hall, engine


class TestContest:
    def test_the_best_of_three_wins(self) -> None:
        outcome, hall, _engine = contest(*said(PLAINER, FIT, HURRIED))
        assert outcome.best
        assert outcome.best.number == 2
        assert outcome.chosen
        assert (outcome.chosen.listing, outcome.chosen.draw) == (FIT, 2)
        assert [draft.number for draft in outcome.drafts] == [1, 2, 3]
        assert hall.drafts == [(1, 3, "scripted"), (2, 3, "scripted"), (3, 3, "scripted")]

    def test_each_draft_is_drawn_again_until_it_is_fit_and_draws_are_numbered_through(self) -> None:
        outcome, hall, _engine = contest(*said(INVENTED, PLAINER, SHORTER, FIT), best_of=2)
        first, second = outcome.drafts
        assert [draw.number for draw in first.written.draws] == [1, 2]
        assert [draw.number for draw in second.written.draws] == [3, 4]
        assert hall.draws == [1, 2, 3, 4]
        assert outcome.chosen
        assert outcome.chosen.draw == 4
        assert outcome.chosen is second.written.draws[-1].drawn

    def test_no_two_draws_have_the_same_seed(self) -> None:
        outcome, _hall, _engine = contest(*said(INVENTED, PLAINER, SHORTER, FIT), best_of=2)
        seeds = [draw.seed for draft in outcome.drafts for draw in draft.written.draws]
        assert None not in seeds
        assert len(set(seeds)) == len(seeds)

    def test_a_text_that_is_there_already_is_drawn_again(self) -> None:
        outcome, _hall, _engine = contest(*said(FIT, FIT, PLAINER), best_of=2)
        outcomes = [draw.outcome for draw in outcome.drafts[1].written.draws]
        assert outcomes == ["repeated", "good"]

    def test_a_model_that_only_repeats_itself_is_asked_no_more(self) -> None:
        outcome, _hall, engine = contest(*said(FIT, FIT, FIT, FIT, PLAINER), best_of=5)
        assert len(outcome.drafts) == 2
        assert len(engine.requests) == 4
        assert outcome.chosen
        assert outcome.chosen.listing == FIT

    def test_versions_write_in_turns(self) -> None:
        outcome, hall, _engine = contest(*retold(FIT), best_of=2, models=("a", "b"))
        assert [model for _number, _asked, model in hall.drafts] == ["a", "b", "a", "b"]
        assert [draft.writer for draft in outcome.drafts] == [0, 1, 0, 1]

    def test_others_go_on_where_one_fails(self) -> None:
        scripts: list[Script] = [ModelMissing("gone"), *said(PLAINER, FIT)]
        outcome, hall, _engine = contest(*scripts, best_of=2, models=("a", "b"))
        assert [model for _number, _asked, model in hall.drafts] == ["a", "b", "b"]
        assert outcome.chosen
        assert outcome.chosen.listing == FIT
        assert outcome.failure == ""
        assert isinstance(outcome.error, ModelMissing)

    def test_where_all_fail_the_error_is_one_that_may_pass(self) -> None:
        outcome, _hall, _engine = contest(
            ModelMissing("gone"), EngineUnavailable("away"), models=("a", "b")
        )
        assert outcome.best is None
        assert isinstance(outcome.error, EngineUnavailable)
        assert outcome.failure == "unavailable"

    def test_a_stop_keeps_the_whole_drafts_and_begins_no_other(self) -> None:
        stops: list[bool] = []

        def half(_request: Request) -> Iterator[str | float]:
            yield said(FIT)[0][:200]
            stops.append(True)
            while True:
                yield 0.01

        outcome, hall, _engine = contest(
            *said(PLAINER), half, best_of=5, cancelled=lambda: bool(stops)
        )
        assert len(hall.drafts) == 2
        assert outcome.stopped
        assert not outcome.is_partial
        assert outcome.chosen
        assert outcome.chosen.listing == PLAINER

    def test_time_that_runs_out_keeps_what_is_whole(self) -> None:
        budget = Budget(60)

        def late(_request: Request) -> Iterator[str | float]:
            yield said(FIT)[0][:200]
            budget.end()
            while True:
                yield 0.01

        outcome, hall, _engine = contest(*said(PLAINER), late, best_of=5, budget=budget)
        assert len(hall.drafts) == 2
        assert outcome.chosen
        assert outcome.chosen.listing == PLAINER
        assert outcome.error
        assert outcome.error.code == "timeout"


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author)


def ran(generation: Generation, listing: Listing) -> Generation:
    generating.run(generation.pk)
    listing.refresh_from_db()
    return Generation.objects.select_related("version__family").get(pk=generation.pk)


def by_model(scripted: ScriptedEngine, texts: dict[str, str], times: int) -> None:
    """Each model says its own, whoever comes first."""
    scripted.enqueue(*[lambda request: texts[request.model]] * times)


@pytest.fixture
def live(scripted: ScriptedEngine) -> dict[str, Version]:
    """Three live versions of all products, of three levels."""
    return {name: make_live(make_version(name)) for name in (BASIC, ADVANCED, EXPERT)}


class TestBestOf:
    def test_the_best_becomes_the_text_and_the_others_are_kept(
        self, author: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        as_good = replace(FIT, description=FIT.description.replace("günün", "haftanın", 1))
        scripted.enqueue(*said(FIT, PLAINER, as_good))
        done = ran(request_draft(author, listing, best_of=3), listing)
        assert (done.status, done.best_of, done.ensemble) == (Status.DONE, 3, False)
        assert (listing.text(), listing.number) == (FIT, 3)
        event = listing.events.get(kind=Event.Kind.DRAFTED)
        assert event.data["others"] == [1, 2]
        kept = [one.text() for one in listing.revisions.order_by("number")]
        assert kept == [PLAINER, as_good, FIT]
        assert [(one["draft"], one["best"], one["chosen"]) for one in done.draws] == [
            (1, True, True),
            (2, True, False),
            (3, True, False),
        ]
        assert listing.events.get(kind=Event.Kind.REQUESTED).data["best_of"] == 3

    @pytest.mark.parametrize("best_of", [0, -1, 6, 1000])
    def test_how_many_is_bounded(self, author: User, listing: Listing, best_of: int) -> None:
        with pytest.raises(ActionRefused) as refused:
            request_draft(author, listing, best_of=best_of)
        assert refused.value.code == "best_of"
        assert not Generation.objects.exists()

    def test_the_database_bounds_it_too(self, author: User, listing: Listing) -> None:
        job = request_draft(author, listing)
        with pytest.raises(IntegrityError), transaction.atomic():
            Generation.objects.filter(pk=job.pk).update(best_of=6)

    def test_an_engine_that_is_away_is_asked_again_later(
        self, author: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(EngineUnavailable("away"), *said(PLAINER, FIT))
        job = ran(request_draft(author, listing, best_of=2), listing)
        assert job.status == Status.QUEUED
        assert ran(job, listing).status == Status.DONE
        assert listing.text() == FIT

    def test_a_waiting_one_is_stopped_at_once(
        self, author: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        job = request_draft(author, listing, best_of=5, ensemble=True)
        cancel_draft(author, job)
        assert ran(job, listing).status == Status.CANCELLED
        assert not scripted.requests


class TestEnsemble:
    def test_all_live_versions_write_and_the_record_names_the_winner(
        self,
        author: User,
        listing: Listing,
        scripted: ScriptedEngine,
        live: dict[str, Version],
    ) -> None:
        texts = {
            live[EXPERT].served_as: said(PLAINER)[0],
            live[ADVANCED].served_as: said(FIT)[0],
            live[BASIC].served_as: said(HURRIED)[0],
        }
        by_model(scripted, texts, 3)
        set_collecting(author, True)
        job = request_draft(author, listing, ensemble=True)
        assert (job.version, job.by_hand) == (live[EXPERT], False)
        done = ran(job, listing)
        assert done.status == Status.DONE
        assert done.version == live[ADVANCED]
        assert done.model == listing.model == live[ADVANCED].served_as
        assert listing.text() == FIT
        written = listing.revisions.order_by("number").values_list("version", "model")
        assert written.last() == (live[ADVANCED].pk, live[ADVANCED].served_as)
        assert {version for version, _model in written} == {one.pk for one in live.values()}
        named = {one["model_version"]: one["scores"]["overall"] for one in done.draws}
        assert set(named) == {one.name for one in live.values()}
        example = TrainingExample.objects.select_related("revision").get()
        assert example.revision
        assert example.revision.version == live[ADVANCED]

    def test_each_writes_as_often_as_is_asked(
        self, author: User, listing: Listing, scripted: ScriptedEngine, live: dict[str, Version]
    ) -> None:
        scripted.enqueue(*retold(FIT))
        done = ran(request_draft(author, listing, best_of=2, ensemble=True), listing)
        order = [one["model_version"].split(":")[0] for one in done.draws]
        assert order == [EXPERT, ADVANCED, BASIC] * 2
        assert listing.revisions.count() == 6

    def test_the_category_s_own_version_goes_first_and_foreign_ones_write_nothing(
        self, author: User, scripted: ScriptedEngine, live: dict[str, Version]
    ) -> None:
        own = make_live(make_version("walmart-gpt-electronics"))
        make_live(make_version("walmart-gpt-sports"))
        job = request_draft(author, make_listing(author), ensemble=True)
        wanted = [own, live[EXPERT], live[ADVANCED], live[BASIC]]
        assert [row["version"] for row in job.writers] == [one.pk for one in wanted]

    def test_without_a_live_version_the_engine_s_own_model_is_the_only_one(
        self, author: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(*said(FIT))
        done = ran(request_draft(author, listing, ensemble=True), listing)
        assert (done.status, done.model, done.version) == (Status.DONE, "scripted", None)

    def test_one_that_is_retired_meanwhile_leaves_its_turn_to_the_others(
        self, author: User, listing: Listing, scripted: ScriptedEngine, live: dict[str, Version]
    ) -> None:
        job = request_draft(author, listing, ensemble=True)
        move(live[EXPERT], State.FAILED, "unhealthy")
        by_model(
            scripted,
            {live[ADVANCED].served_as: said(PLAINER)[0], live[BASIC].served_as: said(FIT)[0]},
            2,
        )
        done = ran(job, listing)
        assert (done.status, done.version) == (Status.DONE, live[BASIC])
        assert len(scripted.requests) == 2

    def test_a_level_that_is_named_holds_for_all(
        self, author: User, listing: Listing, live: dict[str, Version]
    ) -> None:
        job = request_draft(author, listing, ensemble=True, level=Level.BASIC)
        assert {row["level"] for row in job.writers} == {"basic"}

    def test_all_and_one_by_name_exclude_each_other(
        self, author: User, listing: Listing, live: dict[str, Version]
    ) -> None:
        with pytest.raises(ActionRefused) as refused:
            request_draft(author, listing, ensemble=True, model=live[EXPERT].name)
        assert refused.value.code == "ensemble_or_model"

    def test_where_every_version_fails_the_draft_does(
        self, author: User, listing: Listing, scripted: ScriptedEngine, live: dict[str, Version]
    ) -> None:
        scripted.enqueue(*[ModelMissing("gone")] * 3)
        done = ran(request_draft(author, listing, ensemble=True), listing)
        assert (done.status, done.error) == (Status.FAILED, "model_missing")
        assert [one["model_version"] for one in done.draws] == [
            live[name].name for name in (EXPERT, ADVANCED, BASIC)
        ]


def test_a_text_that_one_version_wrote_is_its_own_beside_the_row_s(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    """What people say of a draft goes to the version that wrote it, not to the one that won."""
    own = make_live(make_version(EXPERT))
    scripted.enqueue(*said(FIT))
    ran(request_draft(author, listing), listing)
    revision = Revision.objects.get(listing=listing)
    assert revision.version == own


def test_texts_from_before_get_the_version_that_their_request_names(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    own = make_live(make_version(EXPERT))
    scripted.enqueue(*said(FIT))
    ran(request_draft(author, listing), listing)
    edit_listing(author, listing, PLAINER, seen=1)
    Revision.objects.update(version=None)
    module = import_module("content.migrations.0008_revisions_name_versions")
    module.name_versions(apps, None)
    assert [one.version for one in listing.revisions.order_by("number")] == [own, None]
