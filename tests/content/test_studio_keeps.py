"""What people type in the studio stays theirs: refused, late or out of date, it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content.actions import (
    approve_listing,
    change_facts,
    edit_listing,
    request_draft,
    substantiate,
)
from content.models import Event, Generation, Listing
from domain import listing as domain
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]

FACTS: dict[str, Any] = {
    "name": S24.name,
    "brand": S24.brand,
    "features": "\r\n".join(S24.features),
    "category": S24.category,
    "keyword": S24.keyword,
    "tone": "professional",
    "market": "walmart-tr",
}
CLAIMING = replace(S24_TEXT, title=S24_TEXT.title.replace("6.8 İnç", "12GB"))
SHEET = "Veri sayfası, 12 Mayıs, sayfa 3"


def typed(text: domain.Listing, seen: int, **more: Any) -> dict[str, Any]:
    """The editor's fields as a browser sends them."""
    return {
        "title": text.title,
        "features": "\r\n".join(text.features),
        "description": text.description,
        "seen": seen,
        **more,
    }


def at(name: str, listing: Listing) -> str:
    return reverse(f"content:{name}", args=[listing.pk])


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author, S24_TEXT)


class TestWhileADraftIsWritten:
    @pytest.fixture
    def written(self, listing: Listing, author: User, scripted: ScriptedEngine) -> Listing:
        request_draft(author, listing)
        return listing

    def test_a_conflict_still_holds_the_typed_text(
        self, written: Listing, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        theirs = replace(S24_TEXT, title="Onların başlığı")
        edit_listing(colleague, written, theirs, seen=1)
        mine = replace(S24_TEXT, title="Benim başlığım burada kalsın")
        answer = client_of(author).post(at("studio_save", written), typed(mine, 1))
        assert answer.status_code == 409
        page = body(answer)
        assert 'id="editor"' in page
        assert page.count("Benim başlığım burada kalsın") >= 1
        assert 'id="writing"' in page
        # Without scripts the page would look again by itself, and forget what was typed.
        assert "http-equiv" not in page

    def test_a_refused_text_still_stands_with_its_error(
        self, written: Listing, author: User, client_of: ClientOf
    ) -> None:
        long = replace(S24_TEXT, title="ş" * 501)
        answer = client_of(author).post(at("studio_save", written), typed(long, 1))
        assert answer.status_code == 422
        page = body(answer)
        assert long.title in page
        assert answer.context["text_form"].errors["title"][0] in page

    def test_nobody_is_shown_an_editor_for_a_text_that_is_about_to_go(
        self, written: Listing, author: User, client_of: ClientOf
    ) -> None:
        assert 'id="editor"' not in body(client_of(author).get(at("studio_listing", written)))


def test_a_refused_text_keeps_the_version_it_was_typed_over(
    listing: Listing, author: User, colleague: User, client_of: ClientOf
) -> None:
    edit_listing(colleague, listing, replace(S24_TEXT, title="Onların başlığı"), seen=1)
    answer = client_of(author).post(
        at("studio_save", listing), typed(replace(S24_TEXT, title="ş" * 501), 1)
    )
    assert answer.status_code == 422
    assert '<input type="hidden" name="seen" value="1">' in body(answer)


class TestVouchingForWhatIsTyped:
    def slot(self, answer: Any) -> str:
        rows = answer.context["workspace"].verdict.rows
        return str(next(row.slot for row in rows if row.slot and row.text == "12GB"))

    def offered(self, client: Client, listing: Listing, text: domain.Listing, seen: int) -> str:
        """The slot that the live judgement offers for a text that is not saved."""
        return self.slot(client.post(at("studio_judge", listing), typed(text, seen)))

    def vouch(self, slot: str, evidence: str) -> dict[str, str]:
        return {"vouch": slot, f"evidence:{slot}": evidence}

    def test_a_claim_just_typed_is_saved_and_vouched_for_in_one_go(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        slot = self.offered(client, listing, CLAIMING, 1)
        fields = typed(CLAIMING, 1) | self.vouch(slot, SHEET)
        page = client.post(at("studio_vouch", listing), fields, follow=True)
        listing.refresh_from_db()
        assert [m.level_tag for m in page.context["messages"]] == ["success"]
        assert listing.title == CLAIMING.title
        assert listing.errors == 0
        assert listing.substantiations.get().evidence == SHEET

    def test_evidence_too_short_comes_back_with_its_error_and_nothing_is_saved(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        slot = self.offered(client, listing, CLAIMING, 1)
        fields = typed(CLAIMING, 1) | self.vouch(slot, "s. 3 <b>")
        answer = client.post(at("studio_vouch", listing), fields)
        assert answer.status_code == 422
        page = body(answer)
        assert "s. 3 <b></textarea>" in page
        assert CLAIMING.title in page
        row = next(row for row in answer.context["workspace"].verdict.rows if row.slot == slot)
        assert row.refusal
        assert row.refusal in page
        listing.refresh_from_db()
        assert listing.number == 1
        assert not listing.substantiations.exists()

    def test_evidence_for_a_claim_that_is_gone_is_shown_beside_the_reason(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        slot = self.offered(client, listing, CLAIMING, 1)
        # The box was there for an earlier text; the text that is sent makes no such claim.
        fields = typed(S24_TEXT, 1) | self.vouch(slot, SHEET)
        answer = client.post(at("studio_vouch", listing), fields)
        assert answer.status_code == 422
        assert SHEET in body(answer)
        assert not listing.substantiations.exists()

    def test_a_colleagues_newer_text_is_a_conflict_as_when_saving(
        self, listing: Listing, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        slot = self.offered(client, listing, CLAIMING, 1)
        edit_listing(colleague, listing, replace(S24_TEXT, title="Onların başlığı"), seen=1)
        fields = typed(CLAIMING, 1) | self.vouch(slot, SHEET)
        answer = client.post(at("studio_vouch", listing), fields)
        assert answer.status_code == 409
        page = body(answer)
        assert CLAIMING.title in page
        assert f"{SHEET}</textarea>" in page
        listing.refresh_from_db()
        assert listing.title == "Onların başlığı"
        assert not listing.substantiations.exists()

    def test_the_same_claim_in_two_places_keeps_two_boxes_apart(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        twice = replace(CLAIMING, features=("12GB bellek", *S24_TEXT.features[1:]))
        answer = client_of(author).post(at("studio_judge", listing), typed(twice, 1))
        slots = [r.slot for r in answer.context["workspace"].verdict.rows if r.text == "12GB"]
        assert len(slots) == len(set(slots)) == 2

    def test_withdrawing_saves_what_is_typed_too(self, author: User, client_of: ClientOf) -> None:
        listing = make_listing(author, CLAIMING)
        client = client_of(author)
        slot = self.slot(client.get(at("studio_listing", listing)))
        fields = typed(CLAIMING, 1) | self.vouch(slot, SHEET)
        client.post(at("studio_vouch", listing), fields)
        held = listing.substantiations.get()
        listing.refresh_from_db()
        more = replace(CLAIMING, title=CLAIMING.title + " Gri")
        fields = typed(more, listing.number, withdraw=held.key)
        client.post(at("studio_vouch", listing), fields)
        listing.refresh_from_db()
        assert listing.title == more.title
        assert not listing.substantiations.exists()
        assert listing.events.filter(kind=Event.Kind.WITHDRAWN).exists()

    def test_a_rater_vouches_for_nothing(
        self, listing: Listing, outsider: User, client_of: ClientOf
    ) -> None:
        fields = typed(CLAIMING, 1) | self.vouch("0:x", SHEET)
        assert client_of(outsider).post(at("studio_vouch", listing), fields).status_code == 403
        listing.refresh_from_db()
        assert listing.number == 1


class TestWritingByHand:
    def test_a_listing_without_a_text_has_an_editor(
        self, author: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author)
        page = body(client_of(author).get(at("studio_listing", listing)))
        assert 'id="editor"' in page
        assert '<input type="hidden" name="seen" value="0">' in page

    def test_it_is_offered_when_the_model_cannot_write(
        self, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author)
        Generation.objects.create(
            listing=listing,
            requested_by=author,
            level="expert",
            model="scripted",
            engine="default",
            status=Generation.Status.FAILED,
            error="unavailable",
        )
        client = client_of(colleague)
        answer = client.get(at("studio_listing", listing))
        assert answer.context["workspace"].trouble
        assert 'id="editor"' in body(answer)
        judged = client.post(at("studio_judge", listing), typed(CLAIMING, 0))
        assert "12GB" in [row.text for row in judged.context["workspace"].verdict.errors]
        client.post(at("studio_save", listing), typed(S24_TEXT, 0, then="approve"))
        listing.refresh_from_db()
        assert listing.status == Listing.Status.APPROVED
        assert listing.text() == S24_TEXT

    def test_nothing_at_all_is_no_text(self, author: User, client_of: ClientOf) -> None:
        listing = make_listing(author)
        empty = domain.Listing("", (), "  ")
        answer = client_of(author).post(at("studio_save", listing), typed(empty, 0))
        assert answer.status_code == 422
        listing.refresh_from_db()
        assert listing.number == 0

    def test_a_draft_that_came_meanwhile_is_a_conflict(
        self, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author)
        edit_listing(colleague, listing, S24_TEXT, seen=0)
        answer = client_of(author).post(at("studio_save", listing), typed(CLAIMING, 0))
        assert answer.status_code == 409


class TestFactsOutOfDate:
    def version(self, client: Client, listing: Listing) -> str:
        return str(client.get(at("studio_listing", listing)).context["form"]["version"].value())

    @pytest.mark.parametrize("then", ["keep", "write"])
    def test_a_colleagues_fact_is_not_overwritten_unseen(
        self,
        then: str,
        listing: Listing,
        author: User,
        colleague: User,
        client_of: ClientOf,
        scripted: ScriptedEngine,
    ) -> None:
        client = client_of(author)
        version = self.version(client, listing)
        with_ip68 = replace(S24, features=(*S24.features, "IP68 koruma"))
        change_facts(colleague, listing, with_ip68)
        mine = FACTS | {"brand": "Samsung Türkiye", "then": then, "version": version, "seen": 1}
        answer = client.post(at("studio_facts", listing), mine)
        assert answer.status_code == 409
        page = body(answer)
        assert "IP68 koruma" in page
        assert answer.context["form"]["brand"].value() == "Samsung Türkiye"
        listing.product.refresh_from_db()
        assert "IP68 koruma" in listing.product.features
        assert not listing.generations.exists()

        # Having seen what differs, the person may save over it.
        seen = answer.context["form"]["version"].value()
        client.post(at("studio_facts", listing), mine | {"version": seen})
        listing.product.refresh_from_db()
        assert listing.product.facts() == replace(S24, brand="Samsung Türkiye")
        assert listing.generations.exists() == (then == "write")

    def test_the_same_facts_are_no_conflict(
        self, listing: Listing, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        version = self.version(client, listing)
        change_facts(colleague, listing, replace(S24, price_range="60.000 TL"))
        same = FACTS | {"price_range": "60.000 TL", "then": "keep", "version": version}
        assert client.post(at("studio_facts", listing), same).status_code == 302

    @pytest.mark.parametrize("version", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
    def test_whoever_names_no_version_has_seen_none(
        self, version: str, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        fields = FACTS | {"brand": "Başka", "then": "keep", "version": version}
        assert client_of(author).post(at("studio_facts", listing), fields).status_code == 409
        listing.product.refresh_from_db()
        assert listing.product.brand == S24.brand

    def test_refused_facts_keep_the_version_they_were_typed_over(
        self, listing: Listing, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        version = self.version(client, listing)
        change_facts(colleague, listing, replace(S24, price_range="60.000 TL"))
        answer = client.post(at("studio_facts", listing), FACTS | {"name": "", "version": version})
        assert answer.status_code == 422
        assert answer.context["form"]["version"].value() == version

    def test_the_history_says_what_changed_from_what_to_what(
        self, listing: Listing, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        features = (*S24.features[:2], "IP68 koruma")
        changed = replace(S24, brand="Samsung Türkiye", features=features)
        change_facts(colleague, listing, changed, sku="S24-U")
        event = listing.events.get(kind=Event.Kind.FACTS)
        assert event.data["before"]["brand"] == "Samsung"
        assert event.data["after"]["brand"] == "Samsung Türkiye"
        assert event.data["after"]["sku"] == "S24-U"
        page = body(client_of(author).get(at("listing", listing)))
        history = page[page.index('<ol class="timeline">') : page.index("<aside")]
        for words in ("Samsung Türkiye", "5000mAh batarya", "IP68 koruma", "S24-U"):
            assert words in history
        # What stayed is not told.
        assert S24.features[0] not in history


class TestWritingAgainOverAnApproval:
    @pytest.fixture
    def approved(self, listing: Listing, author: User) -> Listing:
        approve_listing(author, listing, seen=1)
        return listing

    def fields(self, client: Client, listing: Listing, then: str) -> dict[str, Any]:
        page = client.get(at("studio_listing", listing)).context
        sight = {name: page["draft_form"][name].value() for name in ("seen", "approval")}
        return FACTS | sight | {"version": page["form"]["version"].value(), "then": then}

    def test_it_is_asked_first(
        self, approved: Listing, colleague: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        client = client_of(colleague)
        fields = self.fields(client, approved, "write") | {"brand": "Yeni Marka"}
        answer = client.post(at("studio_facts", approved), fields)
        assert answer.status_code == 409
        assert 'value="write-anyway"' in body(answer)
        assert answer.context["form"]["brand"].value() == "Yeni Marka"
        approved.refresh_from_db()
        assert approved.status == Listing.Status.APPROVED
        assert approved.product.brand == S24.brand
        assert not approved.generations.exists()

    def test_whoever_says_yes_gets_a_draft(
        self, approved: Listing, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        client = client_of(author)
        fields = self.fields(client, approved, "write-anyway")
        client.post(at("studio_facts", approved), fields)
        assert approved.generations.count() == 1

    def test_trying_again_asks_too(
        self, approved: Listing, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        answer = client_of(author).post(at("generation_write", approved), follow=True)
        assert not approved.generations.exists()
        assert 'value="write-anyway"' in body(answer)

    def test_keeping_facts_alone_asks_nothing(
        self, approved: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        answer = client.post(at("studio_facts", approved), self.fields(client, approved, "keep"))
        assert answer.status_code == 302


class TestCollectingWithTheFacts:
    def test_the_choice_is_saved_with_a_new_product(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        fields = FACTS | {"then": "keep", "collect": "on"}
        client_of(author).post(reverse("content:studio"), fields)
        author.refresh_from_db()
        assert author.collect_examples is True

    def test_a_refused_form_shows_the_choice_again(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        fields = FACTS | {"name": "", "collect": "off"}
        answer = client_of(author).post(reverse("content:studio"), fields)
        assert answer.context["collect_choice"] == "off"
        author.refresh_from_db()
        assert author.collect_examples is None

    def test_the_choice_is_saved_with_changed_facts(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        form = client.get(at("studio_listing", listing)).context["form"]
        version = form["version"].value()
        fields = FACTS | {"then": "keep", "collect": "off", "version": version}
        client.post(at("studio_facts", listing), fields)
        author.refresh_from_db()
        assert author.collect_examples is False


def test_a_taken_sku_is_one_sentence_that_names_the_other_product(
    listing: Listing, author: User, client_of: ClientOf, scripted: ScriptedEngine
) -> None:
    make_listing(author, facts=replace(S24, name="Düdüklü tencere"), sku="A-1")
    fields = FACTS | {"sku": " A-1 "}
    answer = client_of(author).post(reverse("content:studio"), fields)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == ["sku"]
    [sentence] = errors["sku"]
    assert "A-1" in sentence
    assert "Düdüklü tencere" in sentence


def test_a_substantiated_claim_stays_so_for_the_text_that_is_typed(
    author: User, client_of: ClientOf
) -> None:
    listing = make_listing(author, CLAIMING)
    evidence = listing.revisions.get().judgement["evidence"]
    key = next(e["key"] for e in evidence if e["fact"] is None)
    substantiate(author, listing, key, SHEET)
    answer = client_of(author).post(at("studio_judge", listing), typed(CLAIMING, 1))
    assert not answer.context["workspace"].verdict.errors


class TestTooLong:
    """Nothing is cut behind a person's back: what does not fit is refused in words."""

    LONG = "Çok uzun bir ürün adı " * 12

    def test_a_product_name_is_refused_and_stands_as_it_was_typed(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        fields = FACTS | {"name": self.LONG.strip()}
        answer = client_of(author).post(reverse("content:studio"), fields)
        assert answer.status_code == 422
        page = body(answer)
        assert self.LONG.strip() in page
        assert "En çok 200 karakter sığar" in page
        assert S24.features[0] in page
        assert not Listing.objects.exists()

    def test_no_field_cuts_what_is_pasted(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        for address in (reverse("content:studio"), at("studio_listing", listing)):
            assert "maxlength" not in body(client.get(address))

    def test_a_title_of_the_editor_too(
        self, listing: Listing, author: User, client_of: ClientOf
    ) -> None:
        long = replace(S24_TEXT, title="ş" * 501)
        answer = client_of(author).post(at("studio_save", listing), typed(long, 1))
        assert "En çok 500 karakter sığar" in body(answer)


def test_without_scripts_each_form_says_that_it_sends_itself_alone(
    listing: Listing, author: User, client_of: ClientOf
) -> None:
    page = body(client_of(author).get(at("studio_listing", listing)))
    assert page.count('class="help without-js"') >= 2
    assert "yalnızca ürün bilgilerini gönderir" in page
    assert "yalnızca metni gönderir" in page
    assert "yalnızca ürün bilgilerini" not in body(client_of(author).get(reverse("content:studio")))
