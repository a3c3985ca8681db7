"""The first step: patterns are kept as rows, once, and decide whether the chain goes on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation.holding import Lost, Stopped
from learning.models import Feedback, Pattern, Policy, Retraining, Use
from learning.queries.evidence import of_retraining
from learning.steps.patterns import MOST_TARGETS, find
from learning.steps.step import End, Next, Turn
from tests.evaluation.registry import make_version
from tests.factories import S24_TEXT
from tests.learning.making import make_policy, make_retraining, unsaved_feedback

pytestmark = pytest.mark.django_db

FORBIDDEN = "Mucizevi sonuçlar garantili."
CODE = "compliance.restricted_claim"
CATEGORIES = ("electronics", "clothing", "sports", "home_garden")


def feedback(policy: Policy, number: int, *, bad: bool, faulty: bool, **fields: Any) -> Feedback:
    """Whether it is liked, and whether the forbidden words stand in it."""
    extra = f" {FORBIDDEN}" if faulty else ""
    given: dict[str, Any] = {
        "rating": 1 if bad else 5,
        "category": "electronics" if faulty else CATEGORIES[number % 4],
        "text": {
            "title": S24_TEXT.title,
            "features": list(S24_TEXT.features),
            "description": f"{S24_TEXT.description}<p>{number}{extra}</p>",
        },
        "findings": [{"code": CODE, "severity": "error", "text": FORBIDDEN}] if faulty else [],
        "comment": "",
    }
    return unsaved_feedback(policy, **given | fields)


def retraining_of(rows: list[Feedback], policy: Policy) -> Turn:
    """A turn at a retraining that looks at these rows and holds its lease."""
    Feedback.objects.bulk_create(rows)
    row = make_retraining(
        policy,
        status="running",
        lease=uuid.uuid4(),
        lease_until=timezone.now() + timedelta(minutes=1),
    )
    Use.objects.bulk_create(Use(feedback=one, retraining=row) for one in rows)
    return Turn(row)


@pytest.fixture
def policy() -> Policy:
    return make_policy()


def injected(policy: Policy, count: int = 80) -> list[Feedback]:
    """A quarter has the fault and nearly all of that is disliked; little of the rest is."""
    return [
        feedback(
            policy,
            number,
            faulty=number % 4 == 0,
            bad=number % 20 != 0 if number % 4 == 0 else number % 10 == 1,
        )
        for number in range(count)
    ]


def test_an_injected_fault_is_the_first_pattern_and_the_target(policy: Policy) -> None:
    turn = retraining_of(injected(policy), policy)
    assert find(turn) == Next()
    first, *rest = turn.row.patterns.all()
    assert (first.rank, first.kind, first.key) == (1, "rule", CODE)
    assert first.is_found
    assert first.is_target
    assert (first.negative, first.negatives, first.positive, first.positives) == (16, 24, 4, 56)
    assert 1 < first.low < first.lift < first.high
    assert 0 < len(first.examples) <= 5
    examples = Feedback.objects.filter(pk__in=first.examples)
    assert all(one.is_negative and one.findings for one in examples)
    wording = next(one for one in rest if one.kind == "wording")
    assert "mucizevi sonuçlar" in wording.terms
    assert not wording.is_target, "it goes along with the rule"
    assert [one.rank for one in rest] == list(range(2, len(rest) + 2))


def test_done_again_the_same_rows_stand_there_once(policy: Policy) -> None:
    turn = retraining_of(injected(policy), policy)
    fields = [field.name for field in Pattern._meta.fields if field.name != "id"]
    find(turn)
    before = list(turn.row.patterns.values_list(*fields))
    find(turn)
    assert list(turn.row.patterns.values_list(*fields)) == before


def test_where_nothing_stands_out_the_chain_ends_without_a_version(policy: Policy) -> None:
    rows = [
        feedback(policy, number, faulty=False, bad=number // 4 % 2 == 0) for number in range(64)
    ]
    turn = retraining_of(rows, policy)
    answer = find(turn)
    assert isinstance(answer, End)
    assert answer.outcome == Retraining.Outcome.NOTHING
    (reason,) = answer.reasons
    assert reason["reason"] == "no_pattern"
    assert (reason["figures"]["negatives"], reason["figures"]["positives"]) == (32, 32)
    assert not turn.row.patterns.filter(is_found=True).exists()


def test_without_feedback_there_is_nothing_to_mend(policy: Policy) -> None:
    answer = find(retraining_of([], policy))
    assert isinstance(answer, End)


def test_what_only_people_can_tell_goes_on_without_a_target(policy: Policy) -> None:
    rows = [
        feedback(
            policy,
            number,
            faulty=False,
            bad=number // 4 % 2 == 0,
            comment="Başlık fazla uzun olmuş" if number // 4 % 2 == 0 else "",
        )
        for number in range(64)
    ]
    turn = retraining_of(rows, policy)
    assert find(turn) == Next()
    (found,) = turn.row.patterns.filter(is_found=True)
    assert found.kind == "theme"
    assert "başlık fazla uzun" in found.terms
    assert not turn.row.patterns.filter(is_target=True).exists()


def test_a_marketplace_s_code_is_a_pattern_and_its_standing_text_is_no_theme(
    policy: Policy,
) -> None:
    rows = [feedback(policy, number, faulty=False, bad=False) for number in range(40)]
    rows += [
        feedback(
            policy,
            number,
            faulty=False,
            bad=True,
            source="rejection",
            code="ERR_7",
            comment="Item was rejected: please review the policy and resubmit.",
        )
        for number in range(20)
    ]
    turn = retraining_of(rows, policy)
    assert find(turn) == Next()
    (found,) = turn.row.patterns.filter(is_found=True)
    assert (found.kind, found.key) == ("rejection", "ERR_7")
    assert not turn.row.patterns.filter(kind="theme").exists()


def test_the_standing_text_of_many_codes_alone_is_nothing_that_stands_out(policy: Policy) -> None:
    rows = [feedback(policy, number, faulty=False, bad=False) for number in range(40)]
    said = {"source": "rejection", "comment": "Item was rejected: please review the policy."}
    rows += [
        feedback(policy, number, faulty=False, bad=True, code=f"ERR_{number}", **said)
        for number in range(20)
    ]
    assert isinstance(find(retraining_of(rows, policy)), End)


def test_with_nothing_to_hold_failures_against_the_chain_goes_on(policy: Policy) -> None:
    rows = [feedback(policy, number, faulty=True, bad=True) for number in range(20)]
    turn = retraining_of(rows, policy)
    assert find(turn) == Next()
    assert not turn.row.patterns.filter(is_found=True).exists()


def test_a_word_that_edits_take_out_is_a_pattern(policy: Policy) -> None:
    def text(number: int, word: str) -> dict[str, Any]:
        said = f"Kamera {word} ve ekran canlı. {number}"
        return {"title": said, "features": ["Kolay kullanım"], "description": said}

    rows = [
        unsaved_feedback(
            policy,
            source="edit",
            is_negative=True,
            text=text(number, "olağanüstüdür"),
            better=text(number, "nettir"),
        )
        for number in range(20)
    ]
    rows += [
        unsaved_feedback(policy, rating=5, text=text(number, "nettir")) for number in range(40)
    ]
    turn = retraining_of(rows, policy)
    assert find(turn) == Next()
    first = turn.row.patterns.get(rank=1)
    assert (first.kind, first.is_target) == ("wording", True)
    assert "olağanüstüdür" in first.terms
    assert not {"ekran", "kamera", "canlı"} & set(first.terms), "what was left in is no fault"


def test_there_are_few_targets(policy: Policy) -> None:
    rows = []
    for number in range(200):
        bad, group = number % 2 == 0, number // 2 % 8
        findings = [{"code": f"rule.{group}", "severity": "error", "text": ""}] if bad else []
        fields = {"findings": findings, "category": "sports"}
        rows.append(feedback(policy, number, faulty=False, bad=bad, **fields))
    turn = retraining_of(rows, policy)
    find(turn)
    assert turn.row.patterns.filter(is_found=True, kind="rule").count() == 8
    assert turn.row.patterns.filter(is_target=True).count() == MOST_TARGETS


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"cancel_requested": True}, Stopped), ({"lease": None}, Lost)],
)
def test_whoever_lost_the_job_keeps_nothing(
    policy: Policy, change: dict[str, Any], expected: type[Exception]
) -> None:
    turn = retraining_of(injected(policy), policy)
    Retraining.objects.filter(pk=turn.row.pk).update(**change)
    with pytest.raises(expected):
        find(turn)
    assert not turn.row.patterns.exists()


def test_a_stop_in_the_midst_of_it_leaves_the_old_rows(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = retraining_of(injected(policy), policy)
    find(turn)
    before = set(turn.row.patterns.values_list("pk", flat=True))
    row = turn.row

    def then_stopped(work: Callable[[], object]) -> object:
        found = work()
        Retraining.objects.filter(pk=row.pk).update(cancel_requested=True)
        return found

    asked = Turn.ask
    monkeypatch.setattr(Turn, "ask", lambda self, work: then_stopped(lambda: asked(self, work)))
    with pytest.raises(Stopped):
        find(turn)
    assert set(row.patterns.values_list("pk", flat=True)) == before


def test_evidence_is_read_in_one_query_however_much_there_is(policy: Policy) -> None:
    versions = [make_version(f"1.{minor}.0") for minor in range(3)]
    counts = []
    for count in (6, 30):
        rows = [
            feedback(policy, number, faulty=True, bad=True, version=versions[number % 3])
            for number in range(count)
        ]
        turn = retraining_of(rows, policy)
        with CaptureQueriesContext(connection) as queries:
            items = of_retraining(turn.row)
        counts.append(len(queries))
        Retraining.objects.update(status="done")
    assert counts == [1, 1]
    item = items[0]
    assert item.version in {one.name for one in versions}
    assert item.codes == {CODE}
    assert "<p>" not in " ".join(item.text)
    assert "200MP ana kamera sistemi" in item.facts
