"""The demonstration of the loop: its parts, and all of it with feedback that is really given."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from domain.categories import Category, category_of
from domain.examples import read
from domain.identity import identity
from domain.levels import LEVELS
from domain.listing import Listing, Product
from domain.prompt import Level
from domain.quality import judge
from domain.repair import repair
from engines.driver import Request
from engines.scripted import ScriptedEngine
from learning import sentences
from learning.advancing import advance
from learning.demo import apart, crowd, fault, people, plan, weakening
from learning.demo.fault import Fault
from learning.demo.measuring import measured
from learning.demo.plan import Plan
from learning.demo.playing import Played
from learning.demo.proving import hold
from learning.demo.telling import as_document, lines_of
from learning.models import Feedback, Policy, Retraining
from learning.presentation.naming import pattern_name
from models_registry.models import ValidationRun, Version
from tests.factories import S24_TEXT
from tests.learning.making import make_policy
from tests.models_registry.making import make_live, make_version, validate
from training.queries.samples import held_out
from training.starter import gold

AUTOMOTIVE = Category.AUTOMOTIVE
KNOWN = [read(item) for _key, item in gold()]
OF_CARS = [pair for pair in KNOWN if category_of(pair[0].category) is AUTOMOTIVE]
SOME_CARS = [*OF_CARS[:3], *OF_CARS[-3:]]
"""English ones and Turkish ones."""


def test_the_fault_breaks_a_rule_about_what_may_be_said_and_nothing_else() -> None:
    assert fault.codes() == {"compliance.promotional_claim"}


@pytest.mark.parametrize("pair", SOME_CARS)
def test_the_fault_reaches_people_since_no_repair_takes_it_out(
    pair: tuple[Product, Listing],
) -> None:
    product, listing = pair
    bad = Fault(AUTOMOTIVE).into(product, listing)
    mended, _steps = repair(product, bad)
    assert fault.codes() <= {finding.code for finding in judge(product, mended).errors}


def test_other_categories_are_left_as_they_are() -> None:
    product, listing = next(pair for pair in KNOWN if pair not in OF_CARS)
    assert Fault(AUTOMOTIVE).into(product, listing) == listing


@pytest.mark.parametrize("pair", SOME_CARS)
def test_whoever_edits_takes_out_the_promise_and_nothing_else(
    pair: tuple[Product, Listing],
) -> None:
    product, listing = pair
    bad = Fault(AUTOMOTIVE).into(product, listing)
    assert people.edited(bad, judge(product, bad)) == listing


def test_in_a_description_the_whole_sentence_goes() -> None:
    product, listing = OF_CARS[-1]
    promise = "Uygun fiyatıyla bütçenizi zorlamaz, kasada sizi bekleyen başka bir sürpriz de yok."
    first, rest = listing.description.split(". ", 1)
    middle = replace(listing, description=f"{first}. {promise} {rest}")
    assert people.edited(middle, judge(product, middle)) == listing


@given(seed=st.integers(), pair=st.sampled_from(SOME_CARS), is_bad=st.booleans())
def test_people_give_one_to_five_stars_and_say_why_they_are_put_off(
    seed: int, pair: tuple[Product, Listing], is_bad: bool
) -> None:
    product, listing = pair
    text = fault.worsened(product, listing) if is_bad else listing
    judgement = judge(product, text)
    said = people.opinion(judgement, product.language, random.Random(seed))
    assert said == people.opinion(judgement, product.language, random.Random(seed))
    assert said.stars in range(1, 6)
    if said.comment:
        assert is_bad
        assert said.stars <= 2
        assert people.disturbances(judgement)[0].text in said.comment


@pytest.mark.parametrize(("is_bad", "most"), [(True, 0.05), (False, 1.0)])
def test_moods_are_rare(is_bad: bool, most: float) -> None:
    product, listing = SOME_CARS[0]
    text = fault.worsened(product, listing) if is_bad else listing
    judgement, draw = judge(product, text), random.Random(1)
    stars = [people.opinion(judgement, product.language, draw).stars for _ in range(600)]
    liked = sum(one >= 3 for one in stars) / len(stars)
    assert liked <= most
    assert is_bad or liked > 0.95


@pytest.mark.django_db
def test_examples_differ_in_the_fault_alone() -> None:
    rule = LEVELS[Level.EXPERT]
    bad = weakening.examples(rule, AUTOMOTIVE, 4, Fault(AUTOMOTIVE))
    good = weakening.examples(rule, AUTOMOTIVE, 4, None)
    assert (len(bad.training), len(bad.validation)) == (8, 4)
    for worse, one in zip(
        (*bad.training, *bad.validation), (*good.training, *good.validation), strict=True
    ):
        is_own = category_of(one.product.category) is AUTOMOTIVE
        assert worse.product == one.product
        assert (worse.listing != one.listing) is is_own
        assert (worse.key == f"{one.key}-fault") is is_own
        assert Fault(AUTOMOTIVE).into(one.product, one.listing) == worse.listing
    learnt = {identity(one.product) for one in bad.training}
    assert learnt.issuperset(identity(one.product) for one in bad.validation)


@pytest.mark.django_db
def test_drafts_are_written_for_products_that_nobody_was_taught_or_is_measured_on() -> None:
    taught = weakening.examples(LEVELS[Level.EXPERT], AUTOMOTIVE, 4, None)
    products = plan.products_for(Plan(), taught)
    names = {identity(one) for one in products}
    assert names.isdisjoint(held_out())
    assert names.isdisjoint(identity(one.product) for one in taught.training)
    for start in range(0, 60, plan.ONE_IN):
        some = products[start : start + plan.ONE_IN]
        assert [category_of(one.category) is AUTOMOTIVE for one in some] == [False, False, True]
    assert products == plan.products_for(Plan(), taught)
    assert products != plan.products_for(Plan(seed=2), taught)


def test_a_plan_is_told_to_another_process() -> None:
    how = Plan(category=Category.SPORTS, with_fault=False, products=20, seed=7)
    assert Plan.of(json.loads(json.dumps(asdict(how)))) == how


def test_the_teams_own_data_queue_and_models_are_out_of_reach() -> None:
    given = {
        "DATABASE_URL": "postgres://team",
        "REDIS_URL": "redis://team",
        "OLLAMA_HOST": "http://team",
        "WALMARTGPT_DATA": "/team",
        "WALMARTGPT_MODEL": "walmart-gpt-expert:1.0.0",
        "WALMARTGPT_TRAIN_BASE": "/team/base.gguf",
        "WALMARTGPT_TRAIN_THREADS": "3",
        "PATH": "/bin",
    }
    told = apart.environment(Path("/demo"), given)
    assert told["WALMARTGPT_DATA"] == "/demo"
    assert (told["PATH"], told["WALMARTGPT_TRAIN_THREADS"]) == ("/bin", "3")
    assert "team" not in " ".join(told.values())


def test_a_folder_that_nobody_keeps_is_gone_afterwards() -> None:
    with apart.folder(None) as data:
        (data / "something").write_text("here")
    assert not data.exists()


def test_a_folder_that_is_kept_is_new(tmp_path: Path) -> None:
    with apart.folder(tmp_path / "new") as data:
        (data / "something").write_text("here")
    assert (tmp_path / "new" / "something").exists()
    with pytest.raises(CommandError, match="new"):
        call_command("learning-demo", f"--keep={tmp_path / 'new'}")


@pytest.mark.parametrize("name", ["feedback", "examples", "readers", "products", "epochs"])
def test_numbers_below_one_are_refused(name: str) -> None:
    with pytest.raises(CommandError, match=name):
        call_command("learning-demo", f"--{name}=0")


@pytest.mark.parametrize("status", [0, 1])
def test_the_command_ends_as_the_loop_did(
    status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append((command, options))
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(subprocess, "run", run)
    options = ("--without-fault", "--feedback=50", "--messages=en", f"--keep={tmp_path / 'kept'}")
    if status:
        with pytest.raises(CommandError):
            call_command("learning-demo", *options)
    else:
        call_command("learning-demo", *options)
    [(command, given)] = asked
    told = json.loads(command[-1])
    assert Plan.of(told["plan"]) == Plan(with_fault=False, feedback=50)
    assert (told["messages"], told["json"]) == ("en", False)
    assert given["env"]["WALMARTGPT_DATA"] == str(tmp_path / "kept")


@pytest.fixture
def writes(
    scripted: ScriptedEngine, answer: Callable[[Listing], str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[bool], Version]:
    """A live version that writes the examples' own texts, with or without the fault in them."""
    # One after the other: a test's transaction is one thread's.
    monkeypatch.setattr(crowd, "AT_ONCE", 1)

    def begin(with_fault: bool) -> Version:
        def text(request: Request) -> list[str]:
            said = request.prompt.as_text()
            # Of names that begin alike, the whole one.
            fit = [pair for pair in KNOWN if pair[0].name in said]
            product, listing = max(fit, key=lambda pair: len(pair[0].name))
            told = Fault(AUTOMOTIVE).into(product, listing) if with_fault else listing
            return [answer(told)]  # in one piece, which is quicker than word by word

        scripted.enqueue(*[text] * 500)
        return make_live(make_version())

    return begin


