"""A draft appears as it is written, can be stopped, fails in words, and is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from content.actions import approve_listing
from content.models import Generation, Listing
from engines.base import ModelMissing
from engines.scripted import ScriptedEngine
from tests.browser.studio.answers import SlowAnswer
from tests.factories import S24_TEXT, make_listing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Studio = Callable[..., Page]


def ask_for_the_example(page: Page) -> None:
    page.get_by_role("button", name="Fill with the example").click()
    page.get_by_role("button", name="Write the listing").click()
    # A failure may be there before the writing was ever seen.
    page.wait_for_selector("#writing, [data-trouble]")


def look_again_until_written(page: Page) -> None:
    """The browser under test, unlike one with scripts switched off, ignores <noscript>."""
    for _ in range(40):
        if page.locator("#edit-title").count():
            return
        page.wait_for_timeout(250)
        page.get_by_role("link", name="Look now").click()
    raise AssertionError("The draft never arrived.")


def test_a_newcomer_gets_from_facts_to_an_approved_listing(
    studio: Studio, scripted: ScriptedEngine, writer: User
) -> None:
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page = studio()
    ask_for_the_example(page)

    paper = page.locator("[data-paper]")
    expect(page.locator("[data-phase]")).to_contain_text("reading the product")
    expect(paper).to_have_attribute("aria-busy", "true")
    answer.let(0.12)
    expect(page.locator("[data-phase]")).to_have_text("Writing, draft 1")
    expect(page.locator('[data-draft="title"]')).to_contain_text("Samsung Galaxy S24")
    assert page.locator('[data-draft="description"]').inner_text() == ""
    answer.let(0.5)
    expect(page.locator('[data-draft="features"] li')).to_have_count(3)
    expect(page.locator('[data-draft="description"]')).to_contain_text("Telefonunuzun")
    expect(page.locator('[data-draft="description"]')).not_to_contain_text("<p>")
    assert page.locator("#editor").count() == 0
    answer.finish()

    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)
    expect(page.locator("#edit-features")).to_have_value("\n".join(S24_TEXT.features))
    expect(page.locator('[data-part="verdict"]')).to_contain_text("not Walmart’s score")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".studio-head")).to_contain_text("Approved")
    assert Listing.objects.get().approved_by == writer


def test_a_second_draft_says_why_the_first_was_not_good_enough(
    studio: Studio, scripted: ScriptedEngine
) -> None:
    second = SlowAnswer(S24_TEXT)
    invented = replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "999MP"))
    first = SlowAnswer(invented)
    first.finish()
    scripted.enqueue(first, second)
    page = studio()
    ask_for_the_example(page)
    expect(page.locator("[data-reason]")).to_contain_text("999")
    second.let(0.2)
    expect(page.locator("[data-phase]")).to_have_text("Writing, draft 2")
    second.finish()
    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)


@pytest.mark.parametrize("how", ["button", "escape"])
def test_stopping_keeps_what_there_is(how: str, studio: Studio, scripted: ScriptedEngine) -> None:
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page = studio()
    ask_for_the_example(page)
    answer.let(0.5)
    expect(page.locator('[data-draft="features"] li')).to_have_count(3)
    if how == "button":
        page.get_by_role("button", name="Stop").click()
    else:
        page.keyboard.press("Escape")
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("Writing was stopped")
    expect(page.locator("#listing")).to_contain_text("Telefonunuzun")
    assert Generation.objects.get().status == Generation.Status.CANCELLED
    assert scripted.streaming == 0


def test_an_approval_meanwhile_stays_and_the_draft_can_be_taken(
    studio: Studio, scripted: ScriptedEngine, writer: User
) -> None:
    listing = make_listing(writer, S24_TEXT)
    other = replace(S24_TEXT, title=S24_TEXT.title.replace("Akıllı", "Yeni"))
    answer = SlowAnswer(other)
    scripted.enqueue(answer)
    page = studio(f"/studio/{listing.pk}/")
    page.get_by_role("button", name="Write again", exact=True).click()
    answer.let(0.3)
    expect(page.locator('[data-draft="title"]')).not_to_be_empty()
    approve_listing(writer, listing, seen=1)
    answer.finish()
    note = page.locator("[data-set-aside]")
    expect(note).to_contain_text("kept as version 2")
    expect(page.locator(".studio-head")).to_contain_text("Approved")
    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)
    note.get_by_role("button", name="Restore version 2").click()
    expect(page.locator("#edit-title")).to_have_value(other.title)
    expect(note).to_have_count(0)


def test_a_failure_is_told_and_the_next_try_works(studio: Studio, scripted: ScriptedEngine) -> None:
    good = SlowAnswer(S24_TEXT)
    good.finish()
    scripted.enqueue(ModelMissing("gone"), good)
    page = studio()
    ask_for_the_example(page)
    expect(page.locator("[data-trouble]")).to_contain_text("not installed")
    expect(page.get_by_label("Product name")).to_have_value("Samsung Galaxy S24 Ultra")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)


def test_hostile_words_of_a_model_never_become_markup(
    studio: Studio, scripted: ScriptedEngine
) -> None:
    trap = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    hostile = replace(
        S24_TEXT,
        title=f"{trap} telefon",
        features=(f"bir {trap}", "<svg onload=alert(1)>iki", "üç"),
        description=f"<p>Metin</p>{trap}<p onclick='x()'>son</p>" + S24_TEXT.description,
    )
    answers = [SlowAnswer(hostile) for _ in range(3)]
    scripted.enqueue(*answers)
    page = studio()
    ask_for_the_example(page)
    answers[0].let(0.6)
    expect(page.locator('[data-draft="title"]')).to_contain_text("<img")
    expect(page.locator('[data-draft="description"]')).to_contain_text("Metin")
    for answer in answers:
        answer.finish()
    page.wait_for_selector("#editor")
    page.get_by_role("tab", name="Preview").click()
    expect(page.locator(".studio-preview")).to_contain_text("Metin")
    assert (
        page.locator("#studio img, #studio script, #studio [onclick], #studio [onload]").count()
        == 0
    )
    assert page.title() != "owned"


def test_a_page_that_is_opened_again_goes_on_watching(
    studio: Studio, scripted: ScriptedEngine
) -> None:
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page = studio()
    ask_for_the_example(page)
    answer.let(0.3)
    expect(page.locator('[data-draft="title"]')).not_to_be_empty()
    page.reload()
    expect(page.locator('[data-draft="title"]')).to_have_text(S24_TEXT.title)
    answer.finish()
    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)


def test_where_no_stream_comes_through_the_page_asks(
    studio: Studio, scripted: ScriptedEngine, writer: User
) -> None:
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page = studio()
    page.route("**/generations/*/events", lambda route: route.fulfill(status=503))
    ask_for_the_example(page)
    expect(page.locator("[data-phase]")).to_contain_text("interrupted")
    answer.finish()
    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)


def test_typing_facts_goes_on_while_the_draft_arrives(
    studio: Studio, scripted: ScriptedEngine
) -> None:
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page = studio()
    ask_for_the_example(page)
    page.get_by_label("Category").fill("Elektronik > Telefon")
    answer.finish()
    page.wait_for_selector("#editor")
    expect(page.get_by_label("Category")).to_have_value("Elektronik > Telefon")
    expect(page.get_by_label("Category")).to_be_focused()


def test_facts_survive_a_closed_tab_and_go_once_they_are_sent(
    studio: Studio, scripted: ScriptedEngine
) -> None:
    page = studio()
    page.get_by_label("Product name").fill("Yarım kalan ürün")
    page.get_by_label("Features").fill("3 kg")
    # What is kept is kept a moment after the last letter.
    page.wait_for_timeout(800)
    page.reload()
    expect(page.get_by_label("Product name")).to_have_value("")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_label("Product name")).to_have_value("Yarım kalan ürün")
    page.get_by_role("button", name="Save facts only").click()
    expect(page.locator("h1")).to_have_text("Yarım kalan ürün")
    page.goto(page.url.split("/studio/")[0] + "/studio/")
    expect(page.get_by_role("button", name="Bring them back")).to_be_hidden()


def test_facts_survive_a_lost_session(studio: Studio, scripted: ScriptedEngine) -> None:
    page = studio()
    page.get_by_role("button", name="Fill with the example").click()
    page.context.clear_cookies()
    page.get_by_role("button", name="Write the listing").click()
    expect(page.locator("[data-notices]")).to_contain_text("signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    expect(page.get_by_label("Product name")).to_have_value("Samsung Galaxy S24 Ultra")
    assert Listing.objects.count() == 0


def test_without_script_the_whole_way_still_works(
    studio: Studio, scripted: ScriptedEngine, writer: User
) -> None:
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page = studio(javascript=False)
    page.get_by_label("Product name").fill("Samsung Galaxy S24 Ultra")
    page.get_by_label("Features").fill(
        "6.8 inç Dynamic AMOLED 2X ekran\n200MP ana kamera sistemi\n5000mAh batarya"
    )
    page.get_by_label("Brand").fill("Samsung")
    page.get_by_role("button", name="Write the listing").click()
    expect(page.locator("#writing")).to_contain_text("this page looks again")
    answer.finish()
    look_again_until_written(page)
    page.locator("#edit-title").fill(S24_TEXT.title + " Mavi")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title + " Mavi")
    page.get_by_role("link", name="Compare").click()
    expect(page.locator("#compare ins")).to_contain_text("Mavi")
    page.go_back()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".studio-head")).to_contain_text("Approved")


def test_a_rater_is_not_shown_a_draft(studio: Studio, writer: User, outsider: User) -> None:
    listing = make_listing(writer, S24_TEXT)
    page = studio(f"/studio/{listing.pk}/", user=outsider)
    expect(page.locator("body")).not_to_contain_text(S24_TEXT.title)
