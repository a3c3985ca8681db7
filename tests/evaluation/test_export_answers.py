"""What raters said as tables: complete, safe to open, and without anybody's name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import AsyncClient, Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from evaluation.actions.campaigns import make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, skip, submit
from evaluation.exporting import reading
from evaluation.exporting.answers import columns, pseudonym, rows
from evaluation.exporting.reading import Wanted
from evaluation.models import Assignment, Campaign, Item
from tests.evaluation.rated import make_campaign, make_item, rate, scores
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
Kind = Campaign.Kind


def address(campaign: Campaign, form: str, asked: str = "") -> str:
    return f"/campaigns/{campaign.pk}/export.{form}{asked}"


def fetched(client: Client, campaign: Campaign, form: str, asked: str = "") -> str:
    """The whole file as text."""
    response = client.get(address(campaign, form, asked))
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


@pytest.fixture
def raters(db: None) -> list[User]:
    return [make_user(Role.RATER) for _ in range(2)]


@pytest.fixture
def campaign(raters: list[User]) -> Campaign:
    """Three items, each rated by two people, one of them with a comment."""
    campaign = make_campaign(3, raters_each=2)
    for value, rater in zip((5, 2), raters, strict=True):
        for _ in range(2):
            rate(rater, campaign, value)
        token = claim(rater, campaign)[0].token or ""
        submit(rater, campaign, token, Answer(scores(value), comment="İyi; “çok” iyi"))
    return campaign


def test_each_answer_is_a_row_with_what_it_is_about(
    campaign: Campaign, raters: list[User], manager: User, client_of: ClientOf
) -> None:
    told = table(fetched(client_of(manager), campaign, "csv"))
    assert len(told) == 6
    assert [row["item"] for row in told] == ["1", "1", "2", "2", "3", "3"]
    first = next(row for row in told if row["rater"] == pseudonym(raters[0].pk))
    assert (first["campaign"], first["category"]) == (str(campaign.pk), "electronics")
    assert (first["score_clarity"], first["score_overall"], first["gold"]) == ("5", "5", "false")
    assert first["automatic_overall"] == "90"
    assert {row["comment"] for row in told} == {"", "İyi; “çok” iyi"}
    assert datetime.fromisoformat(first["rated_at"]).utcoffset() is not None


def test_raters_are_pseudonyms_that_are_the_same_in_every_export(
    campaign: Campaign, raters: list[User], manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    text = fetched(client, campaign, "csv")
    assert all(rater.username not in text for rater in raters)
    other = make_campaign(1, raters_each=1)
    rate(raters[0], other)
    [row] = table(fetched(client, other, "csv"))
    assert row["rater"] in {one["rater"] for one in table(text)}
    assert len({one["rater"] for one in table(text)}) == 2


def test_names_are_given_to_a_manager_who_asks_for_them(
    campaign: Campaign, raters: list[User], manager: User, client_of: ClientOf
) -> None:
    told = table(fetched(client_of(manager), campaign, "csv", "?names=1"))
    assert {row["rater"] for row in told} == {rater.username for rater in raters}


@pytest.mark.parametrize("form", ["csv", "excel", "json", "jsonl", "kto-trl"])
def test_only_whoever_manages_ratings_may_export(
    campaign: Campaign,
    author: User,
    colleague: User,
    outsider: User,
    manager: User,
    client_of: ClientOf,
    form: str,
) -> None:
    for person in (author, colleague, outsider):
        assert client_of(person).get(address(campaign, form)).status_code == 403
        assert client_of(person).get(f"/campaigns/{campaign.pk}/export/").status_code == 403
    assert client_of(None).get(address(campaign, form)).status_code == 302
    assert client_of(manager).get(address(campaign, form)).status_code == 200


@pytest.mark.parametrize("form", ["xls", "csv.exe", "good-"])
def test_an_unknown_form_leads_nowhere(
    campaign: Campaign, manager: User, client_of: ClientOf, form: str
) -> None:
    assert client_of(manager).get(address(campaign, form)).status_code == 404


def test_what_is_passed_on_and_what_is_under_way_are_no_answers(
    raters: list[User], manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(3, raters_each=2)
    skip(raters[0], campaign, claim(raters[0], campaign)[0].token or "", "unclear")
    claim(raters[1], campaign)
    assert table(fetched(client_of(manager), campaign, "csv")) == []


def test_gold_is_left_out_unless_asked(
    raters: list[User], manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(2, raters_each=1, gold_every=1)
    make_gold(manager, campaign.items.get(number=1), {"overall": 1})
    rate(raters[0], campaign, 1)
    rate(raters[0], campaign, 4)
    client = client_of(manager)
    assert [row["item"] for row in table(fetched(client, campaign, "csv"))] == ["2"]
    both = table(fetched(client, campaign, "csv", "?gold=1"))
    assert [(row["item"], row["gold"]) for row in both] == [("1", "true"), ("2", "false")]


def test_comparisons_tell_the_choice_and_which_stood_on_the_left(
    raters: list[User], manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(2, kind=Kind.COMPARISON, raters_each=1)
    for choice in ("a", "both_bad"):
        token = claim(raters[0], campaign)[0].token or ""
        submit(raters[0], campaign, token, Answer(choice=choice))
    rows = table(fetched(client_of(manager), campaign, "csv"))
    assert {row["choice"] for row in rows} == {"a", "both_bad"}
    swapped = dict(Assignment.objects.values_list("item__number", "swapped"))
    assert all(row["left"] == ("b" if swapped[int(row["item"])] else "a") for row in rows)
    assert {"model_a", "model_b"} <= set(rows[0])


def test_json_and_its_lines_say_the_same(
    campaign: Campaign, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    listed = json.loads(fetched(client, campaign, "json"))
    lines = [json.loads(line) for line in fetched(client, campaign, "jsonl").split("\n")[:-1]]
    assert listed == lines
    assert listed[0]["score_overall"] in (2, 5)
    assert listed[0]["gold"] is False
    assert listed[0]["rated_at"].endswith("Z")


def test_of_nothing_the_files_are_still_whole(manager: User, client_of: ClientOf) -> None:
    campaign = make_campaign(1)
    client = client_of(manager)
    assert json.loads(fetched(client, campaign, "json")) == []
    assert fetched(client, campaign, "jsonl") == ""
    assert fetched(client, campaign, "csv").startswith("campaign,item,product")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", " =", "\n"])
def test_no_spreadsheet_runs_what_people_wrote(
    raters: list[User], manager: User, client_of: ClientOf, begin: str
) -> None:
    attack = f'{begin}HYPERLINK("http://example.com";"x")'
    campaign = make_campaign(items=[make_item(1, product=attack)], raters_each=1)
    token = claim(raters[0], campaign)[0].token or ""
    submit(raters[0], campaign, token, Answer(scores(), comment=attack))
    client = client_of(manager)
    for form, mark in (("csv", ","), ("excel", ";")):
        text = fetched(client, campaign, form)
        # Read as Excel reads it, which keeps the line breaks of a cell.
        [row] = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
        assert (row["product"], row["comment"]) == (f"'{attack}", f"'{attack}")


def test_a_turkish_excel_opens_it_by_a_double_click(
    campaign: Campaign, manager: User, client_of: ClientOf
) -> None:
    Assignment.objects.update(seconds=12.5)
    response = client_of(manager).get(address(campaign, "excel"))
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf")
    row = table(content.decode("utf-8-sig"), ";")[0]
    assert row["seconds"] == "12,5", "with a point it would become the 12th of May"
    assert datetime.strptime(row["rated_at"], "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - local
    assert response["Content-Disposition"] == (
        f'attachment; filename="walmartgpt-{campaign.pk}-ratings.csv"'
    )


def test_every_criterion_of_every_campaign_has_a_column(raters: list[User]) -> None:
    one, other = make_campaign(1), make_campaign(1)
    one.criteria.filter(key="clarity").delete()
    other.criteria.filter(key="clarity").update(key="tone")
    told = [name for name in columns([one, other], Kind.RATING) if name.startswith("score_")]
    assert told == [
        *("score_persuasiveness", "score_accuracy", "score_walmart_style", "score_overall"),
        "score_tone",
    ]
    assert all(
        list(row) == columns([one, other], Kind.RATING)
        for row in rows([one, other], Kind.RATING, Wanted())
    )


def test_the_number_of_queries_follows_the_pieces_not_the_answers(
    campaign: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(
        4
    ):  # the criteria, a piece, its answers, and that there is no other
        assert len(list(rows([campaign], Kind.RATING, Wanted()))) == 6
    monkeypatch.setattr(reading, "PIECE", 1)
    with django_assert_num_queries(1 + 3 * 2 + 1):
        told = list(rows([campaign], Kind.RATING, Wanted()))
    assert [row["item"] for row in told] == [1, 1, 2, 2, 3, 3]


@pytest.mark.django_db(transaction=True)
async def test_an_asynchronous_server_sends_a_piece_before_it_reads_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from asgiref.sync import sync_to_async

    from files import lines

    monkeypatch.setattr(reading, "PIECE", 1)
    monkeypatch.setattr(lines, "_TOGETHER", 1)
    read: list[int] = []
    answered = reading._answered

    def noted(items: list[Item]) -> reading.Piece:
        read.append(items[0].number)
        return answered(items)

    monkeypatch.setattr(reading, "_answered", noted)

    def prepare() -> tuple[Campaign, User]:
        campaign = make_campaign(3, raters_each=1)
        rater = make_user(Role.RATER)
        for _ in range(3):
            rate(rater, campaign)
        return campaign, make_user(Role.MANAGER)

    campaign, manager = await sync_to_async(prepare)()
    client = AsyncClient()
    await sync_to_async(client.force_login)(
        manager, backend="django.contrib.auth.backends.ModelBackend"
    )
    response = await client.get(address(campaign, "jsonl"))
    pieces = response.streaming_content  # type: ignore[attr-defined]
    seen = [(json.loads(piece)["item"], list(read)) async for piece in pieces]
    assert seen == [(1, [1]), (2, [1, 2]), (3, [1, 2, 3])]


def test_the_page_offers_every_form_there_is(
    campaign: Campaign, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    page = client.get(f"/campaigns/{campaign.pk}/export/").content.decode()
    for form in ("csv", "excel", "json", "jsonl", "good-trl", "kto-llama-factory", "pairs-trl"):
        assert f'formaction="{address(campaign, form)}"' in page
    assert "6 yanıt" in page
    compared = make_campaign(1, kind=Kind.COMPARISON)
    page = client.get(f"/campaigns/{compared.pk}/export/").content.decode()
    assert f'formaction="{address(compared, "pairs-trl")}"' in page
    assert "kto-trl" not in page
    assert client.get(address(compared, "kto-trl")).status_code == 404
