"""One correction for each piece of feedback: which one, and whatever comes between."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from content.actions import create_listing
from content.judging import judge_listing
from content.models import Substantiation
from domain.examples import read
from domain.listing import Listing
from domain.quality import judge
from domain.versions import State
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from evaluation.holding import Lost
from learning.corrections.drafting import DRAFTS
from learning.corrections.planning import plan_of
from learning.jobs import JOBS
from learning.models import Correction, Feedback, Pattern, Policy, Retraining
from learning.steps import correcting
from learning.steps.correcting import correct
from learning.steps.step import End, Failed, Next
from models_registry.models import Version
from tests.evaluation.conftest import item
from tests.evaluation.registry import make_version
from tests.learning.learnt import messy, phone, said_of, turn_of, wrong
from tests.learning.making import make_policy, make_retraining
from training.models import TrainingRun
from training.recipes import recipe_of

pytestmark = pytest.mark.django_db
Answer = Callable[[Listing], str]
Source, Outcome, Origin = Feedback.Source, Correction.Outcome, Correction.Origin
LATE = "seo.keyword_late_in_title"
"""Something that the rules say of the good text too."""


@pytest.fixture(autouse=True)
def nothing_kept_out(settings: Settings, tmp_path: Path) -> None:
    """No held-out products, unless a test wants some."""
    settings.STARTER_DIR = tmp_path / "starter"
    settings.DATA_DIR = tmp_path / "data"
    settings.TRAIN_BASE = str(tmp_path / "base.gguf")


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy()


def corrected(feedback: Feedback, *others: Feedback, **fields: Any) -> Correction:
    """What became of the first piece, in a retraining of all of them."""
    assert feedback.policy
    row = make_retraining(feedback.policy, [feedback, *others], **fields)
    assert correct(turn_of(row)) == Next()
    return row.corrections.get(feedback=feedback)


def told(one: Correction) -> tuple[str, str]:
    return one.origin, one.outcome


def learnt(one: Correction) -> Listing:
    return read(one.document)[1]


def test_a_persons_edit_is_learnt_as_they_wrote_it(policy: Policy) -> None:
    product, text = phone()
    feedback = said_of(policy, product, wrong(text), source=Source.EDIT, better=text)
    one = corrected(feedback)
    assert told(one) == (Origin.EDIT, Outcome.KEPT)
    assert learnt(one) == text
    assert (one.before or 0) < (one.after or 0)
    assert one.document["feedback"] == feedback.pk
    assert one.document["origin"] == "edit"
    assert one.document["input"]["user_context"]["model_used"] == "person"


def test_of_two_edits_of_a_product_the_later_one_is_learnt(policy: Policy) -> None:
    product, text = phone()
    first = replace(text, title=text.title.replace("Akıllı Telefon", "Telefon"))
    earlier = said_of(policy, product, wrong(text), source=Source.EDIT, better=first)
    later = said_of(policy, product, wrong(text), source=Source.EDIT, better=text)
    one = corrected(later, earlier)
    assert (told(one), learnt(one)) == ((Origin.EDIT, Outcome.KEPT), text)
    assert Correction.objects.get(feedback=earlier).outcome == Outcome.DUPLICATE


def test_an_edit_with_a_mechanical_fault_is_mended(policy: Policy) -> None:
    product, text = phone()
    feedback = said_of(policy, product, wrong(text), source=Source.EDIT, better=messy(text))
    one = corrected(feedback)
    assert told(one) == (Origin.EDIT, Outcome.KEPT)
    assert "<div>" not in learnt(one).description


def test_an_edit_that_breaks_a_rule_is_not_learnt(policy: Policy) -> None:
    product, text = phone()
    feedback = said_of(policy, product, text, source=Source.EDIT, better=wrong(text))
    one = corrected(feedback)
    assert told(one) == (Origin.EDIT, Outcome.FAULTY)
    assert one.document == {}


def test_a_claim_that_somebody_vouched_for_is_not_learnt_as_if_it_were_given(
    policy: Policy, author: User
) -> None:
    product, text = phone()
    listing = create_listing(author, product)
    (unproven,) = (one for one in judge(product, wrong(text)).evidence if one.fact is None)
    Substantiation.objects.create(
        listing=listing, key=unproven.key, claim=unproven.text, evidence="A letter.", by=author
    )
    assert not judge_listing(listing, wrong(text)).errors
    feedback = said_of(
        policy, product, text, source=Source.EDIT, better=wrong(text), listing=listing
    )
    assert told(corrected(feedback)) == (Origin.EDIT, Outcome.FAULTY)


def test_what_was_preferred_side_by_side_is_learnt_if_it_passes(policy: Policy) -> None:
    (product, text), (other, its_text) = phone(24), phone(25)
    won = said_of(policy, product, wrong(text), source=Source.COMPARISON, better=text)
    faulty = said_of(policy, other, its_text, source=Source.COMPARISON, better=wrong(its_text))
    assert told(corrected(won, faulty)) == (Origin.PREFERRED, Outcome.KEPT)
    assert told(faulty.corrections.get()) == (Origin.PREFERRED, Outcome.FAULTY)


def test_a_preferred_text_that_has_what_is_to_be_mended_is_not_learnt(
    policy: Policy, scripted: ScriptedEngine
) -> None:
    product, text = phone()
    compared = said_of(policy, product, messy(text), source=Source.COMPARISON, better=text)
    row = make_retraining(policy, [compared])
    make_pattern(row, kind="rule", key=LATE, is_target=True)
    scripted.enqueue(*['{"title": ""}'] * DRAFTS)
    correct(turn_of(row))
    assert told(row.corrections.get()) == (Origin.FRESH, Outcome.UNREADABLE)


def test_a_preferred_text_that_others_found_bad_is_not_learnt_but_the_loser_mended(
    policy: Policy,
) -> None:
    product, text = phone()
    winner = replace(text, features=text.features[::-1])
    compared = said_of(policy, product, messy(text), source=Source.COMPARISON, better=winner)
    bad = said_of(policy, product, winner, source=Source.RATING, rating=2)
    one = corrected(compared, bad)
    assert told(one) == (Origin.REPAIRED, Outcome.KEPT)
    assert learnt(one) == text


def test_a_persons_edit_is_learnt_though_it_has_what_is_to_be_mended(policy: Policy) -> None:
    product, text = phone()
    edit = said_of(policy, product, messy(text), source=Source.EDIT, better=text)
    row = make_retraining(policy, [edit])
    make_pattern(row, kind="rule", key=LATE, is_target=True)
    correct(turn_of(row))
    assert told(row.corrections.get()) == (Origin.EDIT, Outcome.KEPT)


def test_what_people_rate_high_is_learnt_as_it_is_with_its_rating(policy: Policy) -> None:
    product, text = phone()
    ratings = [
        said_of(policy, product, text, source=Source.RATING, rating=rating) for rating in (5, 4, 4)
    ]
    one = corrected(*ratings)
    assert told(one) == (Origin.RATED, Outcome.KEPT)
    assert (one.before, one.after) == (98, 98)
    assert one.document["rating"] == pytest.approx(4.33)
    others = Correction.objects.exclude(pk=one.pk)
    assert [told(other) for other in others] == [("", Outcome.DUPLICATE)] * 2


def test_a_high_rating_of_a_text_that_breaks_a_rule_teaches_nothing(policy: Policy) -> None:
    product, text = phone()
    feedback = said_of(policy, product, wrong(text), source=Source.RATING, rating=5)
    assert told(corrected(feedback)) == (Origin.RATED, Outcome.FAULTY)


def test_a_middling_rating_teaches_nothing(policy: Policy) -> None:
    product, text = phone()
    one = corrected(said_of(policy, product, text, source=Source.RATING, rating=3))
    assert told(one) == ("", Outcome.NEUTRAL)


def test_a_text_that_somebody_found_bad_is_not_learnt_because_another_likes_it(
    policy: Policy, scripted: ScriptedEngine, answer: Answer
) -> None:
    product, text = phone()
    scripted.enqueue(*[answer(text)] * DRAFTS)
    liked, disliked = (
        said_of(policy, product, text, source=Source.RATING, rating=rating) for rating in (5, 1)
    )
    assert told(corrected(liked, disliked)) == ("", Outcome.NEUTRAL)
    assert told(disliked.corrections.get()) == (Origin.FRESH, Outcome.NOT_BETTER)


def test_a_mechanical_fault_is_mended(policy: Policy, scripted: ScriptedEngine) -> None:
    product, text = phone()
    one = corrected(said_of(policy, product, messy(text), rating=2))
    assert told(one) == (Origin.REPAIRED, Outcome.KEPT)
    assert learnt(one) == text
    assert one.drafts == 0
    assert scripted.requests == []


def test_a_good_text_that_people_dislike_is_not_mended_but_drawn_anew(
    policy: Policy, scripted: ScriptedEngine, answer: Answer
) -> None:
    product, text = phone()
    scripted.enqueue(*[answer(text)] * DRAFTS)
    one = corrected(said_of(policy, product, text, rating=1))
    assert told(one) == (Origin.FRESH, Outcome.NOT_BETTER)
    assert (one.before, one.after, one.document) == (98, 98, {})


def test_the_best_fresh_draft_is_learnt(
    policy: Policy, scripted: ScriptedEngine, answer: Answer
) -> None:
    product, text = phone()
    poorer = replace(text, title="Samsung Galaxy S24 Ultra 200MP Kamera 6.8 İnç Ekran Telefon")
    scripted.enqueue(answer(wrong(text)), answer(text), answer(poorer))
    live = live_version()
    one = corrected(said_of(policy, product, wrong(text), rating=1), live=live)
    assert told(one) == (Origin.FRESH, Outcome.KEPT)
    assert learnt(one) == text
    assert one.drafts == DRAFTS
    assert one.document["input"]["user_context"]["model_used"] == "scripted"
    seeds = [request.sampling.seed for request in scripted.requests]
    assert len(set(seeds)) == DRAFTS
    assert scripted.requests[0].model == "scripted"


def live_version(**fields: Any) -> Version:
    """What writes, with the weights that it was trained to."""
    run = TrainingRun.objects.create(
        name="walmart-gpt-expert",
        level="expert",
        status="done",
        base=settings.TRAIN_BASE,
        recipe=recipe_of().as_json(),
    )
    (run.folder / "best").mkdir(parents=True)
    return make_version(state=State.LIVE, served_as="scripted", run=run.pk)


def test_a_live_version_that_cannot_be_taught_ends_it_before_anything_is_drawn(
    policy: Policy, scripted: ScriptedEngine
) -> None:
    product, text = phone()
    row = make_retraining(
        policy, [said_of(policy, product, wrong(text), rating=1)], live=make_version()
    )
    with pytest.raises(Failed) as failed:
        correct(turn_of(row))
    assert (failed.value.code, failed.value.detail) == ("no_weights", "walmart-gpt-expert:1.0.0")
    assert scripted.requests == []


def test_a_product_whose_market_is_gone_stops_nothing(policy: Policy) -> None:
    product, text = phone()
    lost = said_of(policy, replace(product, market="walmart.xx"), messy(text), rating=1)
    other = said_of(policy, *phone(25), source=Source.RATING, rating=5)
    assert told(corrected(lost, other)) == ("", Outcome.UNREADABLE)
    assert told(other.corrections.get()) == (Origin.RATED, Outcome.KEPT)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [("wrong", Outcome.FAULTY), ("nonsense", Outcome.UNREADABLE), ("refused", Outcome.UNREADABLE)],
)
def test_why_no_fresh_draft_is_learnt(
    policy: Policy, scripted: ScriptedEngine, answer: Answer, answers: str, outcome: str
) -> None:
    product, text = phone()
    given = {"wrong": answer(wrong(text)), "nonsense": '{"title": ""}'}
    scripted.enqueue(*[given[answers]] * DRAFTS if answers in given else [])
    one = corrected(said_of(policy, product, wrong(text), rating=1))
    assert told(one) == (Origin.FRESH, outcome)
    assert one.document == {}


def test_a_draft_with_what_is_to_be_mended_is_not_learnt(
    policy: Policy, scripted: ScriptedEngine, answer: Answer
) -> None:
    product, text = phone()
    row = make_retraining(policy, [said_of(policy, product, wrong(text), rating=1)])
    make_pattern(row, kind="rule", key=LATE, is_target=True)
    scripted.enqueue(*[answer(text)] * DRAFTS)
    correct(turn_of(row))
    assert told(row.corrections.get()) == (Origin.FRESH, Outcome.NOT_BETTER)


def make_pattern(row: Retraining, **fields: Any) -> Pattern:
    counts = {"negative": 9, "negatives": 10, "positive": 1, "positives": 10}
    measured = {"lift": 9.0, "low": 2.0, "high": 20.0, "rank": 1, "is_found": True}
    return Pattern.objects.create(retraining=row, **counts, **measured | fields)


def test_held_out_products_are_never_learnt(policy: Policy, settings: Settings) -> None:
    folder = Path(settings.STARTER_DIR) / "heldout"
    folder.mkdir(parents=True)
    (folder / "tr.json").write_text(json.dumps([item(1)]))
    product, text = phone(24)
    feedback = said_of(policy, product, wrong(text), source=Source.EDIT, better=text)
    assert told(corrected(feedback)) == ("", Outcome.HELD_OUT)


def test_every_failing_product_is_learnt_from_none_is_set_aside(
    policy: Policy, scripted: ScriptedEngine
) -> None:
    given = []
    for product, text in (phone(number) for number in range(30, 50)):
        given.append(said_of(policy, product, messy(text), rating=1))
    row = make_retraining(policy, given)
    correct(turn_of(row))
    outcomes = row.corrections.values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.KEPT] * len(given)


def test_several_people_about_one_product_make_one_example_their_own_words_first(
    policy: Policy, scripted: ScriptedEngine
) -> None:
    product, text = phone()
    bad = [said_of(policy, product, messy(text), rating=1) for _ in range(3)]
    edit = said_of(policy, product, messy(text), source=Source.EDIT, better=text)
    one = corrected(edit, *bad)
    assert told(one) == (Origin.EDIT, Outcome.KEPT)
    outcomes = Counter(Correction.objects.values_list("outcome", flat=True))
    assert outcomes == {Outcome.KEPT: 1, Outcome.DUPLICATE: 3}


def test_a_product_is_drawn_anew_once_and_no_more_than_so_many_are(
    policy: Policy, scripted: ScriptedEngine, answer: Answer, settings: Settings
) -> None:
    settings.MOST_REDRAWN = 2
    phones = [phone(number) for number in (31, 31, 32, 33, 34)]
    given = [said_of(policy, product, wrong(text), rating=1) for product, text in phones]
    last = said_of(policy, *with_wrong(35), rating=1, findings=[{"code": "grounding.number"}])
    row = make_retraining(policy, [*given, last])
    make_pattern(row, kind="rule", key="grounding.number", is_target=True)
    for number in (35, 31):
        scripted.enqueue(*[answer(phone(number)[1])] * DRAFTS)
    correct(turn_of(row))
    outcomes = [told(row.corrections.get(feedback=one))[1] for one in [*given, last]]
    # The one with what is to be mended comes first.
    assert outcomes == ["kept", "duplicate", "undrawn", "undrawn", "undrawn", "kept"]
    assert len(scripted.requests) == 2 * DRAFTS


def with_wrong(number: int) -> tuple[Any, Listing]:
    product, text = phone(number)
    return product, wrong(text)


def test_broken_off_in_between_it_goes_on_and_does_nothing_twice(
    policy: Policy, scripted: ScriptedEngine, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [said_of(policy, *with_wrong(number), rating=1) for number in (31, 32, 33)]
    row = make_retraining(policy, given)
    scripted.enqueue(*[answer(phone(31)[1])] * DRAFTS, answer(phone(32)[1]))
    scripted.enqueue(EngineUnavailable("gone"))
    turn = turn_of(row)
    with pytest.raises(EngineUnavailable):
        correct(turn)
    assert row.corrections.count() == 1
    row.refresh_from_db()
    assert row.attempt == 1
    for number in (32, 33):
        scripted.enqueue(*[answer(phone(number)[1])] * DRAFTS)
    assert correct(turn_of(row)) == Next()
    assert sorted(row.corrections.values_list("feedback", flat=True)) == [one.pk for one in given]
    assert set(row.corrections.values_list("outcome", flat=True)) == {Outcome.KEPT}
    seeds = [request.sampling.seed for request in scripted.requests]
    assert seeds[3:5] == seeds[5:7]  # the draft that was lost is drawn as before
    assert correct(turn_of(row)) == Next()
    assert len(scripted.requests) == 3 * DRAFTS + 2


def test_killed_between_two_pieces_the_next_worker_knows_what_was_taken(
    policy: Policy, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    product, text = phone()
    given = [said_of(policy, product, messy(text), rating=1) for _ in range(3)]
    row = make_retraining(policy, given)
    settle = correcting.Work.settle
    count: list[int] = []

    def killed(self: correcting.Work, feedback: Feedback) -> None:
        if count:
            raise KeyboardInterrupt
        count.append(1)
        settle(self, feedback)

    turn = turn_of(row)
    with monkeypatch.context() as patched:
        patched.setattr(correcting.Work, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            correct(turn)
    assert row.corrections.count() == 1
    correct(turn_of(row))
    outcomes = row.corrections.order_by("feedback_id").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.KEPT, Outcome.DUPLICATE, Outcome.DUPLICATE]


def test_what_was_done_is_remembered_in_one_query_without_the_texts(policy: Policy) -> None:
    given = [said_of(policy, *phone(number), rating=5) for number in (31, 32, 33)]
    row = make_retraining(policy, given)
    correct(turn_of(row))
    turn = turn_of(row)
    work = correcting.Work(turn, plan_of(row))
    with CaptureQueriesContext(connection) as captured:
        work.remember()
    assert len(work.taken) == 3
    (query,) = captured.captured_queries
    assert "document" not in query["sql"]
    assert "findings" not in query["sql"]


def test_a_worker_that_lost_the_job_writes_nothing_more(
    policy: Policy, scripted: ScriptedEngine, answer: Answer
) -> None:
    product, text = phone()
    row = make_retraining(policy, [said_of(policy, product, messy(text), rating=1)])
    turn = turn_of(row)
    Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None)
    assert JOBS.claim(row.pk)
    with pytest.raises(Lost):
        correct(turn)
    assert not row.corrections.exists()


def test_a_family_that_is_not_trained_ends_here() -> None:
    row = make_retraining(make_policy("base"))
    answer = correct(turn_of(row))
    assert isinstance(answer, End)
    assert answer.reasons[0]["reason"] == "not_trained"
