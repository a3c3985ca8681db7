"""The page of failure patterns: who sees it, what it says, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from domain.patterns import Kind, Trait
from learning.models import Feedback, Pattern, Policy, Retraining
from learning.presentation.pattern_words import trait_name
from models_registry.models import Version
from tests.evaluation.registry import make_version
from tests.factories import S24_TEXT, make_listing
from tests.learning.making import make_feedback, make_policy, make_retraining, unsaved_feedback

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PATH = "/learning/patterns/"
CODE = "compliance.promotional_claim"


def fault(number: int, version: Version | None, *, faulty: bool, **fields: Any) -> Feedback:
    """Disliked where it has the fault, with a promotional claim that a rule found."""
    said = f"{S24_TEXT.title} {number}"
    text = {"title": said, "features": ["Kolay kullanım"], "description": "<p>Net görüntü.</p>"}
    if faulty:
        text["description"] = "<p>Ürün net görüntülüdür. Ücretsiz kargo sizi bekliyor.</p>"
    findings = [{"code": CODE, "severity": "error", "text": "Ücretsiz kargo"}] if faulty else []
    given: dict[str, Any] = {
        "rating": 1 if faulty else 5,
        "version": version,
        "text": text,
        "findings": findings,
        "comment": "Kargo sözü verilmesin" if faulty else "",
    }
    return unsaved_feedback(**given | fields)


def kept_patterns(row: Retraining, examples: list[int]) -> None:
    """A rule that is to be mended, a theme, and a category that may be chance."""
    figures = {"negatives": 40, "positives": 60, "lift": 9.0, "low": 4.0, "high": 20.0}
    Pattern.objects.bulk_create(
        [
            Pattern(
                retraining=row, rank=1, kind="rule", key=CODE, negative=30, positive=5,
                is_found=True, is_target=True, examples=examples, **figures,
            ),
            Pattern(
                retraining=row, rank=2, kind="theme", key="kargo sözü", negative=20, positive=0,
                terms=["kargo sözü", "kargo"], is_found=True, examples=examples[:1], **figures,
            ),
            Pattern(
                retraining=row, rank=3, kind="category", key="electronics", negative=12,
                positive=15, **figures,
            ),
        ]
    )  # fmt: skip


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy()


@pytest.fixture
def learnt(policy: Policy, author: User) -> Retraining:
    """A retraining with patterns, the version that it made, and feedback on both versions."""
    old, new = make_version("1.0.0"), make_version("1.1.0")
    listing = make_listing(author, S24_TEXT)
    rows = [fault(number, old, faulty=number % 2 == 0, policy=policy) for number in range(40)]
    rows[0].listing = listing
    Feedback.objects.bulk_create(rows)
    row = make_retraining(policy, rows, status="done", candidate=new)
    kept_patterns(row, [rows[0].pk, rows[2].pk])
    return row


def after(row: Retraining, count: int, faulty: int = 0) -> None:
    """Feedback on the version that came of it; it has been looked at since."""
    later = make_retraining(row.policy, status="done")
    rows = [
        fault(number, row.candidate, faulty=number < faulty, policy=row.policy, taken_by=later)
        for number in range(count)
    ]
    Feedback.objects.bulk_create(rows)


def said(person: User, client_of: ClientOf, path: str = PATH) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def shown(person: User, client_of: ClientOf, path: str = PATH) -> Any:
    """What the page was made of."""
    return client_of(person).get(path).context["page"]


def test_only_who_trains_models_sees_it(
    learnt: Retraining,
    author: User,
    colleague: User,
    manager: User,
    outsider: User,
    client_of: ClientOf,
) -> None:
    for path in (PATH, f"{PATH}{learnt.pk}/", f"{PATH}?policy={learnt.policy_id}"):
        assert client_of(manager).get(path).status_code == 200
        for person in (author, colleague, outsider):
            assert client_of(person).get(path).status_code == 403
        assert client_of(None).get(path).headers["Location"].startswith("/sign-in/")
        assert client_of(manager).post(path).status_code == 405


def test_what_does_not_exist_is_not_found(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    for path in (f"{PATH}999/", f"{PATH}?policy=999", f"{PATH}?policy=x", f"{PATH}?policy=-1"):
        assert client_of(manager).get(path).status_code == 404


def test_before_there_is_anything_it_says_what_comes(manager: User, client_of: ClientOf) -> None:
    assert "Henüz hiçbir şey toplanmadı" in said(manager, client_of)
    make_policy()
    page = said(manager, client_of)
    assert "Henüz hiçbir yeniden eğitim örüntü aramadı" in page
    assert "Bekleyen yok" in page


def test_a_pattern_stands_there_in_words_with_its_figures(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    page = said(manager, client_of)
    assert "Promosyon ifadesi kullanılamaz" in page
    assert CODE in page
    assert "30 / 40" in page
    assert "“kargo sözü”, “kargo”" in page
    assert "Düzeltilecek" in page
    rule, theme = shown(manager, client_of).then.found
    assert (rule.negative.share, rule.other.share) == ("%75", "%8")
    assert (rule.negative.length, rule.other.length) == (75.0, 8.3)
    assert (rule.rank, rule.kind, theme.kind) == (1, "Kural", "Yorumlardaki konu")
    (other,) = shown(manager, client_of).then.others
    assert other.name == "Elektronik"


def test_the_reader_s_language_is_that_of_the_rule(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    manager.language = "en"
    manager.save()
    page = said(manager, client_of)
    assert "Promotional claims are not allowed" in page
    assert "{text}" not in page


def test_examples_quote_what_is_wrong_and_lead_to_the_listing(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    rule, theme = shown(manager, client_of).then.found
    assert [one.quote for one in rule.examples] == ["Ücretsiz kargo"] * 2
    assert theme.examples[0].quote == "Kargo sözü verilmesin"
    linked, unlinked = rule.examples
    assert unlinked.listing is None
    assert f'href="/listings/{linked.listing}/"' in said(manager, client_of)


def test_what_people_wrote_is_shown_as_text(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    Feedback.objects.filter(pk__in=Pattern.objects.get(rank=2).examples).update(
        comment="<script>kargo</script>", text={"title": "<b>x</b>", "features": []}
    )
    page = client_of(manager).get(PATH).content.decode()
    assert "<script>kargo" not in page
    assert "&lt;script&gt;kargo" in page
    assert "<b>x</b>" not in page


def test_feedback_that_waits_is_looked_at_at_once(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    assert shown(manager, client_of).now.count == 0
    rows = [
        fault(number, learnt.candidate, faulty=number % 3 == 0, policy=learnt.policy)
        for number in range(60)
    ]
    Feedback.objects.bulk_create(rows)
    now = shown(manager, client_of).now
    assert (now.count, now.negatives) == (60, 20)
    first = now.found[0]
    assert (first.code, first.negative.share, first.other.share) == (CODE, "%100", "%0")
    assert first.examples


def test_the_trend_has_a_point_a_version(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    after(learnt, 25, faulty=1)
    rule, _theme = shown(manager, client_of).then.found
    assert [(one.version, one.having, one.count) for one in rule.trend.points] == [
        ("1.0.0", 20, 40),
        ("1.1.0", 1, 25),
    ]
    assert len(rule.trend.line.split()) == 2


@pytest.mark.parametrize(
    ("count", "faulty", "verdict", "figures"),
    [
        (25, 0, "seyrekleşti", "0 / 25"),
        (25, 12, "seyrekleşmedi", "12 / 25"),
        (5, 2, "henüz söylenemez (n = 5)", "2 / 5"),
        (0, 0, "henüz söylenemez (n = 0)", "0 / 0"),
    ],
)
def test_whether_the_retraining_made_it_rarer(
    count: int,
    faulty: int,
    verdict: str,
    figures: str,
    learnt: Retraining,
    manager: User,
    client_of: ClientOf,
) -> None:
    after(learnt, count, faulty)
    rule, _theme = shown(manager, client_of, f"{PATH}{learnt.pk}/").then.found
    assert rule.became.verdict == verdict
    assert rule.became.before == "35 / 100 (%35)"
    assert rule.became.after.startswith(figures)
    assert bool(rule.became.difference) == bool(count)


def test_without_a_version_nothing_can_have_become_rarer(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    Retraining.objects.update(candidate=None)
    assert all(row.became is None for row in shown(manager, client_of).then.found)


def test_what_was_measured_on_held_out_products_stands_beside_it(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    measured = {
        "kind": "rule",
        "key": CODE,
        "before": {"count": 12, "products": 40},
        "after": {"count": 1, "products": 40},
        "rarer": True,
    }
    Retraining.objects.filter(pk=learnt.pk).update(comparison={"targets": [measured]})
    rule, theme = shown(manager, client_of).then.found
    assert (rule.measured.verdict, rule.measured.before) == ("seyrekleşti", "12 / 40 (%30)")
    assert theme.measured is None


def test_another_policy_and_an_earlier_retraining_can_be_chosen(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    other = make_policy(category="sports")
    newer = make_retraining(other, status="done")
    kept_patterns(newer, [])
    assert shown(manager, client_of).row == newer
    assert shown(manager, client_of, f"{PATH}?policy={learnt.policy_id}").row == learnt
    again = make_retraining(learnt.policy, status="done")
    kept_patterns(again, [])
    page = said(manager, client_of, f"{PATH}?policy={learnt.policy_id}")
    assert f'href="{PATH}{learnt.pk}/"' in page
    assert shown(manager, client_of, f"{PATH}{learnt.pk}/").row == learnt


def test_a_retraining_that_found_nothing_says_so(
    policy: Policy, manager: User, client_of: ClientOf
) -> None:
    row = make_retraining(policy, status="done")
    assert "hiçbir örüntü bulmadı" in said(manager, client_of, f"{PATH}{row.pk}/")


def test_more_feedback_costs_no_more_queries(
    learnt: Retraining, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    counts = []
    for major in (2, 3):
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        counts.append(len(queries))
        after(learnt, 30, faulty=10)
        for number in range(10):
            make_feedback(learnt.policy, rating=1, version=make_version(f"{major}.{number}.0"))
        make_policy(category="clothing")
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_everything_has_a_name_that_people_know() -> None:
    names = {
        Trait(Kind.RULE, "title.too_long"): ("Başlık … karakter; en çok … karakter olabilir, …",
                                             "The title has … characters"),
        Trait(Kind.RULE, "gone.rule"): ("gone.rule", "gone.rule"),
        Trait(Kind.CRITERION, "clarity"): ("Anlaşılırlık: 3’ün altında", "Clarity: under 3"),
        Trait(Kind.CRITERION, "own"): ("own: 3’ün altında", "own: under 3"),
        Trait(Kind.CATEGORY, "sports"): ("Spor", "Sports"),
        Trait(Kind.LANGUAGE, "tr"): ("Türkçe", "Turkish"),
        Trait(Kind.VERSION, "a:1.0.0"): ("a:1.0.0", "a:1.0.0"),
        Trait(Kind.REJECTION, "ERR_1"): ("ERR_1", "ERR_1"),
        Trait(Kind.THEME, "uzun", ("uzun", "çok uzun")): ("“uzun”, “çok uzun”",) * 2,
    }  # fmt: skip
    for place, language in enumerate(("tr", "en")):
        with translation.override(language):
            for trait, expected in names.items():
                assert trait_name(trait).startswith(expected[place]), trait
