"""Making a campaign: what the form asks, what it shows beforehand, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from domain.rating import CRITERIA
from evaluation.forms_campaign import ComparisonForm, RatingForm
from evaluation.models import Campaign
from evaluation.presentation.outlook import outlook
from models_registry.models import Version
from tests.evaluation.rated import make_draft
from tests.evaluation.registry import make_version
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
NEW, COMPARE = "/campaigns/new/", "/campaigns/new/comparison/"
ANCHORS = {f"anchor_{at}_{spoken}": f"{at} {spoken}" for at in (1, 3, 5) for spoken in ("tr", "en")}
BRAND = {
    "name_tr": "Marka sesi",
    "name_en": "Brand voice",
    "question_tr": "Markanın sesi mi?",
    "question_en": "Is it the brand's voice?",
    **ANCHORS,
}


def typed(**changed: Any) -> dict[str, Any]:
    """What a person sends who changes nothing but the name."""
    return {
        "name": "Sonbahar",
        "texts": "drafts",
        "language": "",
        "sample": "",
        "raters_each": "3",
        "gold_every": "10",
        "guidelines": "## Okuyun",
        "deadline": "",
        "criteria": [criterion.key for criterion in CRITERIA],
        "own-TOTAL_FORMS": "3",
        "own-INITIAL_FORMS": "0",
        "own-MIN_NUM_FORMS": "0",
        "own-MAX_NUM_FORMS": "3",
    } | changed


def own(number: int = 0, **changed: str) -> dict[str, str]:
    """A criterion of the campaign's own as the form sends it."""
    return {f"own-{number}-{name}": value for name, value in (BRAND | changed).items()}


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


@pytest.fixture
def drafts(author: User, version: Version) -> int:
    """Four drafts of one version; how many they are."""
    for _ in range(4):
        make_draft(make_listing(author), version)
    return 4


def test_the_form_begins_with_the_usual_criteria_and_guidelines_in_ones_language(
    manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    form = client.get(NEW).context["form"]
    assert form["criteria"].value() == [criterion.key for criterion in CRITERIA]
    assert "Nasıl değerlendirilir" in form["guidelines"].value()
    assert "Nasıl karşılaştırılır" in client.get(COMPARE).context["form"]["guidelines"].value()
    with override("en"):
        assert "How to rate" in str(RatingForm()["guidelines"].value())


def test_what_is_typed_becomes_a_campaign(
    manager: User, drafts: int, version: Version, client_of: ClientOf
) -> None:
    sent = typed(
        versions=[str(version.pk)],
        categories=["electronics"],
        language="tr",
        sample="3",
        raters_each="2",
        deadline="2031-12-31T18:00",
        criteria=["overall"],
        is_live="on",
        **own(),
    )
    answer = client_of(manager).post(NEW, sent)
    campaign = Campaign.objects.get()
    assert answer.headers["Location"] == f"/campaigns/{campaign.pk}/"
    assert (campaign.name, campaign.status, campaign.created_by) == ("Sonbahar", "draft", manager)
    assert (campaign.raters_each, campaign.gold_every, campaign.is_live) == (2, 10, True)
    assert (campaign.items.count(), campaign.assignments.count()) == (3, 6)
    assert campaign.selection["versions"] == [version.pk]
    assert campaign.deadline is not None
    assert [criterion.key for criterion in campaign.criteria.all()] == ["overall", "brand_voice"]
    brand = campaign.criteria.get(key="brand_voice")
    assert brand.name == {"tr": "Marka sesi", "en": "Brand voice"}
    assert brand.anchors["3"] == {"tr": "3 tr", "en": "3 en"}
    assert campaign.events.get().kind == "created"


def test_what_it_would_make_is_shown_before_anything_is_made(
    manager: User, drafts: int, author: User, version: Version, client_of: ClientOf
) -> None:
    client = client_of(manager)
    page = client.post(NEW, typed(look="1")).content.decode()
    assert "<strong>4</strong> öge" in page
    assert "<strong>12</strong> değerlendirme" in page
    assert not Campaign.objects.exists()
    part = client.post(NEW, typed(sample="2"), headers={"HX-Request": "true"}).content.decode()
    assert "<strong>2</strong> öge" in part
    assert "<html" not in part
    bad = client.post(NEW, typed(raters_each="99"), headers={"HX-Request": "true"})
    assert "<strong>" not in bad.content.decode()


def test_what_it_would_make_is_what_is_made(
    manager: User, drafts: int, client_of: ClientOf
) -> None:
    for sample in ("", "1", "3", "50"):
        form = RatingForm(typed(sample=sample))
        shown = outlook(form)
        assert shown is not None
        client_of(manager).post(NEW, typed(sample=sample))
        assert Campaign.objects.first().items.count() == shown.items  # type: ignore[union-attr]


def test_two_versions_are_told_what_difference_can_be_seen(author: User, version: Version) -> None:
    other = make_version("1.1.0")
    for _ in range(33):
        listing = make_listing(author)
        make_draft(listing, version)
        make_draft(listing, other)
    rated = outlook(RatingForm(typed()))
    compared = outlook(ComparisonForm(typed(versions=[version.pk, other.pk])))
    assert rated is not None
    assert compared is not None
    assert (rated.items, compared.items) == (66, 33)
    # 66 an arm show half a point by the rank test, so that half of them show root two as much.
    assert "0,7 puanlık" in rated.sentences[0]
    assert "33 çiftinin" in compared.sentences[1]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Kampanyaya, değerlendiricilerin tanıyacağı bir ad verin."),
        ({"texts": ""}, "Hangi metinlerin değerlendirileceğini seçin."),
        ({"raters_each": "11"}, "1 ile 10 arasında"),
        ({"raters_each": "0"}, "1 ile 10 arasında"),
        ({"raters_each": "üç"}, "1 ile 10 arasında"),
        ({"gold_every": "-1"}, "0 ile 1000 arasında"),
        ({"sample": "0"}, "ya da boş bırakın"),
        ({"sample": "9" * 30}, "ya da boş bırakın"),
        ({"deadline": "2001-01-01T10:00"}, "Bu an geçti"),
        ({"deadline": "yarın"}, "Gün ve saat verin"),
        ({"criteria": []}, "En az bir ölçütü işaretleyin"),
        ({"texts": "held_out", "is_live": "on"}, "yeni taslak"),
        (own(question_en=""), "ya da ölçütün tamamını boş bırakın"),
        (own(key="overall"), "Alışılmış ölçütlerden birinin anahtarı"),
        (own(key="Marka Sesi"), "Küçük harf, rakam ve alt çizgi"),
        (own() | own(1), "İki ölçütün anahtarı “brand_voice”"),
        ({"guidelines": "a" * 20_001}, "kısaltın"),
    ],
)
def test_each_fault_is_named_and_what_was_typed_stays(
    manager: User, drafts: int, client_of: ClientOf, changed: dict[str, Any], said: str
) -> None:
    answer = client_of(manager).post(NEW, typed(**{"name": "Adı kalır"} | changed))
    page = answer.content.decode()
    assert said in page
    assert 'id="faults"' in page
    assert "## Okuyun" in page or "guidelines" in changed
    assert 'value="Adı kalır"' in page or "name" in changed
    assert not Campaign.objects.exists()


