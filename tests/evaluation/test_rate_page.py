"""A rater's place and page: what waits, what stands before them, and what they must not learn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from content.models import Revision
from domain.listing import Listing
from domain.rating import Choice
from evaluation.actions.campaigns import close_campaign, make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import flag, skip
from evaluation.actions.tickets import Ticket
from evaluation.models import Assignment, Campaign, Item
from evaluation.presentation.guidelines import as_html
from evaluation.presentation.rating import meant, shown
from tests.evaluation.rated import make_campaign, make_item, make_pair, rate
from tests.evaluation.registry import make_version
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def page_of(client: Client, campaign: Campaign) -> str:
    response = client.get(f"/rate/{campaign.pk}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.RATER, 200), (Role.MANAGER, 200), (Role.AUTHOR, 403), (None, 403)]
)
def test_whoever_may_rate_has_a_place_for_it(
    role: Role | None, status: int, client_of: ClientOf
) -> None:
    campaign = make_campaign()
    client = client_of(make_user(role))
    for path in ("/rate/", f"/rate/{campaign.pk}/"):
        assert client.get(path).status_code == status
    assert ('href="/rate/"' in client.get("/").content.decode()) == (role == Role.RATER)


def test_who_manages_campaigns_begins_to_rate_from_there(
    manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign()
    page = client_of(manager).get(f"/campaigns/{campaign.pk}/").content.decode()
    assert f'href="/rate/{campaign.pk}/"' in page


def test_nobody_is_asked_to_sign_in(client_of: ClientOf) -> None:
    response = client_of(None).get(f"/rate/{make_campaign().pk}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_a_campaign_in_preparation_is_not_there(outsider: User, client_of: ClientOf) -> None:
    draft = make_campaign(is_open=False)
    client = client_of(outsider)
    assert client.get(f"/rate/{draft.pk}/").status_code == 404
    assert client.post(f"/rate/{draft.pk}/answer/").status_code == 404
    assert client.get("/rate/999999/").status_code == 404
    assert draft.name not in client.get("/rate/").content.decode()


def test_the_place_tells_what_is_left_and_until_when(outsider: User, client_of: ClientOf) -> None:
    later = make_campaign(2, name="Sonraki")
    sooner = make_campaign(
        5, name="Yakın", raters_each=1, deadline=timezone.now() + timedelta(days=1)
    )
    make_campaign(2, name="Geçmiş", deadline=timezone.now() + timedelta(days=1))
    Campaign.objects.filter(name="Geçmiş").update(deadline=timezone.now() - timedelta(days=1))
    done = make_campaign(1, name="Bitmiş")
    rate(outsider, sooner)
    rate(make_user(Role.RATER), sooner)
    rate(outsider, done)
    for path in ("/rate/", "/"):
        page = client_of(outsider).get(path).content.decode()
        assert page.index("Yakın") < page.index("Sonraki") < page.index("Bitmiş")
        assert "Geçmiş" not in page
        # Of five: one is done by them, one by somebody else, who had one more before them.
        assert "2 öge kaldı, 1 bitti" in page
        assert "Hepsi bitti: 1 öge değerlendirdiniz." in page
        assert f'href="/rate/{later.pk}/"' in page
        assert f'href="/rate/{done.pk}/"' not in page


def test_gold_is_counted_among_what_is_left(
    outsider: User, manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(3, gold_every=1000)
    make_gold(manager, campaign.items.get(number=1), {"overall": 1})
    assert "3 öge kaldı, 0 bitti" in client_of(outsider).get("/rate/").content.decode()


def test_the_item_stands_beside_its_facts_and_the_questions(
    outsider: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(1, guidelines="# Önce olgular\n\nSonra *metin*.")
    page = page_of(client_of(outsider), campaign)
    assert S24_TEXT.title in page
    assert "200MP ana kamera sistemi" in page
    assert page.count('type="radio" name="score-') == 25
    assert "<h3>Önce olgular</h3>" in page
    for words in ("Satın alma motivasyonu yaratıyor mu?", "Kullanılamaz; baştan yazılmalı."):
        assert words in page
    outsider.language = "en"
    outsider.save()
    english = page_of(client_of(outsider), campaign)
    assert "Does it make you want to buy?" in english
    assert "Unusable; has to be written anew." in english


def test_the_guidelines_are_markdown_and_nothing_else() -> None:
    html = as_html("# Başlık\n\n<script>alert(1)</script>\n\n[x](javascript:a) ![i](/p.png)")
    assert "<h3>Başlık</h3>" in html
    for hostile in ("<script", "href=", "<img"):
        assert hostile not in html
    assert 'href="https://a.example"' in as_html("[a](https://a.example)")
    assert "<td>iyi</td>" in as_html("|a|b|\n|-|-|\n|5|iyi|")
    assert "<h6>" in as_html("###### Küçük")


def blind(kind: Campaign.Kind, author: User) -> tuple[Campaign, list[str]]:
    """An open campaign with one item that has every identity, and all that would tell it."""
    listing = make_listing(author, S24_TEXT)
    version, other = make_version("7.3.9"), make_version("8.4.6")
    make = make_pair if kind == Campaign.Kind.COMPARISON else make_item
    item = make(
        1,
        pk=345678901,
        product="heldout-tr-electronics-77",
        version=version,
        model="gizli-model",
        owner=author,
        author=author,
        revision=Revision.objects.get(listing=listing),
        scores={"overall": 41.5},
    )
    if kind == Campaign.Kind.COMPARISON:
        item.other_version = other
    campaign = make_campaign(kind=kind, items=[item, make_pair(2) if item.other else make_item(2)])
    Item.objects.filter(pk=item.pk).update(number=987654)
    secrets = ["7.3.9", "8.4.6", version.family.name, "gizli-model", "heldout", "41.5", "41,5"]
    return campaign, [*secrets, author.username, "987654", "345678901"]


@pytest.mark.parametrize("kind", Campaign.Kind)
@pytest.mark.parametrize("role", [Role.RATER, Role.MANAGER])
def test_nothing_tells_who_wrote_an_item(
    kind: Campaign.Kind, role: Role, author: User, client_of: ClientOf
) -> None:
    campaign, secrets = blind(kind, author)
    client = client_of(make_user(role))
    given = page_of(client, campaign)
    script = client.post(
        f"/rate/{campaign.pk}/answer/", {"token": "x"}, headers={"x-requested-with": "fetch"}
    ).content.decode()
    back = client.post(
        f"/rate/{campaign.pk}/flag/",
        {"token": re.findall(r'data-token="([^"]+)"', given)[0], "text": "Uygunsuz"},
        headers={"x-requested-with": "fetch"},
    ).content.decode()
    for page in (given, script, back, client.get("/rate/").content.decode()):
        assert [secret for secret in secrets if secret in page] == []
    # Of the addresses none names anything but the campaign.
    assert set(re.findall(r"/rate/\d+/", given)) == {f"/rate/{campaign.pk}/"}


def test_a_token_tells_neither_item_nor_side(outsider: User) -> None:
    tokens = {side: Ticket(41, side).for_rater(outsider) for side in (True, False)}
    for side, token in tokens.items():
        assert Ticket.of(outsider, token) == Ticket(41, side)
    assert Ticket.of(make_user(Role.RATER), tokens[True]) is None
    # The same item on the same side looks different each time, in every digit.
    masked = [Ticket(41, False).for_rater(outsider).split(".")[0].zfill(16) for _ in range(40)]
    assert all(len(set(digits)) > 1 for digits in zip(*masked, strict=True))


@pytest.mark.parametrize("swapped", [True, False])
def test_two_listings_stand_in_the_order_of_the_draw(
    swapped: bool, outsider: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(1, kind=Campaign.Kind.COMPARISON)
    claim(outsider, campaign)
    Assignment.objects.update(swapped=swapped)
    page = page_of(client_of(outsider), campaign)
    titles = re.findall(r'class="rate-title">([^<]+)<', page)
    assert titles[0].startswith("B ") is swapped
    assert page.count('name="choice"') == 4


@pytest.mark.parametrize("swapped", [True, False])
def test_a_side_and_a_choice_lead_to_each_other(swapped: bool) -> None:
    assert meant("left", swapped=swapped) == (Choice.B if swapped else Choice.A)
    assert meant("both_bad", swapped=swapped) == "both_bad"
    for choice in Choice:
        assert meant(shown(choice, swapped=swapped), swapped=swapped) == choice


def test_claims_are_shown_of_one_text_and_not_of_two(outsider: User, client_of: ClientOf) -> None:
    evidence = [
        {"key": "k", "field": "title", "index": None, "text": "200MP", "fact": "200MP ana kamera",
         "fact_field": "features", "substantiated": False}
    ]  # fmt: skip
    client = client_of(outsider)
    assert "Dayanaklar" in page_of(client, make_campaign(items=[make_item(evidence=evidence)]))
    pairs = [make_pair(evidence=evidence)]
    pair = make_campaign(kind=Campaign.Kind.COMPARISON, items=pairs)
    assert "Dayanaklar" not in page_of(client, pair)


def test_hostile_texts_stay_text(outsider: User, client_of: ClientOf) -> None:
    hostile = "<script>alert(1)</script>"
    text = Listing(hostile, (hostile,), f"<p>Metin{hostile}</p>")
    item = make_item(listing={"title": text.title, "features": [hostile], "description": hostile})
    page = page_of(client_of(outsider), make_campaign(items=[item], name=hostile))
    assert hostile not in page


def test_a_closed_campaign_says_so_and_keeps_what_is_under_way(
    outsider: User, manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(5)
    rate(outsider, campaign)
    claim(outsider, campaign)
    close_campaign(manager, campaign)
    client = client_of(outsider)
    assert S24_TEXT.title in page_of(client, campaign)
    Assignment.objects.filter(state="claimed").delete()
    assert "Bu kampanya kapalı" in page_of(client, campaign)


def test_somebody_who_has_done_everything_is_thanked(outsider: User, client_of: ClientOf) -> None:
    campaign = make_campaign(1)
    rate(outsider, campaign)
    page = page_of(client_of(outsider), campaign)
    assert "1 öge değerlendirdiniz. Teşekkürler." in page
    assert "Sonuncuyu geri al" in page


def test_results_are_nowhere_on_the_page(manager: User, client_of: ClientOf) -> None:
    campaign = make_campaign(3)
    for _ in range(2):
        rate(make_user(Role.RATER), campaign, 2)
    page = page_of(client_of(manager), campaign)
    assert "<strong>2" not in page
    assert "checked" not in page


def count_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_number_of_queries_grows_with_nothing(outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    small = make_campaign(3)
    client.get(f"/rate/{small.pk}/")
    few = count_of(client, "/rate/"), count_of(client, f"/rate/{small.pk}/")
    large = make_campaign(40, raters_each=5)
    for _ in range(5):
        rate(outsider, large)
        make_campaign(2)
    given = claim(outsider, large)
    flag(outsider, large, given[0].token or "", "Not")
    skip(outsider, large, given[1].token or "", "other")
    client.get(f"/rate/{large.pk}/")
    assert (count_of(client, "/rate/"), count_of(client, f"/rate/{large.pk}/")) == few


def test_the_navigation_marks_the_place(outsider: User, client_of: ClientOf) -> None:
    page = page_of(client_of(outsider), make_campaign())
    assert re.search(r'href="/rate/" aria-current="page"', page)
