"""User satisfaction: what people's overall ratings say of versions, wherever those are compared."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from domain.versions import State
from evaluation.actions.campaigns import make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, submit, take_back
from evaluation.benchmark import rows
from evaluation.models import Campaign
from evaluation.presentation.charts import charts_of
from evaluation.queries.satisfaction import satisfaction
from models_registry.models import Version
from tests.evaluation.rated import make_campaign, make_item, rate, scores
from tests.evaluation.registry import make_version, validate
from tests.evaluation.test_commands import called
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def rated(version: Version, *texts: tuple[int, ...]) -> Campaign:
    """A campaign with one text of `version` for each tuple of overall ratings."""
    raters = [make_user(Role.RATER) for _ in range(len(texts[0]))]
    campaign = make_campaign(len(texts), version=version, raters_each=len(raters))
    for place, rater in enumerate(raters):
        for given in claim(rater, campaign, len(texts)):
            value = texts[given.item.number - 1][place]
            submit(rater, campaign, given.token or "", Answer(scores(1, overall=value)))
    return campaign


def test_the_raters_of_one_text_count_once() -> None:
    version = make_version()
    rated(version, (1, 3), (5, 5), (4, 4))
    found = satisfaction([version.pk])[version.pk]
    # The texts' means are 2, 5 and 4: their t interval, t(0.975, 2) = 4.303, ends beyond the scale.
    assert found == {"mean": 3.67, "low": 1.0, "high": 5.0, "count": 3}


def test_the_interval_is_students_over_the_texts() -> None:
    version = make_version()
    rated(version, *[(3, 3)] * 8, *[(4, 4)] * 8)
    found = satisfaction([version.pk])[version.pk]
    # 3.5 ± t(0.975, 15) · s / √16, with t = 2.131 and s = 0.516.
    assert (found["mean"], found["low"], found["high"], found["count"]) == (3.5, 3.22, 3.78, 16)


def test_a_single_text_bounds_nothing() -> None:
    version = make_version()
    rated(version, (4,))
    assert satisfaction([version.pk])[version.pk] == {
        "mean": 4.0,
        "low": None,
        "high": None,
        "count": 1,
    }


def test_gold_what_is_given_out_and_what_was_taken_back_do_not_count(manager: User) -> None:
    version = make_version()
    campaign = make_campaign(4, version=version, raters_each=1, gold_every=1)
    make_gold(manager, campaign.items.get(number=1), {"overall": 1})
    rater = make_user(Role.RATER)
    rate(rater, campaign, 1)  # the gold one comes first here
    rate(rater, campaign, 4)
    rate(rater, campaign, 2)
    take_back(rater, campaign)
    found = satisfaction([version.pk])[version.pk]
    assert (found["mean"], found["count"]) == (4.0, 1)


def test_a_campaign_that_did_not_ask_for_it_says_nothing() -> None:
    version = make_version()
    campaign = make_campaign(1, version=version)
    campaign.criteria.filter(key="overall").delete()
    rater = make_user(Role.RATER)
    given = {key: 5 for key in scores() if key != "overall"}
    submit(rater, campaign, claim(rater, campaign)[0].token or "", Answer(given))
    assert satisfaction([version.pk]) == {}


def test_each_version_has_its_own_and_all_are_read_at_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    versions = [make_version(f"1.0.{patch}") for patch in range(4)]
    for place, version in enumerate(versions[:3], 1):
        rated(version, (place,), (place,))
    with django_assert_num_queries(1):
        found = satisfaction([version.pk for version in versions])
    assert {key: one["mean"] for key, one in found.items()} == {
        version.pk: place for place, version in enumerate(versions[:3], 1)
    }


@pytest.fixture
def two(manager: User) -> tuple[Version, Version]:
    """A version that people have rated, and one that nobody has."""
    liked, unknown = make_version("1.0.0", State.VALIDATED), make_version("1.1.0", State.VALIDATED)
    for version, overall in ((liked, 95.0), (unknown, 90.0)):
        run = validate(version, overall)
        measured = {"mean": 1.0, "low": 1.0, "high": 1.0, "count": 10}
        run.summary |= {
            "times": dict.fromkeys(
                ("total", "queue", "load", "prompt", "generation", "tokens_a_second"), measured
            ),
            "figures": dict.fromkeys(("readable", "clean", "covered"), measured),
        }
        run.save()
    rated(liked, (4,), (5,), (5,))
    return liked, unknown


def test_the_comparison_reads_all_ratings_in_one_query(
    two: tuple[Version, Version], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        found = rows()
    assert [(row.satisfaction["mean"], row.satisfaction["count"]) for row in found] == [
        (4.67, 3),
        (None, 0),
    ]
    *_others, chart = charts_of(found)
    assert [bar.label for bar in chart.bars] == [str(two[0])]


def test_page_command_and_files_tell_it_and_where_nobody_rated_say_so(
    two: tuple[Version, Version], author: User, client_of: ClientOf
) -> None:
    client = client_of(author)
    page = client.get("/models/benchmark/", headers={"accept-language": "tr"}).content.decode()
    assert "4,7" in page
    assert "henüz puan yok" in page
    markdown = client.get("/models/benchmark.md").content.decode()
    assert "4,7 (" in markdown
    assert "henüz puan yok" in markdown
    table = list(csv.DictReader(io.StringIO(client.get("/models/benchmark.csv").content.decode())))
    assert [(row["satisfaction_mean"], row["satisfaction_count"]) for row in table] == [
        ("4.67", "3"),
        ("", "0"),
    ]
    told = json.loads(called("benchmark", "--json")[0])
    assert [one["satisfaction"]["mean"] for one in told] == [4.67, None]
    printed = called("benchmark")[0]
    assert "4,7 (" in printed
    assert "henüz puan yok" in printed


def test_what_no_version_wrote_is_nobodys() -> None:
    version = make_version()
    campaign = make_campaign(items=[make_item(1), make_item(2, version=version)], raters_each=1)
    rater = make_user(Role.RATER)
    for _ in range(2):
        rate(rater, campaign, 3)
    assert satisfaction([version.pk])[version.pk]["count"] == 1
