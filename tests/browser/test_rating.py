"""Rating in a browser: by keyboard alone, over a lost connection and a closed tab, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from accounts.roles import Role
from evaluation.models import Assignment, Campaign, Remark
from tests.browser.conftest import PHONE
from tests.evaluation.rated import make_campaign, rate
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
State = Assignment.State
ANSWER = "**/answer/"


@pytest.fixture
def rater(transactional_db: None) -> User:
    return make_user(Role.RATER, username="rater")


def title(page: Page) -> str:
    return page.locator("#item .rate-title").first.inner_text()


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def answered(count: int, page: Page) -> None:
    """Wait until the server has had so many answers."""
    expect(page.locator("[data-done]")).to_have_text(str(count))
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.includes(':answer:'))"
    )
    assert Assignment.objects.filter(state=State.RATED).count() == count


def test_three_items_by_keyboard_alone(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(3)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    seen = []
    for done, keys in enumerate(("12345", "54321", "33333"), 1):
        seen.append(title(page))
        press(page, keys)
        page.keyboard.press("Enter")
        if done < 3:
            answered(done, page)
    expect(page.get_by_role("heading", name="Burada sizin için iş kalmadı")).to_be_visible()
    assert len(set(seen)) == 3
    rows = Assignment.objects.filter(rater=rater).order_by("sequence")
    assert [list(row.scores.values()) for row in rows] == [
        [1, 2, 3, 4, 5],
        [5, 4, 3, 2, 1],
        [3, 3, 3, 3, 3],
    ]


def test_enter_waits_until_every_question_is_answered(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(3).pk}/")
    before = title(page)
    press(page, "44")
    page.keyboard.press("Enter")
    assert title(page) == before
    expect(page.locator('[data-group][data-current] [name="score-accuracy"]')).to_have_count(5)
    assert page.locator(":checked").count() == 2


def test_a_comment_is_written_without_shortcuts(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(3).pk}/")
    press(page, "44444")
    page.locator("#comment").click()
    page.keyboard.type("szf? 1\n2")
    page.keyboard.press("Control+Enter")
    answered(1, page)
    assert Assignment.objects.get(state=State.RATED).comment == "szf? 1\n2"
    assert Assignment.objects.get(state=State.RATED).scores["clarity"] == 4


def test_four_keys_compare_two_listings(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(4, kind=Campaign.Kind.COMPARISON)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    for done, key in enumerate("1234", 1):
        press(page, key)
        page.keyboard.press("Enter")
        if done < 4:
            answered(done, page)
    expect(page.get_by_role("heading", name="Burada sizin için iş kalmadı")).to_be_visible()
    rows = list(Assignment.objects.filter(rater=rater).order_by("sequence"))
    sides = [("b", "a") if row.swapped else ("a", "b") for row in rows]
    assert [row.choice for row in rows] == [sides[0][0], sides[1][1], "both_good", "both_bad"]


def test_the_next_item_needs_no_network(rater: User, open_page: OpenPage) -> None:
    """The answer is held back: what is shown next was here before."""
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/")
    held: list[Route] = []
    page.route(ANSWER, lambda route: held.append(route))
    before = title(page)
    press(page, "44444")
    page.keyboard.press("Enter")
    assert title(page) != before
    expect(page.locator("[data-done]")).to_have_text("1")
    assert page.locator(":checked").count() == 0
    assert not Assignment.objects.filter(state=State.RATED).exists()
    while not held:
        page.wait_for_timeout(10)
    held.pop().continue_()
    answered(1, page)


def test_a_lost_connection_loses_nothing(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(4)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    page.route(ANSWER, lambda route: route.abort())
    press(page, "22222")
    page.keyboard.press("Enter")
    expect(page.locator("[data-notices]")).to_contain_text("Sunucuya ulaşılamıyor")
    press(page, "55555")
    page.keyboard.press("Enter")
    expect(page.locator("#rate-wait")).to_be_visible()
    assert not Assignment.objects.filter(state=State.RATED).exists()
    page.unroute(ANSWER)
    page.evaluate("dispatchEvent(new Event('online'))")
    answered(2, page)
    expect(page.locator("#rate-wait")).to_be_hidden()
    expect(page.locator("[data-notices]")).to_be_empty()
    rows = Assignment.objects.filter(state=State.RATED).order_by("sequence")
    assert [row.scores["overall"] for row in rows] == [2, 5]


def test_an_answer_outlives_its_tab(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(4)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    context = page.context
    page.route(ANSWER, lambda route: route.abort())
    press(page, "11111")
    page.keyboard.press("Enter")
    page.close()
    again = context.new_page()
    again.goto(f"{campaign_url(page, campaign)}")
    answered(1, again)


def test_from_the_list_of_campaigns_too(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(4)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    page.route(ANSWER, lambda route: route.abort())
    press(page, "11111")
    with page.expect_event("requestfailed"):  # else the answer might pass once the way is free
        page.keyboard.press("Enter")
    page.unroute(ANSWER)
    page.goto(campaign_url(page, campaign).removesuffix(f"{campaign.pk}/"))
    expect(page.locator("[data-notices]")).to_have_text("Tüm yanıtlar gönderildi.")
    assert Assignment.objects.filter(state=State.RATED).count() == 1


def campaign_url(page: Page, campaign: Campaign) -> str:
    return f"{page.url.split('/rate/')[0]}/rate/{campaign.pk}/"


def test_a_draft_is_back_after_the_tab_was_closed(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(4)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    before, context = title(page), page.context
    press(page, "123")
    page.locator("#comment").fill("Yarım kaldı")
    page.close()
    again = context.new_page()
    again.goto(campaign_url(page, campaign))
    assert title(again) == before
    expect(again.locator("[data-notices]")).to_contain_text("başladığınız yanıt geri geldi")
    expect(again.locator("#comment")).to_have_value("Yarım kaldı")
    press(again, "45")
    again.keyboard.press("Enter")
    answered(1, again)
    assert list(Assignment.objects.get(state=State.RATED).scores.values()) == [1, 2, 3, 4, 5]


def test_z_takes_the_last_one_back(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/")
    before = title(page)
    press(page, "22222")
    page.keyboard.press("Enter")
    answered(1, page)
    after = title(page)
    press(page, "3z")
    expect(page.locator("#item .rate-title")).to_have_text(before)
    assert page.locator(":checked").count() == 5
    expect(page.locator("[data-done]")).to_have_text("0")
    page.locator('[name="score-overall"][value="2"]').focus()
    press(page, "5")
    page.keyboard.press("Enter")
    answered(1, page)
    row = Assignment.objects.get(state=State.RATED)
    assert (row.scores["clarity"], row.scores["overall"], row.times_taken_back) == (2, 5, 1)
    assert title(page) == after
    assert page.locator(":checked").count() == 1, "what was begun of the next one is still there"


def test_s_passes_the_item_on_with_a_reason(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/")
    before = title(page)
    page.keyboard.press("s")
    expect(page.get_by_label("Bu tür ürünleri bilmiyorum")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Bu tür ürünleri bilmiyorum")).to_be_hidden()
    page.keyboard.press("s")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#item .rate-title")).not_to_have_text(before)
    assert Remark.objects.get().reason == "unclear"
    expect(page.locator("#rate-skip")).not_to_have_attribute("open", "")
    assert page.locator(":checked").count() == 0


def test_f_reports_and_the_item_stays(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/")
    before = title(page)
    press(page, "44")
    page.keyboard.press("f")
    page.keyboard.type("Başka bir ürün")
    page.get_by_role("button", name="Bildirimi gönder").click()
    expect(page.locator(".toast")).to_contain_text("Bildirildi")
    assert title(page) == before
    assert page.locator("#rate-form :checked").count() == 2
    assert Remark.objects.get().text == "Başka bir ürün"


def test_the_question_mark_shows_the_keys(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    press(page, "5")
    assert page.locator(":checked").count() == 0
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_an_answer_that_came_too_late_says_so(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(3, raters_each=1)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    before = title(page)
    other = make_user(Role.RATER)
    Assignment.objects.filter(rater=rater).update(
        state=State.FREE, rater=None, token=None, expires_at=None
    )
    for _ in range(3):
        rate(other, campaign)
    press(page, "44444")
    page.locator("#comment").fill("Uzun yazdım")
    page.keyboard.press("Control+Enter")
    notices = page.locator("[data-notices]")
    expect(notices).to_contain_text("saklandı")
    expect(notices).to_contain_text("Uzun yazdım")
    assert title(page) != before
    expect(page.locator("[data-done]")).to_have_text("0")


def test_a_stale_token_is_renewed(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/")
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]')"
        ".forEach((field) => { field.value = 'x'.repeat(64); })"
    )
    press(page, "44444")
    page.keyboard.press("Enter")
    answered(1, page)


def test_whoever_was_signed_out_is_told_and_loses_nothing(rater: User, open_page: OpenPage) -> None:
    campaign = make_campaign(4)
    page = open_page(rater, f"/rate/{campaign.pk}/")
    cookies: list[Any] = [*page.context.cookies()]
    page.context.clear_cookies()
    press(page, "44444")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Yeniden giriş")).to_be_visible()
    page.context.add_cookies(cookies)
    page.reload()
    answered(1, page)


def test_nobody_sends_the_answer_of_another_from_the_same_browser(
    rater: User, open_page: OpenPage
) -> None:
    address = f"/rate/{make_campaign(4).pk}/"
    page = open_page(rater, address)
    own: list[Any] = [*page.context.cookies()]
    other = make_user(Role.RATER, username="other")
    others: list[Any] = [*open_page(other, address).context.cookies()]
    page.context.add_cookies(others)
    # A sign-in changes it, which the sessions of tests have not been through.
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]')"
        ".forEach((field) => { field.value = 'x'.repeat(64); })"
    )
    press(page, "44444")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Yeniden giriş")).to_be_visible()
    page.reload()
    expect(page.locator("[data-done]")).to_have_text("0")
    assert not Assignment.objects.filter(state=State.RATED).exists()
    page.context.add_cookies(own)
    page.reload()
    answered(1, page)
    assert Assignment.objects.get(state=State.RATED).rater == rater


def test_without_javascript_it_is_a_plain_form(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/", javascript=False)
    before = title(page)
    for group in page.locator("[data-group]").all():
        group.locator("label").nth(2).click()
    page.get_by_role("button", name="Gönder ve ilerle").click()
    expect(page.locator("#item .rate-title").first).not_to_have_text(before)
    assert Assignment.objects.get(state=State.RATED).scores["overall"] == 3
    page.locator("#rate-skip summary").click()
    page.get_by_label("Bu tür ürünleri bilmiyorum").check()
    before = title(page)
    page.get_by_role("button", name="Başkasına bırak").click()
    expect(page.locator("#item .rate-title").first).not_to_have_text(before)
    assert Remark.objects.count() == 1


def test_on_a_phone_the_text_comes_first(rater: User, open_page: OpenPage) -> None:
    page = open_page(rater, f"/rate/{make_campaign(4).pk}/", phone=True)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("scrollY") == 0
    text, form = (
        page.locator(".rate-text").bounding_box(),
        page.locator("#rate-form").bounding_box(),
    )
    assert text is not None
    assert form is not None
    assert text["y"] < PHONE["height"] / 2 < form["y"]
    for group in page.locator("[data-group]").all():
        group.locator("label").nth(3).tap()
    page.get_by_role("button", name="Gönder ve ilerle").tap()
    answered(1, page)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}], ids=str)
def test_no_page_of_raters_has_a_grave_fault(
    look: dict[str, bool], rater: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    single = make_campaign(4, guidelines="# Başlık\n\nMetin")
    pair = make_campaign(4, kind=Campaign.Kind.COMPARISON)
    done = make_campaign(1)
    rate(rater, done)
    faults = []
    for path in ("/", "/rate/", f"/rate/{done.pk}/", f"/rate/{pair.pk}/", f"/rate/{single.pk}/"):
        page = open_page(rater, path, **look)
        faults += grave_faults(page)
    for part in ("#rate-skip summary", "#rate-flag summary"):
        page.locator(part).click()
    press(page, "44")
    faults += grave_faults(page)
    assert not faults
