"""The studio's pages: who may see them, what they take, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from content.actions import approve_listing, edit_listing
from content.models import Event, Generation, Listing, SiteSettings
from domain import listing as domain
from engines.scripted import ScriptedEngine
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]

FACTS = {
    "name": "Samsung Galaxy S24 Ultra",
    "brand": "Samsung",
    "features": "200MP ana kamera sistemi\n5000mAh batarya\n\n6.8 inç ekran",
    "category": "Elektronik > Cep Telefonu",
    "tone": "professional",
    "market": "walmart-tr",
}


def typed(text: domain.Listing, seen: int, **more: Any) -> dict[str, Any]:
    """The editor's fields as a browser sends them."""
    return {
        "title": text.title,
        "features": "\r\n".join(text.features),
        "description": text.description,
        "seen": seen,
        **more,
    }


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author, S24_TEXT)


PAGES = ["content:studio_listing"]
POSTS = [
    "content:studio_facts",
    "content:studio_judge",
    "content:studio_save",
    "content:studio_vouch",
    "content:generation_write",
]


class TestWhoMay:
    @pytest.mark.parametrize("person", ["author", "colleague", "manager"])
    def test_the_team_sees_every_listing(
        self, person: str, request: pytest.FixtureRequest, listing: Listing, client_of: ClientOf
    ) -> None:
        client = client_of(request.getfixturevalue(person))
        assert client.get(reverse("content:studio")).status_code == 200
        for page in PAGES:
            assert client.get(reverse(page, args=[listing.pk])).status_code == 200

    def test_a_rater_is_kept_out(
        self, outsider: User, listing: Listing, client_of: ClientOf
    ) -> None:
        client = client_of(outsider)
        assert client.get(reverse("content:studio")).status_code == 403
        assert client.post(reverse("content:studio"), FACTS).status_code == 403
        for page in PAGES:
            assert client.get(reverse(page, args=[listing.pk])).status_code == 403
        for address in POSTS:
            assert client.post(reverse(address, args=[listing.pk])).status_code == 403
        assert Generation.objects.count() == 0

    def test_a_stranger_is_asked_to_sign_in_and_comes_back(
        self, listing: Listing, client_of: ClientOf
    ) -> None:
        client = client_of(None)
        for page in PAGES:
            address = reverse(page, args=[listing.pk])
            answer = client.get(address)
            assert answer.status_code == 302
            assert answer["Location"] == f"{reverse('accounts:sign_in')}?next={address}"
        for address in POSTS:
            assert client.post(reverse(address, args=[listing.pk])).status_code == 302

    @pytest.mark.parametrize("address", PAGES)
    def test_an_unknown_listing_is_not_found(
        self, address: str, author: User, client_of: ClientOf
    ) -> None:
        assert client_of(author).get(reverse(address, args=[987654])).status_code == 404

    @pytest.mark.parametrize("address", POSTS)
    def test_changes_are_posts_to_listings_there_are(
        self, address: str, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        assert client.get(reverse(address, args=[listing.pk])).status_code == 405
        assert client.post(reverse(address, args=[987654])).status_code == 404

    def test_pages_are_not_posted_to(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        for page in PAGES:
            assert client_of(author).post(reverse(page, args=[listing.pk])).status_code == 405


class TestFacts:
    def test_a_new_product_is_kept_and_its_listing_asked_for(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        answer = client_of(author).post(reverse("content:studio"), FACTS | {"then": "write"})
        listing = Listing.objects.get()
        assert answer["Location"] == reverse("content:studio_listing", args=[listing.pk])
        assert listing.product.features == [
            "200MP ana kamera sistemi",
            "5000mAh batarya",
            "6.8 inç ekran",
        ]
        assert listing.generations.get().model == scripted.models()[0]

    def test_facts_may_be_kept_without_writing(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        client_of(author).post(reverse("content:studio"), FACTS | {"then": "keep"})
        assert Listing.objects.get().status == Listing.Status.EMPTY
        assert Generation.objects.count() == 0

    def test_the_language_follows_the_market(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        client_of(author).post(reverse("content:studio"), FACTS | {"market": "walmart-us"})
        assert Listing.objects.get().product.language == "en"

    def test_the_language_of_the_first_market_is_told_before_anything_is_chosen(
        self, author: User, client_of: ClientOf
    ) -> None:
        form = client_of(author).get(reverse("content:studio")).context["form"]
        assert form["market"].value() == "walmart-tr"
        assert form.market_language

    def test_what_was_typed_survives_an_error(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        wrong = FACTS | {"name": "", "brand": "Işıl & <b>Ünlü</b>"}
        answer = client_of(author).post(reverse("content:studio"), wrong)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Işıl &amp; &lt;b&gt;Ünlü&lt;/b&gt;" in page
        assert "5000mAh batarya" in page
        assert 'aria-invalid="true"' in page
        assert Listing.objects.count() == 0

    def test_the_cursor_goes_to_the_first_field_at_fault(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        answer = client_of(author).post(reverse("content:studio"), FACTS | {"features": ""})
        form = answer.context["form"]
        focused = [n for n, f in form.fields.items() if f.widget.attrs.get("autofocus")]
        assert focused == ["features"]

    def test_a_sku_of_another_product_is_said_beside_its_field(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        make_listing(author, sku="S24-1")
        answer = client_of(author).post(reverse("content:studio"), FACTS | {"sku": "S24-1"})
        assert answer.status_code == 422
        assert answer.context["form"].errors["sku"]
        assert Listing.objects.count() == 1

    def test_an_unknown_model_is_refused_without_losing_anything(
        self, author: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        answer = client_of(author).post(reverse("content:studio"), FACTS | {"model": "nobody"})
        assert answer.status_code == 422
        assert answer.context["form"]["name"].value() == FACTS["name"]
        assert Listing.objects.count() == 0

    def test_changed_facts_are_judged_at_once(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        seen = {"version": listing.product.version}
        fewer = FACTS | seen | {"features": "5000mAh batarya", "then": "keep"}
        address = reverse("content:studio_facts", args=[listing.pk])
        page = client_of(author).post(address, fewer, follow=True)
        listing.refresh_from_db()
        assert listing.errors > 0
        assert "200MP" in [row.text for row in page.context["workspace"].verdict.errors]

    def test_facts_that_are_refused_leave_the_product_as_it_was(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        address = reverse("content:studio_facts", args=[listing.pk])
        answer = client_of(author).post(address, FACTS | {"name": "", "brand": "Yeni"})
        assert answer.status_code == 422
        assert answer.context["form"]["brand"].value() == "Yeni"
        assert "<h1>Samsung Galaxy S24 Ultra</h1>" in answer.content.decode()
        listing.product.refresh_from_db()
        assert listing.product.brand == "Samsung"

    def test_writing_again_keeps_the_history(
        self, author: User, listing: Listing, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        address = reverse("content:studio_facts", args=[listing.pk])
        seen = {"version": listing.product.version, "seen": listing.number}
        client_of(author).post(address, FACTS | seen | {"then": "write"})
        assert listing.generations.count() == 1
        assert listing.revisions.filter(number=1).get().text() == S24_TEXT

    def test_a_second_request_while_one_is_written_is_refused_in_words(
        self, author: User, listing: Listing, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        client = client_of(author)
        address = reverse("content:generation_write", args=[listing.pk])
        client.post(address, {"seen": 1})
        page = client.post(address, {"seen": 1}, follow=True)
        assert listing.generations.count() == 1
        assert [str(m.level_tag) for m in page.context["messages"]] == ["error"]


class TestCollecting:
    @pytest.mark.parametrize(("choice", "kept"), [("on", True), ("off", False), ("site", None)])
    def test_the_choice_is_remembered(
        self, choice: str, kept: bool | None, author: User, client_of: ClientOf
    ) -> None:
        client_of(author).post(reverse("content:studio_collect"), {"collect": choice})
        author.refresh_from_db()
        assert author.collect_examples is kept

    def test_the_status_says_what_holds(self, author: User, client_of: ClientOf) -> None:
        SiteSettings.objects.update_or_create(pk=1, defaults={"collect_examples": True})
        page = client_of(author).get(reverse("content:studio"))
        assert page.context["collecting"] is True
        assert page.context["collect_choice"] == "site"

    def test_nonsense_changes_nothing(
        self, author: User, outsider: User, client_of: ClientOf
    ) -> None:
        address = reverse("content:studio_collect")
        nonsense = {"collect": "perhaps"}
        assert client_of(author).post(address, nonsense).status_code == 302
        author.refresh_from_db()
        assert author.collect_examples is None
        assert client_of(outsider).post(address, {"collect": "on"}).status_code == 403
        assert client_of(author).get(address).status_code == 405


class TestJudging:
    def test_places_count_code_points_of_what_was_typed(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        text = domain.Listing("💥🎉 Samsung 999GB telefon", ("a 😀 777MP",), "ilk\nikinci 888W")
        address = reverse("content:studio_judge", args=[listing.pk])
        page = client_of(author).post(address, typed(text, listing.number))
        places = {
            row.text: row.place
            for row in page.context["workspace"].verdict.rows
            if row.slot and row.place.start is not None
        }
        assert {"999GB", "777MP", "888W"} <= set(places)
        for said, place in places.items():
            held = {"title": text.title, "description": text.description}
            field = text.features[place.index or 0] if place.field == "features" else None
            assert (field or held[place.field])[place.start : place.end] == said

    def test_nothing_is_saved(self, author: User, listing: Listing, client_of: ClientOf) -> None:
        address = reverse("content:studio_judge", args=[listing.pk])
        text = domain.Listing("kısa", (), "")
        answer = client_of(author).post(address, typed(text, listing.number))
        assert answer.status_code == 200
        listing.refresh_from_db()
        assert listing.text() == S24_TEXT

    def test_the_preview_holds_only_what_the_market_allows(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        address = reverse("content:studio_judge", args=[listing.pk])
        hostile = "<p onclick=x()>iyi</p><script>kötü()</script><img src=x onerror=y()>"
        text = domain.Listing("<img src=x onerror=z()>", ("<b>a</b>",), hostile)
        page = client_of(author).post(address, typed(text, listing.number)).content.decode()
        assert "<p>iyi</p>" in page
        assert "<img" not in page
        assert "<script" not in page
        assert "onclick" not in page

    def test_a_text_beyond_every_bound_is_refused_in_words(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        address = reverse("content:studio_judge", args=[listing.pk])
        text = domain.Listing("a" * 501, (), "")
        answer = client_of(author).post(address, typed(text, listing.number))
        assert answer.status_code == 422
        assert "501" in answer.content.decode()


class TestSaving:
    def test_saving_makes_a_revision_and_comes_back(
        self, author: User, colleague: User, listing: Listing, client_of: ClientOf
    ) -> None:
        text = domain.Listing(S24_TEXT.title + " Siyah", S24_TEXT.features, S24_TEXT.description)
        address = reverse("content:studio_save", args=[listing.pk])
        answer = client_of(colleague).post(address, typed(text, listing.number))
        assert answer["Location"] == reverse("content:studio_listing", args=[listing.pk])
        listing.refresh_from_db()
        assert listing.title == text.title
        assert listing.revisions.latest("number").author == colleague

    def test_a_conflict_shows_both_texts_and_loses_neither(
        self, author: User, colleague: User, listing: Listing, client_of: ClientOf
    ) -> None:
        theirs = domain.Listing("Onların başlığı", S24_TEXT.features, S24_TEXT.description)
        edit_listing(colleague, listing, theirs, seen=listing.number)
        mine = domain.Listing("Benim başlığım", S24_TEXT.features, S24_TEXT.description)
        address = reverse("content:studio_save", args=[listing.pk])
        client = client_of(author)
        answer = client.post(address, typed(mine, 1))
        assert answer.status_code == 409
        workspace = answer.context["workspace"]
        assert workspace.conflict.theirs.text() == theirs
        assert answer.context["text_form"]["title"].value() == mine.title
        assert answer.context["text_form"]["seen"].value() == 2
        listing.refresh_from_db()
        assert listing.title == theirs.title

        # Having seen theirs, the person may save over it; theirs stays in the history.
        client.post(address, typed(mine, 2))
        listing.refresh_from_db()
        assert listing.title == mine.title
        assert listing.revisions.get(number=2).text() == theirs

    def test_a_text_that_cannot_be_kept_stays_in_the_editor(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        long = domain.Listing("ş" * 501, S24_TEXT.features, S24_TEXT.description)
        address = reverse("content:studio_save", args=[listing.pk])
        answer = client_of(author).post(address, typed(long, listing.number))
        assert answer.status_code == 422
        assert long.title in answer.content.decode()

    def test_no_page_number_is_no_save(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        address = reverse("content:studio_save", args=[listing.pk])
        fields = typed(domain.Listing("x", (), ""), 1)
        fields.pop("seen")
        assert client_of(author).post(address, fields).status_code == 422

    def test_a_version_that_never_was_is_refused(self, author: User, client_of: ClientOf) -> None:
        empty = make_listing(author)
        address = reverse("content:studio_save", args=[empty.pk])
        client_of(author).post(address, typed(domain.Listing("x", (), ""), 5))
        assert empty.revisions.count() == 0


class TestApproving:
    def test_saving_and_approving_is_one_step(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        address = reverse("content:studio_save", args=[listing.pk])
        client_of(author).post(address, typed(S24_TEXT, listing.number, then="approve"))
        listing.refresh_from_db()
        assert listing.status == Listing.Status.APPROVED
        assert listing.approved_by == author

    def test_the_server_refuses_while_errors_remain_but_keeps_the_text(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        text = domain.Listing("999GB " + S24_TEXT.title, S24_TEXT.features, S24_TEXT.description)
        address = reverse("content:studio_save", args=[listing.pk])
        fields = typed(text, listing.number, then="approve")
        page = client_of(author).post(address, fields, follow=True)
        listing.refresh_from_db()
        assert listing.status == Listing.Status.DRAFT
        assert listing.title == text.title
        assert [m.level_tag for m in page.context["messages"]] == ["error"]
        assert "data-approve" in page.content.decode()

    def test_an_approval_can_be_taken_back_once(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        approve_listing(author, listing, seen=listing.number)
        client = client_of(author)
        address = reverse("content:reopen", args=[listing.pk])
        back = client.post(address, {"back": "studio"})
        assert back["Location"] == reverse("content:studio_listing", args=[listing.pk])
        listing.refresh_from_db()
        assert listing.status == Listing.Status.DRAFT
        page = client.post(address, follow=True)
        assert "error" in [m.level_tag for m in page.context["messages"]]


class TestVouching:
    @pytest.fixture
    def claiming(self, author: User) -> Listing:
        title = S24_TEXT.title.replace("6.8 İnç", "12GB")
        return make_listing(author, domain.Listing(title, S24_TEXT.features, S24_TEXT.description))

    def slot(self, client: Client, listing: Listing) -> str:
        page = client.get(reverse("content:studio_listing", args=[listing.pk]))
        [row] = [row for row in page.context["workspace"].verdict.errors if row.text == "12GB"]
        return str(row.slot)

    def test_a_claim_can_be_substantiated_and_withdrawn(
        self, author: User, claiming: Listing, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        address = reverse("content:studio_vouch", args=[claiming.pk])
        slot = self.slot(client, claiming)
        evidence = {f"evidence:{slot}": "Veri sayfası, 12 Mayıs, sayfa 3", "vouch": slot}
        for _twice in range(2):
            client.post(address, typed(claiming.text(), 1) | evidence)
        assert claiming.revisions.count() == 2
        page = client.get(reverse("content:studio_listing", args=[claiming.pk]))
        verdict = page.context["workspace"].verdict
        assert "12GB" not in [row.text for row in verdict.errors]
        assert [claim.text for claim in verdict.vouched] == ["12GB"]

        [claim] = verdict.vouched
        client.post(address, typed(claiming.text(), 2, withdraw=claim.key))
        assert self.slot(client, claiming) == slot
        kinds = claiming.events.values_list("kind", flat=True)
        assert {Event.Kind.SUBSTANTIATED, Event.Kind.WITHDRAWN} <= set(kinds)


class TestTrouble:
    def fail(self, listing: Listing, author: User, **fields: Any) -> None:
        Generation.objects.create(
            listing=listing,
            requested_by=author,
            level="expert",
            model="scripted",
            engine="default",
            **fields,
        )

    def test_a_failed_draft_is_told_with_a_way_to_try_again(
        self, author: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author)
        self.fail(listing, author, status=Generation.Status.FAILED, error="unavailable")
        page = client_of(author).get(reverse("content:studio_listing", args=[listing.pk]))
        assert page.context["workspace"].trouble
        assert reverse("content:generation_write", args=[listing.pk]) in page.content.decode()

    def test_old_trouble_is_not_told_once_the_text_has_gone_on(
        self, author: User, listing: Listing, client_of: ClientOf
    ) -> None:
        self.fail(listing, author, status=Generation.Status.FAILED, error="timeout")
        edit_listing(author, listing, domain.Listing("Yeni", (), ""), seen=1)
        page = client_of(author).get(reverse("content:studio_listing", args=[listing.pk]))
        assert page.context["workspace"].trouble == ""

    def test_a_page_without_script_looks_again_while_it_waits(
        self, author: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author)
        self.fail(listing, author, status=Generation.Status.QUEUED)
        page = client_of(author).get(reverse("content:studio_listing", args=[listing.pk]))
        assert '<noscript><meta http-equiv="refresh"' in page.content.decode()


def test_the_page_costs_the_same_whatever_the_history(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    client = client_of(author)
    address = reverse("content:studio_listing", args=[listing.pk])
    client.get(address)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    for number in (1, 2):
        text = domain.Listing(f"Başlık {number}", S24_TEXT.features, S24_TEXT.description)
        edit_listing(author, listing, text, seen=number)
    few = cost()
    for number in range(3, 12):
        text = domain.Listing(f"Başlık {number}", S24_TEXT.features, S24_TEXT.description)
        edit_listing(author, listing, text, seen=number)
    assert cost() == few
