"""The report of a campaign: what it says, what it leaves out, and who may see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from domain.rating import Choice
from evaluation.models import Assignment, Campaign, Item, Remark
from tests.evaluation.rated import answered, make_campaign, make_item, make_pair, rate
from tests.evaluation.registry import make_version
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
SCORES = ((5, 4, 4), (3, 3, 2), (1, 5, 3))
"""Of three items, one a rater."""


@pytest.fixture
def raters(db: None) -> list[User]:
    return [
        make_user(Role.RATER, username=name, first_name=name.title())
        for name in ("ada", "bora", "cem")
    ]


def address(campaign: Campaign, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/campaigns/{campaign.pk}/report/" + (f"?{asked}" if asked else "")


def page_of(person: User, client_of: ClientOf, path: str) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def context_of(person: User, client_of: ClientOf, path: str) -> Any:
    """What the page was made of."""
    return client_of(person).get(path).context


def table(picture: Any) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in picture.table]


def items_of(campaign: Campaign) -> list[Item]:
    return list(campaign.items.order_by("number"))


def filled(manager: User, raters: list[User], **plan: Any) -> Campaign:
    """Three items with three ratings each, SCORES in every criterion."""
    campaign = make_campaign(len(SCORES), by=manager, **plan)
    for item, given in zip(items_of(campaign), SCORES, strict=True):
        for rater, score in zip(raters, given, strict=True):
            answered(item, rater, score)
    return campaign


def test_only_who_manages_ratings_sees_a_report(
    author: User, colleague: User, manager: User, outsider: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(1, by=manager)
    version = make_version()
    paths = (
        address(campaign),
        address(campaign) + "items/1/",
        f"/models/{version.family.name}/{version.number}/ratings/",
    )
    for path in paths:
        assert client_of(manager).get(path).status_code == 200
        for person in (author, colleague, outsider):
            assert client_of(person).get(path).status_code == 403
        assert client_of(None).get(path).headers["Location"].startswith("/sign-in/")
        assert client_of(manager).post(path).status_code == 405


def test_what_does_not_exist_is_not_found(manager: User, client_of: ClientOf) -> None:
    campaign = make_campaign(1, by=manager)
    assert client_of(manager).get("/campaigns/999/report/").status_code == 404
    assert client_of(manager).get(address(campaign) + "items/2/").status_code == 404


def test_figures_are_those_that_a_pencil_finds(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = filled(manager, raters)
    context = context_of(manager, client_of, address(campaign))
    row = table(context["all"]["distribution"])[-1]
    assert row == ("Genel memnuniyet", "1", "1", "3", "2", "2", "9", "3,0")
    # The items' means are 13/3, 8/3 and 3; s is 0.88, t(2) is 4.303: 3.33 ± 2.19.
    mean = table(context["all"]["means"])[-1]
    assert mean == ("Genel memnuniyet", "3,33", "1,14–5,00", "3,0", "9", "3")
    assert context["totals"] == {"ratings": 9, "items": 3, "of_items": 3, "raters": 3}
    first = context["disputed"][0]
    assert (first["item"].number, first["scores"], first["spread"]) == (3, (1, 3, 5), "2,00")


def test_versions_and_categories_are_told_apart(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    old, new = make_version("1.0.0"), make_version("1.1.0")
    items = [
        make_item(number, version=version, category=category)
        for number, (version, category) in enumerate(
            [(old, "sports"), (old, "clothing"), (new, "sports"), (new, "")], 1
        )
    ]
    campaign = make_campaign(by=manager, items=items, raters_each=1)
    for item, score in zip(items_of(campaign), (1, 2, 4, 5), strict=True):
        answered(item, raters[0], score)
    context = context_of(manager, client_of, address(campaign))
    means, scores = context["by_version"]
    assert [row[:2] for row in table(means)] == [("1.0.0", "1,50"), ("1.1.0", "4,50")]
    assert table(scores)[0][1:6] == ("1", "1", "0", "0", "0")
    by_category = {row[0]: row[1] for row in table(context["by_category"][0])}
    assert by_category == {"Diğer": "5,00", "Giyim": "2,00", "Spor": "2,50"}
    crossed = {
        label: [(name, cell.text) for name, cell in cells]
        for label, cells in context["crossed"]["rows"]
    }
    assert crossed["1.1.0"] == [("Diğer", "5,00"), ("Giyim", "–"), ("Spor", "4,00")]


def test_another_criterion_is_one_click_away(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = make_campaign(1, by=manager)
    (item,) = items_of(campaign)
    answered(item, raters[0], 4, clarity=1)
    page = page_of(manager, client_of, address(campaign))
    assert 'href="?criterion=clarity#criterion"' in page
    found = context_of(manager, client_of, address(campaign, criterion="clarity"))
    assert found["criterion"] == "Anlaşılırlık"
    assert table(found["by_version"][0])[0][1] == "1,00"
    unknown = context_of(manager, client_of, address(campaign, criterion="nonsense"))
    assert unknown["criterion"] == "Genel memnuniyet"


def test_gold_items_and_late_answers_are_no_results(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    gold = make_item(9, gold={"overall": 5})
    campaign = make_campaign(by=manager, items=[make_item(1), gold], raters_each=1)
    plain, known = items_of(campaign)
    answered(plain, raters[0], 2)
    answered(known, raters[0], 5)
    Remark.objects.create(
        campaign=campaign, item=plain, rater=raters[1], kind="late", answer={"scores": {}}
    )
    context = context_of(manager, client_of, address(campaign))
    assert context["totals"] == {"ratings": 1, "items": 1, "of_items": 1, "raters": 1}
    page = page_of(manager, client_of, address(campaign))
    assert "Altın ögelere verilen 1 yanıt sonuçlara katılmadı." in page
    assert "1 yanıt geç geldi ve sayılmıyor." in page


def failing(manager: User, raters: list[User]) -> Campaign:
    """A campaign in which the third fails gold items."""
    gold = [make_item(10 + place, gold={"overall": 5}) for place in range(3)]
    campaign = make_campaign(by=manager, items=[make_item(1), make_item(2), *gold])
    for item in items_of(campaign):
        for rater, score in zip(raters, (5, 5, 1), strict=True):
            answered(item, rater, score)
    return campaign


def test_who_fails_gold_is_marked_and_counted_until_the_manager_decides(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = failing(manager, raters)
    page = page_of(manager, client_of, address(campaign))
    assert "1 değerlendirici altın ögelerde yanılıyor: Cem." in page
    context = context_of(manager, client_of, address(campaign))
    assert context["totals"]["ratings"] == 6
    assert [(row.name, row.fails) for row in context["raters"]] == [
        ("Ada", False), ("Bora", False), ("Cem", True)
    ]  # fmt: skip
    switch = context["left_out"]["switch"]
    assert switch == "?criterion=overall&without=gold"
    without = context_of(manager, client_of, address(campaign) + switch)
    assert without["totals"]["ratings"] == 4
    assert without["left_out"]["people"] == ["Cem"]
    assert table(without["all"]["means"])[-1][1] == "5,00"
    assert "Dışarıda bırakıldı: Cem, 2 değerlendirme." in page_of(
        manager, client_of, address(campaign) + switch
    )
    assert without["left_out"]["switch"] == "?criterion=overall"


def test_anybody_can_be_left_out_and_taken_in_again(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = filled(manager, raters)
    rows = context_of(manager, client_of, address(campaign))["raters"]
    assert rows[0].href == f"?criterion=overall&without={raters[0].pk}"
    context = context_of(manager, client_of, address(campaign) + rows[0].href)
    assert context["totals"]["ratings"] == 6
    assert context["raters"][0].is_left_out
    assert context["raters"][0].href == "?criterion=overall"
    assert context["criterion"] == "Genel memnuniyet"


def test_without_anybody_left_the_page_says_so(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = make_campaign(1, by=manager)
    answered(items_of(campaign)[0], raters[0])
    page = page_of(manager, client_of, address(campaign, without=str(raters[0].pk)))
    assert "Henüz hiçbir şey değerlendirilmedi" in page
    assert "Ada katılsın" in page


def test_an_empty_campaign_and_nonsense_in_the_address_are_no_trouble(
    manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(2, by=manager)
    for query in ({}, {"without": "x"}, {"without": "99999999999999999999"}, {"criterion": ""}):
        assert "Henüz hiçbir şey değerlendirilmedi" in page_of(
            manager, client_of, address(campaign, **query)
        )


def test_one_rater_alone_is_no_agreement_and_one_item_no_interval(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = make_campaign(1, by=manager)
    answered(items_of(campaign)[0], raters[0])
    context = context_of(manager, client_of, address(campaign))
    (cells,) = {row[1:] for row in table(context["all"]["agreement"])}
    assert cells[0] == "–"
    page = page_of(manager, client_of, address(campaign))
    assert "hiçbir ögede iki kişinin puanı yok" in page
    assert "Tek bir öge varsa ya da hepsi aynı puanı aldıysa aralık verilmez." in page
    assert "Tek kişi değerlendirdi" in page
    assert "Hiçbir ögede iki kişi ayrı puan vermedi." in page


def test_the_report_shows_what_the_queue_took_in(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = make_campaign(2, by=manager, raters_each=2)
    for rater in raters[:2]:
        rate(rater, campaign, 5)
    assert context_of(manager, client_of, address(campaign))["totals"]["ratings"] == 2


def test_a_campaigns_own_criteria_are_reported_by_their_names(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = make_campaign(1, by=manager)
    campaign.criteria.exclude(key="clarity").delete()
    campaign.criteria.update(name={"tr": "Sadelik", "en": "Plainness"})
    answered(items_of(campaign)[0], raters[0], 3)
    context = context_of(manager, client_of, address(campaign))
    assert [row[0] for row in table(context["all"]["distribution"])] == ["Sadelik"]
    assert context["criterion"] == "Sadelik"


def test_however_much_is_rated_the_queries_are_the_same(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    version = make_version()

    def queries(count: int, kind: Campaign.Kind) -> int:
        campaign = make_campaign(count, by=manager, kind=kind, version=version, gold_every=3)
        for item in items_of(campaign):
            for place, rater in enumerate(raters):
                answer: dict[str, Any] = {"value": 1 + (item.number + place) % 5}
                if kind == Campaign.Kind.COMPARISON:
                    answer = {"choice": Choice.A if (item.number + place) % 2 else Choice.B}
                answered(item, rater, **answer)
        client = client_of(manager)
        client.get(address(campaign))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address(campaign)).status_code == 200
        return len(captured)

    for kind in Campaign.Kind:
        assert queries(3, kind) == queries(40, kind)


def test_one_item_shows_text_facts_answers_and_remarks(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    version = make_version("1.2.0")
    campaign = make_campaign(by=manager, items=[make_item(1, version=version)])
    (item,) = items_of(campaign)
    answered(item, raters[0], 2, clarity=5, comment="Başlık uzun")
    Remark.objects.create(
        campaign=campaign, item=item, rater=raters[1], kind="skip", reason="unclear", text="Neden?"
    )
    page = page_of(manager, client_of, address(campaign) + "items/1/")
    for words in (
        *(item.listing["title"], str(version), "6.8 inç Dynamic AMOLED 2X ekran"),
        *("Ada", "Başlık uzun", "Bora", "Öge açık değil", "Neden?"),
    ):
        assert words in page
    assert re.findall(r'score-(\d)">', page) == ["5", "2", "2", "2", "2"]


def test_a_gold_item_says_what_was_expected(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = make_campaign(by=manager, items=[make_item(1, gold={"accuracy": 2})])
    answered(items_of(campaign)[0], raters[0], 4)
    page = page_of(manager, client_of, address(campaign) + "items/1/")
    assert "Altın öge" in page
    assert "Doğruluk: <strong>2</strong>" in page


def test_all_campaigns_of_a_version_are_reported_together(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    version, other = make_version("1.0.0"), make_version("1.1.0")
    for score in (2, 4):
        items = [make_item(1, version=version), make_item(2, version=other)]
        campaign = make_campaign(by=manager, items=items, raters_each=1)
        for item in items_of(campaign):
            answered(item, raters[0], score if item.version == version else 1)
    path = f"/models/{version.family.name}/1.0.0/ratings/"
    context = context_of(manager, client_of, path)
    assert context["totals"] == {"ratings": 2, "items": 2, "of_items": 2, "raters": 1}
    assert table(context["all"]["means"])[-1][1] == "3,00"
    assert path in page_of(manager, client_of, f"/models/{version.family.name}/1.0.0/")


def compared(manager: User, raters: list[User]) -> Campaign:
    """The second version wins 8 of 10 answers that prefer one; the rest are ties."""
    old, new = make_version("1.0.0"), make_version("1.1.0")
    items = [make_pair(place, version=old, other_version=new) for place in range(1, 6)]
    campaign = make_campaign(by=manager, items=items, kind=Campaign.Kind.COMPARISON, raters_each=3)
    said = [*[Choice.B] * 8, *[Choice.A] * 2, *[Choice.BOTH_GOOD] * 3, *[Choice.BOTH_BAD] * 2]
    places = [(item, rater) for rater in raters for item in items_of(campaign)]
    for place, ((item, rater), choice) in enumerate(zip(places, said, strict=True)):
        answered(item, rater, choice=choice, swapped=place % 2 == 0)
    return campaign


def test_a_comparison_tells_win_rates_ties_sides_and_a_ranking(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = compared(manager, raters)
    context = context_of(manager, client_of, address(campaign))
    assert table(context["answers"]) == [("1.0.0 – 1.1.0", "2", "3", "2", "8", "15")]
    # 2 of 10 by Wilson: .057 to .510, the mirror of 8 of 10.
    assert table(context["win_rates"]) == [("1.0.0 – 1.1.0", "%20", "%6–%51", "10", "5", "5")]
    assert [row[0] for row in table(context["ranking"])] == ["1.1.0", "1.0.0", "Sol taraf"]
    assert "10 yanıtın" in context["side"]
    assert [row["item"].number for row in context["split"]] == [4, 5]


def test_of_several_versions_the_two_that_met_most_are_spoken_of(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    """Thirty answers about three pairs of versions are not thirty about each."""
    a, b, c = (make_version(number) for number in ("1.0.0", "1.1.0", "1.2.0"))
    met = [(a, b)] * 4 + [(b, c)] * 3 + [(a, c)] * 3
    items = [
        make_pair(place, version=one, other_version=other)
        for place, (one, other) in enumerate(met, 1)
    ]
    campaign = make_campaign(by=manager, items=items, kind=Campaign.Kind.COMPARISON, raters_each=3)
    for item in items_of(campaign):
        for rater in raters:
            answered(item, rater, choice=Choice.A)
    said = context_of(manager, client_of, address(campaign))["sentences"]
    assert "12 " in said[0]
    assert "1.0.0" in said[1]
    assert "1.1.0" in said[1]


def test_a_pair_shows_both_texts_to_a_manager(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = compared(manager, raters)
    page = page_of(manager, client_of, address(campaign) + "items/1/")
    for words in ("walmart-gpt-expert:1.0.0", "walmart-gpt-expert:1.1.0", "B daha iyi",
                  "B solda duruyordu", "İkisi de iyi"):  # fmt: skip
        assert words in page


def test_answers_that_were_not_given_are_none(
    manager: User, raters: list[User], client_of: ClientOf
) -> None:
    campaign = compared(manager, raters)
    Assignment.objects.filter(campaign=campaign).exclude(choice="a").update(
        state=Assignment.State.CLAIMED
    )
    context = context_of(manager, client_of, address(campaign))
    assert context["totals"]["ratings"] == 2
    assert table(context["win_rates"])[0][1:3] == ("–", "–")
