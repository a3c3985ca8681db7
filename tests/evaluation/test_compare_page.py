"""Two versions side by side: their making, their scores on the same products, what they wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from domain.versions import State
from evaluation.presentation.comparison import by_category, by_criterion, samples
from evaluation.presentation.modelfiles import MOST_LINES, hunks
from evaluation.queries.compared import Pair, pair
from models_registry.models import ValidationResult, Version
from tests.evaluation.registry import EXPERT, make_version, validate
from tests.evaluation.test_models_page import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scripted")]
ClientOf = Callable[[User | None], Client]
PAGE = f"/models/compare/?a={EXPERT}:1.0.0&b={EXPERT}:2.0.0"
HOSTILE = "</div><script>alert(1)</script>"


@pytest.fixture
def before() -> Version:
    version = make_version("1.0.0", State.LIVE)
    validate(version, 80)
    return version


@pytest.fixture
def after(before: Version) -> Version:
    version = make_version(
        "2.0.0",
        State.VALIDATED,
        recipe={"strategy": "lora", "rank": 32, "rate": 0.0002, "epochs": 1},
    )
    validate(version, 90)
    return version


def page_of(person: User, client_of: ClientOf, path: str = PAGE) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return response.content.decode()


def paired(before: Version, after: Version) -> Pair:
    found = pair(before, after)
    assert found is not None
    return found


def test_without_a_choice_there_is_the_choice(
    before: Version, author: User, client_of: ClientOf
) -> None:
    for path in ("/models/compare/", f"/models/compare/?b={EXPERT}:1.0.0"):
        page = page_of(author, client_of, path)
        assert "İki sürüm seçin" in page
        assert f'value="{EXPERT}:1.0.0"' in page


def test_scores_are_compared_in_pairs(
    before: Version, after: Version, author: User, client_of: ClientOf
) -> None:
    page = page_of(author, client_of)
    assert "ikisine de sorulan 10 üründe" in page
    assert "+10,0" in page
    assert "daha iyi" in page
    for words in ("Kurallara uyum", "Elektronik", "LoRA rankı", "<del>16</del>", "<ins>32</ins>"):
        assert words in page


def test_the_difference_is_that_of_the_same_products(before: Version, after: Version) -> None:
    ValidationResult.objects.filter(run__version=after, product="held-out-09").delete()
    found = paired(before, after)
    assert len(found.results) == 9
    (overall, *others) = by_criterion(found.results)
    assert (overall.key, len(others)) == ("overall", 4)
    assert overall.difference is not None
    assert overall.difference.mean == pytest.approx(10)
    assert overall.verdict == "better"
    rows = {row.key: row for row in by_category(found.results)}
    assert rows["automotive"].difference is None  # one product left, and so no spread
    assert rows["automotive"].verdict == "unclear"


def test_no_clear_difference_is_called_none(before: Version) -> None:
    same = make_version("2.0.0")
    validate(same, 80)
    ValidationResult.objects.filter(run__version=same, product="held-out-00").update(
        scores=dict.fromkeys(("overall", "compliance", "seo", "grounding", "readability"), 60)
    )
    assert by_criterion(paired(before, same).results)[0].verdict == "unclear"


def test_results_of_one_suite_are_preferred(before: Version, after: Version) -> None:
    validate(after, 95, suite="t" * 64)
    found = paired(before, after)
    assert found.is_one_suite
    assert found.after.summary["overall"]["mean"] == 90


def test_other_suites_are_compared_with_a_warning(
    before: Version, author: User, client_of: ClientOf
) -> None:
    validate(make_version("2.0.0"), 90, suite="t" * 64, products=6)
    page = page_of(author, client_of)
    assert "aynı koşullarda ölçülmedi" in page
    assert "ikisine de sorulan 6 üründe" in page


def test_what_cannot_be_compared_is_said(
    before: Version, author: User, client_of: ClientOf
) -> None:
    other = make_version("2.0.0", modelfile="")
    assert "henüz doğrulanmadı" in page_of(author, client_of)
    validate(other, 90)
    ValidationResult.objects.filter(run__version=other).delete()
    assert "ortak hiçbir ürün" in page_of(author, client_of)


def test_samples_are_those_that_differ_most(before: Version, after: Version) -> None:
    ValidationResult.objects.filter(run__version=after, product="held-out-07").update(
        scores={"overall": 5}, listing={}, outcome="unreadable"
    )
    found = samples(paired(before, after).results)
    assert len(found) == 5
    assert found[0].product == "held-out-07"
    assert found[0].difference < 0
    assert found[1].before.description == "1.0.0 açıklaması."


def test_what_models_wrote_is_no_markup(
    before: Version, after: Version, author: User, client_of: ClientOf
) -> None:
    ValidationResult.objects.filter(run__version=after).update(
        listing={
            "title": HOSTILE,
            "features": [HOSTILE],
            "description": f"<p>İyi{HOSTILE}</p><img src=x onerror=alert(1)>",
        }
    )
    Version.objects.filter(pk=after.pk).update(modelfile=f"FROM x\n# {HOSTILE}", base=HOSTILE)
    page = page_of(author, client_of)
    assert "<script>alert" not in page
    assert "onerror" not in page
    assert "&lt;script&gt;" in page


def test_only_what_differs_of_a_modelfile_is_shown() -> None:
    lines = [f"PARAMETER stop {number}" for number in range(100)]
    (hunk,) = hunks("\n".join(lines), "\n".join([*lines[:50], "SYSTEM x", *lines[51:]])) or []
    assert (hunk.before, hunk.after) == (49, 49)
    assert [line.changed for line in hunk.lines] == [False, False, True, False, False]
    assert hunks("FROM x", "FROM x") == []
    assert hunks("", "x\n" * (MOST_LINES + 1)) is None


def test_the_number_of_queries_does_not_grow(
    before: Version, after: Version, author: User, client_of: ClientOf
) -> None:
    few = queries_of(author, client_of, PAGE)
    for patch in range(1, 30):
        validate(make_version(f"1.0.{patch}"), 90, products=2)
    validate(before, 81, products=60)
    validate(after, 91, products=60)
    assert queries_of(author, client_of, PAGE) == few
