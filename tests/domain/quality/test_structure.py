"""Lengths, counts, characters, markup and language of each field."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.judgement import Finding, Judgement, Severity
from domain.listing import Listing, Product

Case = tuple[Product, Listing]
Judged = Callable[..., Judgement]
SHOE = "Kinetix Erkek Koşu Ayakkabısı"


def found(judgement: Judgement, code: str) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.code == code]


@pytest.mark.parametrize(
    ("length", "code"),
    [
        (49, "title.too_short"),
        (50, None),
        (80, None),
        (81, "title.outside_advised_band"),
        (100, "title.outside_advised_band"),
        (101, "title.too_long"),
        (151, "title.over_limit"),
    ],
)
def test_turkish_title_lengths(judged: Judged, length: int, code: str | None):
    title = (SHOE + " Hafif Bağcıklı File Saya Taban Kalıp" * 6)[: length - 1] + "n"
    lengths = {
        finding.code
        for finding in judged(title=title).findings
        if finding.code.startswith(("title.too", "title.over", "title.out"))
    }
    assert lengths == ({code} if code != "title.over_limit" else {code, "title.too_long"}) - {None}


def test_the_message_has_the_numbers(judged: Judged):
    (short,) = found(judged(title="Kinetix Erkek Koşu Ayakkabısı, Hafif Taban"), "title.too_short")
    assert short.message.tr == "Başlık 42 karakter; en az 50 karakter olmalı."
    assert short.message.en == "The title has 42 characters; it needs at least 50."
    assert short.source.startswith("User's quality criteria")


def test_us_titles_may_be_short_or_long_at_a_cost(judged: Judged):
    (short,) = found(judged("walmart-us", title="Hydro Trail Insulated Water Bottle"),
                     "title.too_short")  # fmt: skip
    assert short.severity is Severity.WARNING
    long = judged("walmart-us", title="Hydro Trail Insulated Water Bottle, " + "Steel " * 24)
    assert found(long, "title.over_limit")[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("title", "code", "text"),
    [
        (f"{SHOE} - SÜPER Hafif EVA Taban, File Saya", "title.all_caps", "SÜPER"),
        (f"{SHOE} - ÇOK Hafif EVA Taban, File Saya", "title.all_caps", "ÇOK"),
        (f"{SHOE}, IŞIKLI Hafif EVA Taban, File Saya", "title.all_caps", "IŞIKLI"),
        (f"{SHOE} ★ Hafif EVA Taban, File Saya", "title.special_character", "★"),
        (f"{SHOE}! Hafif EVA Taban, File Saya, Bağcık", "title.special_character", "!"),
        (f"{SHOE} 🔥 Hafif EVA Taban, File Saya", "title.special_character", "🔥"),
        (f"{SHOE} 2025 Model Hafif EVA Taban, File Saya", "title.year", "2025"),
        (f"{SHOE} <b>Hafif</b> EVA Taban, File Saya", "title.html", "<b>"),
        (f"{SHOE} Nike Tarzı Hafif EVA Taban, File Saya", "title.several_brands", "Nike"),
        ("Kinetix Koşu Koşusu Koşu Ayakkabısı, Erkek, EVA Taban", "title.repeated_word", "Koşu"),
        (f"{SHOE} Hаfif EVA Taban, File Saya", "text.mixed_alphabets", "Hаfif"),
        (f"{SHOE} Ha\u200bfif EVA Taban, File Saya", "text.hidden_character", "U+200B"),
    ],
)
def test_faults_in_titles(judged: Judged, title: str, code: str, text: str):
    (finding,) = found(judged(title=title), code)
    assert finding.text == text
    if code != "text.hidden_character":
        assert title[finding.place.start : finding.place.end] == text


@pytest.mark.parametrize(
    "title",
    [
        "Philips LED Ampul 9 W, E27 Duy, Beyaz Işık, 806 Lümen, A60 Tip, IP44",
        "Bosch GSB 18V-55 Akülü Matkap, 2000 Devir, 2 Vites, Darbeli, 18 V",
        "Sony WH-1000XM5 Kablosuz Kulaklık, ANC, LDAC, 30 Saat Pil, Siyah",
        "Samsung 55 inç QLED 4K UHD TV, HDR10+, HDMI 2.1, Wi-Fi, 120 Hz",
        "Tefal 24 cm Tava, PTFE Kaplama, %100 Geri Dönüşümlü Alüminyum, 2 Kg",
        'Karaca 30 cm / 12" Servis Tabağı, Ø30, Porselen, "Fine Pearl" Serisi',
    ],
)
def test_codes_and_signs_in_honest_titles_are_fine(judged: Judged, title: str):
    codes = {finding.code for finding in judged(title=title, name=title, brand="").findings}
    assert not codes & {
        "title.all_caps", "title.special_character", "title.year", "title.repeated_word",
        "title.several_brands",
    }  # fmt: skip


def test_a_title_in_capitals_is_one_finding(judged: Judged):
    capitals = "KINETIX ERKEK KOŞU AYAKKABISI HAFİF TABAN FİLE SAYA BAĞCIKLI"
    assert len(found(judged(title=capitals), "title.all_caps")) == 1


@pytest.mark.parametrize(
    ("count", "code"), [(2, "too_few"), (3, None), (10, None), (11, "too_many")]
)
def test_how_many_features(judged: Judged, count: int, code: str | None):
    points = tuple(f"Rahat taban {'ab' * number} kalıp" for number in range(1, count + 1))
    codes = {item.code for item in judged(points=points).findings}
    assert {f"features.{code}"} - {"features.None"} == codes & {
        "features.too_few", "features.too_many"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("feature", "code"),
    [
        ("a" * 81, "features.too_long"),
        ("", "features.empty"),
        (" \u200b ", "features.empty"),
        ("• Hafif taban", "features.bullet_character"),
        ("- Hafif taban", "features.bullet_character"),
        ("-Hafif taban", "features.bullet_character"),
        ("1. Hafif taban", "features.bullet_character"),
        ("✓ Hafif taban", "features.bullet_character"),
        ("Hafif <b>taban</b>", "features.html"),
        ("Hafif taban 😀", "features.special_character"),
        ("Hafif ~ taban", "features.special_character"),
        ("file saya İLE koşu boyunca hava alan AYAKLAR", "features.repeated"),
    ],
)
def test_faults_in_features(judged: Judged, shoe: Case, feature: str, code: str):
    points = (*shoe[1].features[:3], feature)
    assert [hit.place.index for hit in found(judged(points=points), code)][-1:] == [3]


@pytest.mark.parametrize(
    "feature",
    ["a" * 80, "6.8 inç ekran", '6.8" ekran', "3 yıl garanti", "1,5 L hazne", "A+ & B sınıfı",
     "-20 °C sıcaklığa dayanır", "100% pamuk", "%100 pamuk", "Ses ±2 dB", "10 x 20 cm",
     "2. seviye termal: soğuk günler", "3. Nesil motor"],
)  # fmt: skip
def test_honest_features_are_fine(judged: Judged, shoe: Case, feature: str):
    codes = {hit.code for hit in judged(points=(*shoe[1].features[:3], feature)).findings}
    assert not {code for code in codes if code.startswith("features.")}


def test_words_of_a_description_are_counted_without_markup(judged: Judged):
    words = "Kinetix erkek koşu ayakkabısı için rahat ve hafif taban "
    exact = f"<p><strong>{(words * 17)[:-1].rsplit(' ', 3)[0]}</strong></p>"
    assert not found(judged(description=exact), "description.too_short")
    (short,) = found(
        judged(description=exact.replace("rahat ve", "rahat", 1)), "description.too_short"
    )
    assert "149" in short.message.tr


def test_a_description_that_goes_round_in_circles_is_an_error(judged: Judged, shoe: Case):
    said = "Hafif tabanı sayesinde uzun koşularda bile rahat edersiniz."
    whole = shoe[1].description
    assert not found(judged(description=f"{whole} {said} {said}"), "description.repetition")
    (circle,) = found(judged(description=f"{whole} {f'{said} ' * 12}"), "description.repetition")
    assert circle.severity is Severity.ERROR
    assert "12 kez" in circle.message.tr
    named = f"{SHOE} 42 numara hafif. "
    assert not found(judged(description=f"{named * 4} {whole}"), "description.repetition")


def test_description_limits(judged: Judged, bottle: Case):
    long = bottle[1].description * 5
    assert found(judged("walmart-us", description=long), "description.too_long")
    (none,) = found(judged(description="<p> </p>"), "description.missing")
    assert none.severity is Severity.ERROR


def test_markup_by_market(judged: Judged, shoe: Case):
    assert not found(judged(), "description.html")
    table = judged(added="<table><tr><td>x</td></tr></table><script>alert(1)</script>")
    assert {hit.text for hit in found(table, "description.html")} >= {"<table>", "<td>"}
    assert found(judged("walmart-us", added="<p>More.</p>"), "description.html")
    assert found(judged(added="<p>Kapanmayan paragraf"), "description.unclosed_tag")


def test_lists_and_paragraphs(judged: Judged, bottle: Case):
    bullets = bottle[1].description + "\n• Cold\n• Hot"
    assert found(judged("walmart-us", description=bullets), "description.list")
    numbered = bottle[1].description + "\n1. Cold\n2. Hot"
    assert found(judged("walmart-us", description=numbered), "description.list")
    two = bottle[1].description.replace(". The", ".\n\nThe", 1)
    assert found(judged("walmart-us", description=two), "description.several_paragraphs")


def test_the_description_is_about_the_product(judged: Judged, phone: Case):
    other = judged(description=phone[1].description)
    assert found(other, "description.product_missing")
    assert found(other, "description.brand_missing")


def test_language_of_descriptions(judged: Judged, shoe: Case, bottle: Case):
    assert found(judged(description=bottle[1].description), "text.wrong_language")
    assert found(judged("walmart-us", description=shoe[1].description), "text.wrong_language")
    ascii_only = shoe[1].description.translate(str.maketrans("çğıöşüÇĞİÖŞÜ", "cgiosuCGIOSU"))
    assert not found(judged(description=ascii_only), "text.wrong_language")
    german = "Diese Flasche hält Getränke lange kalt und passt in jede Tasche am Rad. " * 12
    assert found(judged("walmart-us", description=german), "text.wrong_language")


def test_a_sentence_in_another_language(judged: Judged):
    english = "This is the shoe that you will love for your run."
    (one,) = found(judged(added=english), "text.foreign_sentence")
    assert (one.text, one.severity) == (english, Severity.WARNING)
    turkish = "Bu şişe suyu gün boyunca soğuk tutar."
    (other,) = found(judged("walmart-us", added=turkish), "text.foreign_sentence")
    assert (other.text, other.severity) == (turkish, Severity.ERROR)


def test_turkish_words_in_english_fields(judged: Judged):
    title = "Hydro Trail Kablosuz Paslanmaz Çelik Şişe, Insulated Bottle"
    assert found(judged("walmart-us", title=title), "text.wrong_language")
    named = judged("walmart-us", name="Hydro Trail Şişe", title="Hydro Trail Şişe, Insulated "
                   "Water Bottle, 32 oz, Steel")  # fmt: skip
    assert not found(named, "text.wrong_language")
    assert not found(named, "text.foreign_word")