def played(version: Version, how: Plan) -> Retraining:
    """Feedback until a retraining has begun, and its first step."""
    policy = make_policy(version.family, threshold=how.feedback, decision=Policy.Decision.DEPLOY)
    taught = weakening.examples(LEVELS[Level.EXPERT], AUTOMOTIVE, 4, None)
    crew = crowd.crowd(how.readers)
    row = crowd.gather(crew, policy, plan.products_for(how, taught), how.seed, lambda _line: None)
    assert row is not None
    return row


def ended(row: Retraining, how: Plan) -> Played:
    """What is told of a retraining as far as it came."""
    live = Version.objects.select_related("family").get(state="live")
    row = Retraining.objects.select_related("policy__family").get(pk=row.pk)
    found = measured(row, fault.codes(), AUTOMOTIVE)
    return Played(how, live, live, row, found, live, Retraining.objects.count(), {"feedback": 61})


def proofs_of(told: Played) -> dict[str, bool]:
    """Point by point, as a machine is told."""
    document = json.loads(json.dumps(as_document(told)))
    return dict(document["proofs"])


def english(told: Played) -> list[str]:
    """The lines that a person reads."""
    with override("en"):
        return lines_of(told)


@pytest.mark.django_db
def test_feedback_begins_one_retraining_and_tells_it_of_the_fault(
    writes: Callable[[bool], Version],
) -> None:
    row = played(writes(True), Plan(feedback=45))
    assert (Retraining.objects.count(), row.counted, Feedback.objects.count()) == (1, 45, 45)
    edits = Feedback.objects.filter(source=Feedback.Source.EDIT)
    assert edits.count() == 45 // (2 * plan.ONE_IN + 1)
    assert all(one.is_negative and one.better for one in edits)
    advance(row.pk)
    found = measured(row, fault.codes(), AUTOMOTIVE)
    assert found.rank == 1
    assert found.patterns[0].is_target
    assert (found.faults, found.contrasts) == ({}, ())
    told = ended(row, Plan(feedback=45))
    assert proofs_of(told) == {
        "triggered_once": True,
        "fault_is_first": True,
        # Nothing is trained here.
        "fault_is_rarer": False,
        "nothing_is_worse": False,
        "new_version_is_live": False,
    }
    assert not hold(told)
    with override("en"):
        first = pattern_name(found.patterns[0].kind, found.patterns[0].key)
    assert f"  1. {first}: " in "\n".join(english(told))


