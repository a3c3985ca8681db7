"""The administration speaks the person's language, and shows no JSON and no markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Field
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from accounts.templatetags.administration import counted
from content.actions import approve_listing
from content.models import Event, Generation, Listing, TrainingExample
from domain.listing import Listing as Text
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
BRACES = ("&quot;severity&quot;", '"severity"', "{&#x27;", "&lt;p&gt;")


def fields() -> list[Field[object, object]]:
    """Every field that somebody may read the name of."""
    models = apps.get_app_config("content").get_models()
    return [field for model in models for field in model._meta.fields if field.name != "id"]


def test_every_field_has_a_name_in_turkish() -> None:
    same = ["model", "SKU"]  # the Turkish word is the same
    for field in fields():
        name = str(field.verbose_name)
        with override("tr"):
            assert str(field.verbose_name) != field.name.replace("_", " ") or name in same, field


def test_columns_and_totals_are_turkish(manager: User, author: User, client_of: ClientOf) -> None:
    make_listing(author, S24_TEXT)
    make_listing(author, None)
    page = client_of(manager).get("/admin/content/listing/").content.decode()
    for word in ("Başlık", "Durum", "Genel puan", "Hata sayısı", "Son değişiklik", "2 ilan"):
        assert word in page
    for word in ("Title", "Overall", "Updated at", "Type to search", "ilanlar", "Ilan"):
        assert f">{word}" not in page
    assert "walmart-tr" not in page.replace("market=walmart-tr", "")


def test_a_noun_stays_singular_after_a_number_in_turkish() -> None:
    with override("tr"):
        assert counted(3, User._meta) == "3 kullanıcı"
        assert counted(1234, Listing._meta) == "1.234 ilan"
    with override("en"):
        assert counted(1, Listing._meta) == "1 listing"
        assert counted(1234, Listing._meta) == "1,234 listings"


def test_an_empty_search_is_told_in_turkish(manager: User, client_of: ClientOf) -> None:
    page = client_of(manager).get("/admin/content/listing/", {"q": "yok"}).content.decode()
    assert "Kayıt bulunamadı" in page
    assert "No results" not in page


def test_a_version_shows_its_judgement_as_words(
    manager: User, author: User, client_of: ClientOf
) -> None:
    flawed = Text("SÜPER Telefon!", ("120 MP kamera",), "<p>Titanyum <b>gövde</b>.</p>")
    revision = make_listing(author, flawed).revisions.get()
    page = client_of(manager).get(f"/admin/content/revision/{revision.pk}/change/")
    told = page.content.decode()
    assert "Başlıkta “SÜPER” baştan sona büyük harf" in told
    for label in ("Kurallara uyum", "Arama görünürlüğü", "Ürün bilgileri", "Kaynağı yok"):
        assert label in told
    assert "Titanyum gövde." in told
    assert not any(brace in told for brace in BRACES)
    english = client_of(manager)
    english.cookies["django_language"] = "en"
    told = english.get(page.wsgi_request.path).content.decode()
    assert "is all capitals" in told


def test_a_draft_request_tells_how_each_draw_went(
    manager: User, author: User, client_of: ClientOf
) -> None:
    draws = [
        {
            "draw": 1,
            "outcome": "flawed",
            "reasons": [{"tr": "Açıklama kısa.", "en": "Too short."}],
            "repairs": [{"message": {"tr": "Başlık kısaltıldı.", "en": "Shortened."}}],
            "timings": {"total": 12.34},
            "scores": {"overall": 61},
        }
    ]
    job = Generation.objects.create(
        listing=make_listing(author, None),
        requested_by=author,
        status="failed",
        level="advanced",
        engine="default",
        engine_name="llamacpp",
        error="timeout",
        draws=draws,
    )
    told = client_of(manager).get(f"/admin/content/generation/{job.pk}/change/").content.decode()
    for words in ("1. deneme", "12,3 sn", "Açıklama kısa.", "Başlık kısaltıldı."):
        assert words in told
    for words in ("Yerleşik motor", "İleri", "Model çok uzun sürdüğü için durduruldu"):
        assert words in told


def test_an_event_and_an_example_are_readable(
    manager: User, author: User, client_of: ClientOf
) -> None:
    author.collect_examples = True
    author.save()
    listing = make_listing(author, S24_TEXT)
    approve_listing(author, listing, seen=listing.number)
    event = Event.objects.get(kind="approved")
    client = client_of(manager)
    told = client.get(f"/admin/content/event/{event.pk}/change/").content.decode()
    assert "Okunabilirlik" in told
    assert not any(brace in told for brace in BRACES)
    example = TrainingExample.objects.get()
    told = client.get(f"/admin/content/trainingexample/{example.pk}/change/").content.decode()
    assert "Samsung" in told
    assert "İnsan onayladı" in told


def test_text_of_a_row_is_never_markup() -> None:
    shown = render_to_string("administration/lines.html", {"lines": ["<script>x</script>"]})
    assert "<script>" not in shown
