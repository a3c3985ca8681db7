"""Stars on a listing's page: who gives them, what is kept, and until when they can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.errors import ActionRefused
from accounts.models import User
from content.actions import edit_listing, restore_revision, substantiate
from content.models import Listing
from learning.actions.giving import give_stars, withdraw_stars
from learning.models import Feedback, Policy, Retraining
from learning.queries.policies import policy_for
from models_registry.models import Version
from tests.evaluation.rated import make_draft
from tests.evaluation.registry import make_version
from tests.factories import S24, S24_TEXT, make_listing
from tests.learning.given import draft, written

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
FLAWED = replace(S24_TEXT, title="Samsung Galaxy S24 Ultra 300MP Kamera")


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


@pytest.fixture
def listing(author: User, version: Version) -> Listing:
    return written(author, version)


def take(row: Feedback, **fields: object) -> Retraining:
    """A retraining that has taken `row`."""
    policy = row.policy or Policy.objects.create(family=make_version("9.9.9").family)
    retraining = Retraining.objects.create(policy=policy, **fields)
    Feedback.objects.filter(pk=row.pk).update(taken_by=retraining)
    row.uses.create(retraining=retraining)
    return retraining


def test_stars_keep_a_copy_of_the_text_and_who_wrote_it(
    colleague: User, listing: Listing, version: Version
) -> None:
    row = give_stars(colleague, listing, seen=1, stars=2, comment="  Çok genel.  ")
    row = Feedback.objects.get(pk=row.pk)
    assert (row.source, row.rating, row.comment, row.is_negative) == (
        "stars",
        2,
        "Çok genel.",
        True,
    )
    assert (row.version, row.listing, row.person) == (version, listing, colleague)
    assert (row.subject, row.category, row.language) == (
        f"listing:{listing.pk}",
        "electronics",
        "tr",
    )
    assert row.product() == S24
    assert row.written() == S24_TEXT
    edit_listing(colleague, listing, FLAWED, seen=1)
    row.refresh_from_db()
    assert row.written() == S24_TEXT


def test_findings_are_those_that_the_text_was_judged_with(author: User, version: Version) -> None:
    listing = written(author, version, FLAWED)
    row = give_stars(author, listing, seen=1, stars=1)
    kept = listing.revisions.get().judgement["findings"]
    assert row.findings
    assert row.findings == [{k: f[k] for k in ("code", "severity", "text")} for f in kept]


@pytest.mark.parametrize(("stars", "negative"), [(1, True), (2, True), (3, False), (5, False)])
def test_under_three_is_negative(
    author: User, listing: Listing, stars: int, negative: bool
) -> None:
    assert give_stars(author, listing, seen=1, stars=stars).is_negative is negative


def test_given_again_they_replace_the_earlier_ones(author: User, listing: Listing) -> None:
    first = give_stars(author, listing, seen=1, stars=1, comment="Kötü")
    again = give_stars(author, listing, seen=1, stars=5)
    assert first.pk == again.pk
    row = Feedback.objects.get()
    assert (row.rating, row.comment, row.is_negative) == (5, "", False)


def test_two_people_and_two_texts_are_rows_of_their_own(
    author: User, colleague: User, listing: Listing
) -> None:
    give_stars(author, listing, seen=1, stars=4)
    give_stars(colleague, listing, seen=1, stars=4)
    edit_listing(author, listing, FLAWED, seen=1)
    give_stars(author, listing, seen=2, stars=2)
    assert Feedback.objects.count() == 3
    assert Feedback.objects.values("person", "subject").distinct().count() == 2


def test_an_edited_draft_is_still_that_version_s(
    author: User, listing: Listing, version: Version
) -> None:
    edit_listing(author, listing, FLAWED, seen=1)
    edit_listing(author, listing, replace(FLAWED, title="Üçüncü başlık"), seen=2)
    assert give_stars(author, listing, seen=3, stars=3).version == version
    restore_revision(author, listing, 2, seen=3)
    assert give_stars(author, listing, seen=4, stars=3).version == version


def test_a_text_goes_back_to_the_draft_that_was_its_listing_s(
    author: User, listing: Listing, version: Version
) -> None:
    newer = make_version("1.1.0")
    edit_listing(author, listing, FLAWED, seen=1)
    set_aside = make_draft(listing, newer)
    edit_listing(author, listing, replace(FLAWED, title="Son başlık"), seen=2)
    last = listing.revisions.latest("number")
    assert set_aside.number < last.number
    assert give_stars(author, listing, seen=last.number, stars=3).version == version
    landed = draft(listing, newer, replace(S24_TEXT, title="Yeni taslak"))
    edit_listing(author, listing, replace(S24_TEXT, title="Yeni metin"), seen=landed.number)
    assert give_stars(author, listing, seen=landed.number + 1, stars=3).version == newer
    restore_revision(author, listing, 2, seen=landed.number + 1)
    assert give_stars(author, listing, seen=landed.number + 2, stars=3).version == version


def test_a_text_judged_again_goes_back_to_the_same_draft(author: User, version: Version) -> None:
    listing = written(author, version, FLAWED)
    claims = listing.revisions.get().judgement["evidence"]
    claim = next(one for one in claims if one["fact"] is None)
    substantiate(author, listing, claim["key"], "Veri sayfası, sayfa 3")
    assert give_stars(author, listing, seen=2, stars=3).version == version


def test_nobody_is_taught_by_what_a_person_wrote(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    row = give_stars(author, listing, seen=1, stars=1)
    assert (row.version, row.policy) == (None, None)
    assert not Policy.objects.exists()


def test_a_base_model_is_not_taught(author: User) -> None:
    listing = written(author, make_version(family="base"))
    row = give_stars(author, listing, seen=1, stars=1)
    assert row.version is not None
    assert row.policy is None
    assert not Policy.objects.exists()


def test_the_category_s_policy_counts_where_there_is_one(
    author: User, listing: Listing, version: Version
) -> None:
    row = give_stars(author, listing, seen=1, stars=1)
    assert row.policy == Policy.objects.get(family=version.family, category="")
    special = Policy.objects.create(family=version.family, category="electronics")
    Policy.objects.create(family=version.family, category="sports")
    assert policy_for(version, "electronics") == special
    assert policy_for(version, "") == row.policy
    assert policy_for(version, "clothing") == row.policy
    assert policy_for(None, "electronics") is None


def test_what_a_retraining_has_taken_stays(author: User, listing: Listing) -> None:
    row = give_stars(author, listing, seen=1, stars=1)
    take(row)
    for act in (
        lambda: give_stars(author, listing, seen=1, stars=5),
        lambda: withdraw_stars(author, listing, seen=1),
    ):
        with pytest.raises(ActionRefused) as refused:
            act()
        assert refused.value.code == "taken"
    assert Feedback.objects.get().rating == 1
    edit_listing(author, listing, FLAWED, seen=1)
    assert give_stars(author, listing, seen=2, stars=5).pk != row.pk


def test_stars_are_taken_back(author: User, listing: Listing) -> None:
    give_stars(author, listing, seen=1, stars=1)
    withdraw_stars(author, listing, seen=1)
    assert not Feedback.objects.exists()
    with pytest.raises(ActionRefused, match="yıldız vermediniz"):
        withdraw_stars(author, listing, seen=1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"stars": 0}, "no_stars"),
        ({"stars": 6}, "no_stars"),
        ({"seen": 7}, "no_revision"),
        ({"comment": "x" * 2001}, "too_long"),
    ],
)
def test_what_is_out_of_bounds_is_refused(
    author: User, listing: Listing, said: dict[str, object], code: str
) -> None:
    given: dict[str, object] = {"seen": 1, "stars": 3, "comment": ""}
    with pytest.raises(ActionRefused) as refused:
        give_stars(author, listing, **given | said)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Feedback.objects.exists()


def test_raters_give_none(outsider: User, listing: Listing) -> None:
    for act in (
        lambda: give_stars(outsider, listing, seen=1, stars=3),
        lambda: withdraw_stars(outsider, listing, seen=1),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_facts_are_kept_without_the_sku(author: User, version: Version) -> None:
    listing = written(author, version, sku="TEL-1")
    row = give_stars(author, listing, seen=1, stars=3)
    assert row.facts == asdict(S24) | {"features": list(S24.features)}


def post(client: Client, listing: Listing, **said: object) -> str:
    response = client.post(
        f"/learning/listings/{listing.pk}/stars/",
        {"seen": 1} | said,
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_gives_changes_and_takes_back(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    client = client_of(author)
    page = client.get(f"/listings/{listing.pk}/").content.decode()
    assert 'id="stars"' in page
    assert 'name="stars" value="4" required' in page
    part = post(client, listing, stars=4, comment="<b>İyi</b>")
    assert "<html" not in part
    assert "checked" in part
    assert "&lt;b&gt;İyi&lt;/b&gt;" in part
    assert f"/learning/mine/?listing={listing.pk}" in part
    page = client.get(f"/listings/{listing.pk}/").content.decode()
    assert 'value="4" required checked' in page
    part = post(client, listing, withdraw="1")
    assert "checked" not in part
    assert not Feedback.objects.exists()


def test_without_a_script_the_page_leads_back(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    client = client_of(author)
    path = f"/learning/listings/{listing.pk}/stars/"
    response = client.post(path, {"seen": 1, "stars": 2}, follow=True)
    assert response.redirect_chain == [(f"/listings/{listing.pk}/", 302)]
    assert "Teşekkürler" in response.content.decode()
    response = client.post(path, {"seen": 1}, follow=True)
    assert "Bir ile beş arasında" in response.content.decode()
    assert Feedback.objects.get().rating == 2


def test_a_refusal_keeps_what_was_typed(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    part = post(client_of(author), listing, comment="Yıldızı unuttum")
    assert 'role="alert"' in part
    assert "Yıldızı unuttum" in part


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_no_number_is_none(
    author: User, listing: Listing, client_of: ClientOf, seen: str
) -> None:
    assert 'role="alert"' in post(client_of(author), listing, stars=3, seen=seen)


def test_earlier_stars_stand_beside(author: User, listing: Listing, client_of: ClientOf) -> None:
    give_stars(author, listing, seen=1, stars=2, comment="Eski söz")
    edit_listing(author, listing, FLAWED, seen=1)
    page = client_of(author).get(f"/listings/{listing.pk}/").content.decode()
    assert "1. sürüm" in page
    assert "Eski söz" in page


def test_nobody_sees_the_stars_of_others(
    author: User, colleague: User, listing: Listing, client_of: ClientOf
) -> None:
    give_stars(author, listing, seen=1, stars=2, comment="Bana özel")
    assert "Bana özel" not in client_of(colleague).get(f"/listings/{listing.pk}/").content.decode()


def test_who_may_not_read_may_not_give(
    outsider: User, listing: Listing, client_of: ClientOf
) -> None:
    path = f"/learning/listings/{listing.pk}/stars/"
    assert client_of(outsider).post(path, {"seen": 1, "stars": 3}).status_code == 403
    assert client_of(None).post(path, {"seen": 1, "stars": 3}).status_code == 302
    assert client_of(outsider).get(path).status_code == 405
    assert not Feedback.objects.exists()


def test_no_such_listing_is_not_found(author: User, client_of: ClientOf) -> None:
    assert client_of(author).post("/learning/listings/999/stars/", {"stars": 3}).status_code == 404


def test_the_page_asks_the_same_number_of_queries(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    client = client_of(author)
    give_stars(author, listing, seen=1, stars=2)
    edit_listing(author, listing, FLAWED, seen=1)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/listings/{listing.pk}/")
    for number in range(2, 6):
        give_stars(author, listing, seen=number, stars=2)
        edit_listing(author, listing, replace(FLAWED, title=f"Başlık {number}"), seen=number)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/listings/{listing.pk}/")
    assert len(many) == len(few)