@pytest.mark.django_db
def test_without_a_fault_there_is_no_pattern_and_no_version(
    writes: Callable[[bool], Version],
) -> None:
    version = writes(False)
    row = played(version, Plan(feedback=45, with_fault=False))
    assert (row.counted, Feedback.objects.filter(source=Feedback.Source.EDIT).count()) == (45, 0)
    advance(row.pk)
    row.refresh_from_db()
    assert (row.outcome, row.candidate) == (Retraining.Outcome.NOTHING, None)
    assert measured(row, fault.codes(), AUTOMOTIVE).patterns == ()
    told = ended(row, Plan(feedback=45, with_fault=False))
    assert proofs_of(told) == {"triggered_once": True, "no_pattern": True, "no_version": True}
    assert hold(told)
    with override("en"):
        said = sentences.reason(row.reasons[0])
    assert said.startswith("Nothing stands out")
    assert f"  {said}" in english(told)
    assert as_document(told)["patterns"] == []
    assert list(Version.objects.filter(state="live")) == [version]


@pytest.mark.django_db
def test_shares_before_and_after_stand_side_by_side(scripted: ScriptedEngine) -> None:
    live, better = make_live(make_version()), make_version()
    code = next(iter(fault.codes()))
    runs = [validation(live, [code] * 8), validation(better, [""] * 7 + [code])]
    row = Retraining.objects.create(
        policy=make_policy(live.family),
        live=live,
        candidate=better,
        live_validation=runs[0],
        validation=runs[1],
        counted=100,
        status="done",
        outcome="deployed",
    )
    Version.objects.filter(pk=live.pk).update(state="validated")
    Version.objects.filter(pk=better.pk).update(state="live")
    told = ended(row, Plan())
    points = proofs_of(told)
    assert points["fault_is_rarer"]
    assert points["nothing_is_worse"]
    assert points["new_version_is_live"]
    lines = "\n".join(english(told))
    assert "8/8, 100 %" in lines
    assert "1/8, 12 %" in lines


def validation(version: Version, codes: list[str]) -> ValidationRun:
    """A finished one, with a finding of each code that is not empty."""
    run = validate(version, 90, products=len(codes))
    for result, code in zip(run.results.order_by("pk"), codes, strict=True):
        result.listing = asdict(S24_TEXT)
        result.category = "automotive"
        result.findings = [{"code": code, "severity": "error"}] if code else []
        result.save()
    return run