def test_a_choice_that_fits_nothing_says_how_to_mend_it(manager: User, client_of: ClientOf) -> None:
    answer = client_of(manager).post(NEW, typed())
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Bu seçime uyan ilan yok" in page
    assert 'value="Sonbahar"' in page
    live = client_of(manager).post(NEW, typed(is_live="on"))
    assert live.status_code == 302, "a live campaign may begin empty"


def test_versions_are_compared_pair_by_pair(
    manager: User, author: User, version: Version, client_of: ClientOf
) -> None:
    others = [make_version("1.1.0"), make_version("1.2.0")]
    listing = make_listing(author)
    for each in (version, *others):
        make_draft(listing, each, S24_TEXT)
    client = client_of(manager)
    sent = typed(versions=[str(version.pk)])
    assert "en az iki sürüm" in client.post(COMPARE, sent).content.decode()
    sent = typed(versions=[str(each.pk) for each in (version, *others)])
    client.post(COMPARE, sent)
    campaign = Campaign.objects.get()
    assert (campaign.kind, campaign.items.count()) == ("comparison", 3)
    assert not campaign.criteria.exists()


def test_versions_without_common_facts_are_not_compared(
    manager: User, author: User, version: Version, client_of: ClientOf
) -> None:
    other = make_version("1.1.0")
    make_draft(make_listing(author), version)
    make_draft(make_listing(author), other)
    sent = typed(versions=[str(version.pk), str(other.pk)])
    answer = client_of(manager).post(COMPARE, sent)
    assert answer.status_code == 409
    assert "ortak ürünü yok" in answer.content.decode()


def test_a_version_that_is_not_offered_is_refused(
    manager: User, drafts: int, client_of: ClientOf
) -> None:
    client_of(manager).post(NEW, typed(versions=["999999"]))
    client_of(manager).post(NEW, typed(versions=["x"], categories=["toys"], language="de"))
    assert not Campaign.objects.exists()
