"""Working on a text: findings lead to their place, scores follow, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from content.actions import approve_listing, change_facts, edit_listing, request_draft
from content.models import Listing
from engines.scripted import ScriptedEngine
from tests.browser.studio.answers import SlowAnswer
from tests.factories import S24, S24_TEXT, make_listing, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Studio = Callable[..., Page]

SELECTED = """() => {
  const field = document.activeElement;
  return [field.name, field.value.slice(field.selectionStart, field.selectionEnd)];
}"""


@pytest.fixture
def listing(writer: User) -> Listing:
    return make_listing(writer, S24_TEXT)


@pytest.fixture
def page(studio: Studio, listing: Listing) -> Page:
    opened = studio(f"/studio/{listing.pk}/")
    opened.wait_for_selector("#editor")
    return opened


def judged(page: Page, act: Callable[[], object]) -> None:
    """Do something and wait until the text has been judged again."""
    with page.expect_response("**/judge/"):
        act()
    page.wait_for_selector("[data-late]", state="hidden")


class TestFindings:
    def test_a_click_selects_the_right_words_whatever_stands_before_them(self, page: Page) -> None:
        # 💥 and 👩‍👩‍👧 are more UTF-16 units than code points; the server counts the latter.
        judged(page, lambda: page.locator("#edit-title").fill("  💥👩‍👩‍👧 Samsung 999GB telefon"))
        judged(
            page,
            lambda: page.locator("#edit-features").fill(
                "6.8 inç ekran\n\n   𝒶𝒷  çift   boşluk 777MP kamera\n5000mAh batarya"
            ),
        )
        judged(
            page, lambda: page.locator("#edit-description").fill("<p>😀 bir</p>\n<p>888W şarj</p>")
        )
        for words, field in (("999GB", "title"), ("777MP", "features"), ("888W", "description")):
            page.locator("[data-finding]", has_text=f"“{words}”").first.click()
            assert page.evaluate(SELECTED) == [field, words]
            strong = page.locator("mark[data-active]")
            expect(strong).to_have_text(words)
            expect(strong).to_have_attribute("data-severity", "error")

    def test_places_move_with_the_text_before_it_is_judged_again(self, page: Page) -> None:
        title = page.locator("#edit-title")
        judged(page, lambda: title.fill("Samsung 999GB telefon"))
        page.route("**/judge/", lambda route: route.abort())
        title.press("Home")
        title.press_sequentially("Yeni ")
        page.locator("[data-finding]", has_text="“999GB”").first.click()
        assert page.evaluate(SELECTED) == ["title", "999GB"]

    def test_a_claim_is_taken_out_of_the_text_and_undone(self, page: Page) -> None:
        title = page.locator("#edit-title")
        judged(page, lambda: title.fill(S24_TEXT.title + " 12GB"))
        page.locator("[data-vouch] summary").first.click()
        judged(page, lambda: page.get_by_role("button", name="Remove from the text").click())
        assert "12GB" not in title.input_value()
        judged(page, lambda: page.keyboard.press("Control+z"))
        assert "12GB" in title.input_value()

    @pytest.mark.parametrize("saved", [True, False])
    def test_a_claim_is_substantiated_and_the_text_saved_with_it(
        self, saved: bool, studio: Studio, writer: User
    ) -> None:
        title = S24_TEXT.title.replace("6.8 İnç", "12GB")
        listing = make_listing(writer, replace(S24_TEXT, title=title) if saved else S24_TEXT)
        page = studio(f"/studio/{listing.pk}/")
        judged(page, lambda: page.locator("#edit-title").fill(title + " Gri"))
        expect(page.locator("[data-approve]")).to_be_disabled()
        page.locator("[data-vouch] summary").first.click()
        page.locator("[data-vouch] textarea").first.fill("Veri sayfası, 12 Mayıs, sayfa 3")
        page.get_by_role("button", name="Keep the evidence").click()
        expect(page.locator("#findings")).to_contain_text("Substantiated in writing")
        expect(page.locator("#edit-title")).to_have_value(title + " Gri")
        expect(page.locator("[data-saved-state]")).to_have_text("All changes saved")
        expect(page.locator("[data-approve]")).to_be_enabled()
        listing.refresh_from_db()
        assert listing.title == title + " Gri"

    @pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
    def test_refused_evidence_comes_back_with_the_reason(
        self, script: bool, studio: Studio, writer: User
    ) -> None:
        title = S24_TEXT.title.replace("6.8 İnç", "12GB")
        listing = make_listing(writer, replace(S24_TEXT, title=title))
        page = studio(f"/studio/{listing.pk}/", javascript=script)
        page.locator("#edit-title").fill(title + " Gri")
        page.locator("[data-vouch] summary").first.click()
        page.locator("[data-vouch] textarea").first.fill("s. 3")
        page.get_by_role("button", name="Keep the evidence").click()
        expect(page.locator("[data-vouch] .errorlist")).to_contain_text("10 to 2000 characters")
        expect(page.locator("[data-vouch] textarea").first).to_have_value("s. 3")
        expect(page.locator("#edit-title")).to_have_value(title + " Gri")
        page.locator("[data-vouch] textarea").first.fill("Veri sayfası, 12 Mayıs, sayfa 3")
        page.get_by_role("button", name="Keep the evidence").click()
        expect(page.locator("#findings")).to_contain_text("Substantiated in writing")
        expect(page.locator("#edit-title")).to_have_value(title + " Gri")


class TestEditing:
    def test_counters_and_scores_follow_and_saving_keeps(
        self, page: Page, listing: Listing
    ) -> None:
        title = page.locator("#edit-title")
        page.route("**/judge/", lambda route: route.abort())
        title.fill("💥kısa")
        expect(page.locator('[data-for="edit-title"]')).to_have_text("5 of 50–100 characters")
        page.unroute("**/judge/")
        before = page.locator(".ring").first.inner_text()
        judged(page, lambda: title.fill("💥kısa başlık"))
        assert page.locator(".ring").first.inner_text() != before
        expect(page.locator("[data-approve]")).to_be_disabled()
        judged(page, lambda: title.fill(S24_TEXT.title + " Gri"))
        expect(page.locator("[data-approve]")).to_be_enabled()
        listing.refresh_from_db()
        assert listing.number == 1
        page.keyboard.press("Control+s")
        expect(page.locator("[data-saved-state]")).to_have_text("All changes saved")
        expect(title).to_be_focused()
        listing.refresh_from_db()
        assert listing.title == S24_TEXT.title + " Gri"

    def test_saving_and_approving_is_one_click(self, page: Page, listing: Listing) -> None:
        title = page.locator("#edit-title")
        judged(page, lambda: title.fill(S24_TEXT.title + " Gri"))
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.locator(".studio-head")).to_contain_text("Approved")
        listing.refresh_from_db()
        assert (listing.status, listing.title) == ("approved", S24_TEXT.title + " Gri")
        page.get_by_role("button", name="Take the approval back").click()
        expect(page.locator(".studio-head")).to_contain_text("Draft")

    def test_edits_survive_a_closed_tab(self, page: Page) -> None:
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("#edit-title").fill("Yarım kalan başlık")
        page.reload()
        expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)
        page.locator("#editor").get_by_role("button", name="Bring them back").click()
        expect(page.locator("#edit-title")).to_have_value("Yarım kalan başlık")

    def test_edits_survive_a_lost_session(self, page: Page) -> None:
        kept = page.context.cookies()
        page.context.clear_cookies(name="sessionid")
        page.locator("#edit-title").fill("Oturum bitti")
        expect(page.locator("[data-notices]")).to_contain_text("signed out")
        with page.expect_response("**/sign-in/**save**"):
            page.keyboard.press("Control+s")
        expect(page.locator("#editor")).not_to_have_attribute("aria-busy", "true")
        expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
        expect(page.locator("#edit-title")).to_have_value("Oturum bitti")
        page.context.add_cookies(kept)  # type: ignore[arg-type]  # the same shape
        page.keyboard.press("Control+s")
        expect(page.locator("[data-saved-state]")).to_have_text("All changes saved")
        assert Listing.objects.get().title == "Oturum bitti"

    def test_a_conflict_shows_both_and_saving_again_is_mine(
        self, page: Page, listing: Listing
    ) -> None:
        colleague = make_user(username="colleague", language="en")
        theirs = replace(S24_TEXT, title="Onların başlığı burada")
        page.locator("#edit-title").fill("Benim başlığım burada")
        edit_listing(colleague, listing, theirs, seen=1)
        page.keyboard.press("Control+s")
        conflict = page.locator(".studio-conflict")
        expect(conflict).to_contain_text("colleague")
        expect(conflict.locator("del").first).to_contain_text("Onların")
        expect(conflict.locator("ins").first).to_contain_text("Benim")
        expect(page.locator("#edit-title")).to_have_value("Benim başlığım burada")
        # The key that saves may not overwrite what has just been shown: that takes the button.
        page.keyboard.press("Control+s")
        expect(page.locator("[data-notices]")).to_contain_text("Decide first")
        expect(conflict).to_be_focused()
        page.locator("#edit-title").focus()
        page.keyboard.press("Control+s")
        expect(conflict).to_be_focused()
        listing.refresh_from_db()
        assert listing.title == theirs.title
        conflict.get_by_role("button", name="Save mine over it").click()
        expect(conflict).to_have_count(0)
        listing.refresh_from_db()
        assert listing.title == "Benim başlığım burada"
        assert listing.revisions.get(number=2).title == theirs.title

    def test_a_text_that_was_approved_meanwhile_is_not_saved_by_a_key(
        self, page: Page, listing: Listing
    ) -> None:
        page.locator("#edit-title").fill("Benim başlığım burada")
        approve_listing(make_user(username="colleague"), listing, seen=1)
        page.keyboard.press("Control+s")
        question = page.locator(".studio-ask")
        expect(question).to_contain_text("colleague approved it")
        page.keyboard.press("Control+s")
        expect(question).to_be_focused()
        listing.refresh_from_db()
        assert listing.status == "approved"
        question.get_by_role("button", name="Save and end the approval").click()
        expect(question).to_have_count(0)
        listing.refresh_from_db()
        assert (listing.status, listing.title) == ("draft", "Benim başlığım burada")

    def test_edits_brought_back_over_a_newer_text_are_a_conflict(
        self, page: Page, listing: Listing
    ) -> None:
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("#edit-title").fill("Benim başlığım")
        edit_listing(make_user(), listing, replace(S24_TEXT, title="Onların başlığı"), seen=1)
        page.reload()
        page.locator("#editor").get_by_role("button", name="Bring them back").click()
        page.keyboard.press("Control+s")
        expect(page.locator(".studio-conflict")).to_be_visible()
        expect(page.locator("#edit-title")).to_have_value("Benim başlığım")
        listing.refresh_from_db()
        assert listing.title == "Onların başlığı"

    def test_a_conflict_while_a_draft_is_written_outlives_the_draft(
        self, page: Page, listing: Listing, writer: User, scripted: ScriptedEngine
    ) -> None:
        answer = SlowAnswer(replace(S24_TEXT, title=S24_TEXT.title + " Yeni"))
        scripted.enqueue(answer)
        page.locator("#edit-title").fill("Benim başlığım")
        edit_listing(make_user(), listing, replace(S24_TEXT, title="Onların başlığı"), seen=1)
        request_draft(writer, listing)
        page.keyboard.press("Control+s")
        expect(page.locator(".studio-conflict")).to_be_visible()
        expect(page.locator("#writing")).to_be_visible()
        expect(page.locator("#edit-title")).to_have_value("Benim başlığım")
        answer.finish()
        expect(page.locator("#writing")).to_have_count(0)
        expect(page.locator("#edit-title")).to_have_value("Benim başlığım")
        page.keyboard.press("Control+s")
        expect(page.locator(".studio-conflict del").first).to_be_visible()

    def test_taking_theirs_forgets_mine(self, page: Page, listing: Listing) -> None:
        edit_listing(make_user(), listing, replace(S24_TEXT, title="Onların başlığı"), seen=1)
        page.locator("#edit-title").fill("Benim başlığım")
        page.keyboard.press("Control+s")
        page.get_by_role("link", name="Keep the saved text").click()
        expect(page.locator("#edit-title")).to_have_value("Onların başlığı")
        expect(page.locator("#editor").get_by_text("not saved")).to_be_hidden()

    def test_a_new_draft_over_unsaved_edits_is_asked_about(
        self, page: Page, scripted: ScriptedEngine
    ) -> None:
        answer = SlowAnswer(S24_TEXT)
        answer.finish()
        scripted.enqueue(answer)
        page.locator("#edit-title").fill("Kaydedilmemiş")
        page.get_by_role("button", name="Write again").first.click()
        dialog = page.locator("#unsaved")
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Stay here").click()
        expect(page.locator("#edit-title")).to_have_value("Kaydedilmemiş")
        page.get_by_role("button", name="Write again").first.click()
        dialog.get_by_role("button", name="Write again").click()
        expect(page.locator("[data-notices]")).to_contain_text("ready")
        expect(
            page.locator("#editor").get_by_role("button", name="Bring them back")
        ).to_be_visible()

    @pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
    def test_a_new_draft_over_an_approval_is_asked_about(
        self, script: bool, studio: Studio, listing: Listing, writer: User, scripted: ScriptedEngine
    ) -> None:
        answer = SlowAnswer(S24_TEXT)
        scripted.enqueue(answer)
        approve_listing(writer, listing, seen=1)
        page = studio(f"/studio/{listing.pk}/", javascript=script)
        page.get_by_role("button", name="Write again", exact=True).click()
        expect(page.locator(".studio-ask")).to_contain_text("writer approved it")
        page.get_by_role("link", name="Leave it approved").click()
        expect(page.locator(".studio-head")).to_contain_text("Approved")
        assert not listing.generations.exists()
        page.get_by_role("button", name="Write again", exact=True).click()
        page.get_by_role("button", name="Give up the approval and write again").click()
        expect(page.locator("#writing")).to_be_visible()
        answer.finish()


class TestByHand:
    def test_what_was_opened_while_the_facts_were_saved_stays_open(
        self, studio: Studio, writer: User
    ) -> None:
        listing = make_listing(writer)
        page = studio(f"/studio/{listing.pk}/")
        held: list[Route] = []
        page.route("**/facts/", lambda route: held.append(route))
        page.locator("#facts-form [name=brand]").fill("Samsung Electronics")
        page.keyboard.press("Control+s")
        page.get_by_text("Write it yourself").click()
        expect(page.locator("#edit-title")).to_be_visible()
        with page.expect_response("**/facts/"):
            held[0].continue_()
        expect(page.locator("#facts-form")).not_to_have_attribute("aria-busy", "true")
        expect(page.locator("#edit-title")).to_be_visible()
        page.unroute("**/facts/")

    def test_the_save_key_sends_no_facts_that_nobody_changed(
        self, studio: Studio, writer: User
    ) -> None:
        page = studio(f"/studio/{make_listing(writer).pk}/")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url.rsplit("/", 2)[1]))
        page.locator("#findings").focus()
        page.keyboard.press("Control+s")
        page.get_by_text("Write it yourself").click()
        judged(page, lambda: page.locator("#edit-title").fill("Samsung"))
        assert "facts" not in sent
        assert "judge" in sent

    def test_a_listing_is_written_without_any_model(self, studio: Studio, writer: User) -> None:
        listing = make_listing(writer)
        page = studio(f"/studio/{listing.pk}/")
        expect(page.locator("#edit-title")).to_be_hidden()
        # Nothing is opened, so there is no text that this could save.
        page.locator("#findings").focus()
        page.keyboard.press("Control+s")
        page.get_by_text("Write it yourself").click()
        page.locator("#edit-features").fill("\n".join(S24_TEXT.features))
        page.locator("#edit-description").fill(S24_TEXT.description)
        judged(page, lambda: page.locator("#edit-title").fill(S24_TEXT.title))
        expect(page.locator('[data-part="verdict"]')).to_contain_text("Quality")
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.locator(".studio-head")).to_contain_text("Approved")
        assert listing.revisions.get().text() == S24_TEXT


class TestFacts:
    @pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
    def test_a_colleagues_facts_are_shown_before_they_are_overwritten(
        self, script: bool, studio: Studio, listing: Listing
    ) -> None:
        page = studio(f"/studio/{listing.pk}/", javascript=script)
        page.get_by_label("Brand").fill("Samsung Türkiye")
        change_facts(make_user(), listing, replace(S24, features=(*S24.features, "IP68 koruma")))
        page.get_by_role("button", name="Save facts only").click()
        clash = page.locator(".studio-clash")
        expect(clash).to_contain_text("IP68 koruma")
        expect(page.get_by_label("Brand")).to_have_value("Samsung Türkiye")
        clash.get_by_role("button", name="Save mine over it").click()
        expect(clash).to_have_count(0)
        listing.product.refresh_from_db()
        assert listing.product.facts() == replace(S24, brand="Samsung Türkiye")

    def test_facts_brought_back_over_newer_ones_are_a_conflict(
        self, page: Page, listing: Listing
    ) -> None:
        page.get_by_label("Brand").fill("Samsung Türkiye")
        page.wait_for_timeout(800)  # what is kept is kept a moment after the last letter
        change_facts(make_user(), listing, replace(S24, features=(*S24.features, "IP68 koruma")))
        page.reload()
        page.locator("#facts-form").get_by_role("button", name="Bring them back").click()
        page.get_by_role("button", name="Save facts only").click()
        expect(page.locator(".studio-clash")).to_contain_text("IP68 koruma")
        listing.product.refresh_from_db()
        assert "IP68 koruma" in listing.product.features

    def test_without_script_the_switch_loses_no_facts(self, studio: Studio, writer: User) -> None:
        page = studio(javascript=False)
        page.get_by_label("Product name").fill("Yarım")
        page.get_by_label("Features").fill("3 kg")
        page.locator("#collect label", has_text="On").first.click()
        expect(page.locator("#collect button")).to_have_count(0)
        page.get_by_role("button", name="Save facts only").click()
        expect(page.locator("h1")).to_have_text("Yarım")
        writer.refresh_from_db()
        assert writer.collect_examples is True


class TestComparing:
    def test_versions_are_compared_and_one_is_brought_back(
        self, studio: Studio, writer: User, listing: Listing
    ) -> None:
        changed = replace(S24_TEXT, title=S24_TEXT.title.replace("Akıllı", "Hızlı"))
        edit_listing(writer, listing, changed, seen=1)
        page = studio(f"/studio/{listing.pk}/")
        page.get_by_role("link", name="Compare").click()
        dialog = page.locator("#comparison")
        expect(dialog.locator("del")).to_have_text("Akıllı")
        expect(dialog.locator("ins")).to_have_text("Hızlı")
        dialog.get_by_role("button", name="Restore version 1").click()
        expect(page.locator("#edit-title")).to_have_value(S24_TEXT.title)
        assert listing.revisions.count() == 3


class TestByKeyboard:
    def test_findings_are_walked_through_and_features_moved(self, page: Page) -> None:
        judged(page, lambda: page.locator("#edit-title").fill("999GB ve 888GB telefon"))
        page.keyboard.press("F8")
        first = page.evaluate(SELECTED)
        page.keyboard.press("F8")
        second = page.evaluate(SELECTED)
        page.keyboard.press("Shift+F8")
        assert page.evaluate(SELECTED) == first
        assert first != second

        features = page.locator("#edit-features")
        features.focus()
        features.press("Control+Home")
        features.press("Alt+ArrowDown")
        one, two, three = S24_TEXT.features
        expect(features).to_have_value("\n".join((two, one, three)))
        features.press("Alt+ArrowDown")
        expect(features).to_have_value("\n".join((two, three, one)))
        features.press("Control+z")
        expect(features).to_have_value("\n".join((two, one, three)))

    def test_the_whole_way_from_an_error_to_the_approval(
        self, page: Page, listing: Listing
    ) -> None:
        judged(page, lambda: page.locator("#edit-title").fill(S24_TEXT.title + " 12GB"))
        page.keyboard.press("Alt+3")
        expect(page.locator("#findings")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("[data-finding]").first).to_be_focused()
        page.keyboard.press("Enter")
        assert page.evaluate(SELECTED) == ["title", "12GB"]
        judged(page, lambda: page.keyboard.press("Delete"))
        page.locator("[data-approve]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".studio-head")).to_contain_text("Approved")
        listing.refresh_from_db()
        assert listing.title == S24_TEXT.title

    def test_the_sheet_of_shortcuts_opens_but_not_while_typing(self, page: Page) -> None:
        sheet = page.locator("#shortcuts")
        page.locator("#edit-title").focus()
        page.keyboard.press("?")
        expect(sheet).to_be_hidden()
        page.locator("#findings").focus()
        page.keyboard.press("?")
        expect(sheet).to_be_visible()
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()


class TestOnAPhone:
    def test_one_part_is_shown_at_a_time_and_a_finding_leads_back(
        self, studio: Studio, listing: Listing
    ) -> None:
        page = studio(f"/studio/{listing.pk}/", phone=True)
        expect(page.locator("#editor")).to_be_visible()
        expect(page.locator("#facts-form")).to_be_hidden()
        judged(page, lambda: page.locator("#edit-title").fill("999GB telefon"))
        page.get_by_role("link", name="Findings").click()
        expect(page.locator("#editor")).to_be_hidden()
        page.locator("[data-finding]", has_text="“999GB”").first.click()
        assert page.evaluate(SELECTED) == ["title", "999GB"]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390

    def test_data_collection_is_switched_at_once(self, studio: Studio, writer: User) -> None:
        page = studio(phone=True)
        page.get_by_label("Product name").fill("Yarım")
        page.locator("#collect label", has_text="On").first.click()
        expect(page.locator("#collect .badge")).to_have_text("On")
        expect(page.get_by_label("Product name")).to_have_value("Yarım")
        writer.refresh_from_db()
        assert writer.collect_examples is True


@pytest.mark.parametrize("look", [{"dark": False}, {"dark": True}, {"phone": True}])
def test_axe_finds_nothing_grave_in_any_state(
    look: dict[str, bool],
    studio: Studio,
    writer: User,
    scripted: ScriptedEngine,
    grave_faults: Callable[[Page], list[str]],
) -> None:
    flawed = replace(S24_TEXT, title="💥 999GB EN UCUZ telefon!", description="kısa")
    listing = make_listing(writer, flawed)
    page = studio(f"/studio/{listing.pk}/", **look)
    faults = grave_faults(page)
    if look.get("phone"):
        page.get_by_role("link", name="Findings").click()
        faults += grave_faults(page)
        page.get_by_role("link", name="Facts").click()
        faults += grave_faults(page)
    edit_listing(make_user(), listing, S24_TEXT, seen=1)
    if look.get("phone"):
        page.get_by_role("link", name="Listing").click()
    page.locator("#edit-title").fill("Benim başlığım")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".studio-conflict")
    faults += grave_faults(page)
    answer = SlowAnswer(S24_TEXT)
    scripted.enqueue(answer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url)
    page.get_by_role("button", name="Write again").last.click()
    page.wait_for_selector("#writing")
    answer.let(0.5)
    expect(page.locator('[data-draft="features"] li')).to_have_count(3)
    faults += grave_faults(page)
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("[data-trouble]")
    faults += grave_faults(page)
    assert faults == []
