"""Keywords by stem, coverage of the title, stuffing as a ceiling."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.judgement import Finding, Judgement
from domain.listing import Listing, Product
from domain.quality.seo import occurrences
from domain.quality.subject import prepare
from domain.quality.text import FieldText

Case = tuple[Product, Listing]
Judged = Callable[..., Judgement]


def found(judgement: Judgement, code: str) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.code == code]


@pytest.mark.parametrize(
    ("text", "keyword", "count"),
    [
        ("Yeni akıllı telefonu aldım, akıllı telefonlar güzel.", "akıllı telefon", 2),
        ("AKILLI TELEFON", "akıllı telefon", 1),
        ("Kablosuz kulaklığın sesi", "kablosuz kulaklık", 1),
        ("Türk kahve makinesi ve Türk kahvesi makinesi", "türk kahve makinesi", 2),
        ("Koşu ayakkabısı, koşu ayakkabıları", "koşu ayakkabısı", 2),
        ("Telefon akıllı değil", "akıllı telefon", 0),
        ("Kablolu kulaklık", "kablosuz kulaklık", 0),
        ("iPhone'un kılıfı", "iphone kılıf", 1),
    ],
)
def test_keywords_are_found_by_stem(
    judged: Judged, shoe: Case, text: str, keyword: str, count: int
):
    stems = prepare(replace(shoe[0], keyword=keyword), "tr").keyword_stems
    part = FieldText("description", None, text, "tr")
    assert len(occurrences(part, stems)) == count


def test_the_keyword_belongs_in_the_first_third(judged: Judged):
    late = judged(title="Kinetix Hafif EVA Taban File Saya Bağcıklı Erkek Koşu Ayakkabısı")
    assert found(late, "seo.keyword_late_in_title")
    none = judged(title="Kinetix Hafif EVA Taban File Saya Bağcıklı Spor Model Siyah")
    assert found(none, "seo.keyword_not_in_title")
    assert none.scores.seo_score < late.scores.seo_score < judged().scores.seo_score


def test_the_title_names_brand_type_and_an_attribute(judged: Judged):
    bare = judged(title="Erkek Koşu Pabucu, Her Mevsim Rahat Yürüyüş İçin Güzel Model")
    codes = {finding.code for finding in bare.findings}
    assert codes >= {"seo.brand_not_in_title", "seo.type_not_in_title", "seo.no_attribute_in_title"}


def test_the_type_is_named_by_any_of_its_forms(judged: Judged):
    title = "Kinetix Bahçe Hortumu, Her Mevsim Hafif ve Esnek Kullanım İçin"
    codes = {hit.code for hit in judged(title=title, category="Bahçe > Hortum").findings}
    assert "seo.type_not_in_title" not in codes
    other = title.replace("Hortumu", "Horozu")
    codes = {hit.code for hit in judged(title=other, category="Bahçe > Hortum").findings}
    assert "seo.type_not_in_title" in codes


def test_a_keyword_left_out_is_derived_and_said_so(judged: Judged):
    (derived,) = found(judged(keyword=""), "seo.keyword_derived")
    assert derived.message.tr == (
        "Anahtar kelime verilmedi; ürün bilgilerinden “Erkek Koşu Ayakkabısı” alındı."
    )
    assert judged(keyword="").scores.overall_score == judged().scores.overall_score


def test_stuffing_is_a_ceiling(judged: Judged):
    assert not found(judged(), "seo.keyword_stuffing")
    stuffed = judged(added="Erkek koşu ayakkabısı! " * 6)
    assert found(stuffed, "seo.keyword_stuffing")
    words = judged(added="Konforlu konfor konforu. " * 7)
    assert found(words, "seo.word_stuffing")[0].text == "Konforlu"


def test_several_stuffed_words_are_one_fault(judged: Judged):
    row = ["konforlu", "dayanıklı", "gösterişli", "zarif", "modern", "sade", "şık", "güzel"]
    shuffle = random.Random(1).sample
    shuffled = ". ".join(" ".join(shuffle(row, len(row))) for _time in range(20))
    (one,) = found(judged(description=f"<p>{shuffled}.</p>"), "seo.word_stuffing")
    assert one.message.tr.count("×") == 3


def test_a_text_in_circles_is_not_told_again_word_by_word(judged: Judged):
    said = "Konforlu tabanı sayesinde uzun koşularda bile gayet rahat edersiniz. "
    some = judged(added="Konforlu konfor konforu. " * 7)
    circles = judged(added="Konforlu konfor konforu. " * 7 + said * 12)
    assert found(circles, "description.repetition")
    assert not found(circles, "seo.word_stuffing")
    # Going round in circles never pays.
    assert circles.scores.seo_score < some.scores.seo_score
    assert circles.scores.walmart_compliance < some.scores.walmart_compliance
    assert circles.scores.overall_score < some.scores.overall_score


def test_a_missing_keyword_in_the_description(judged: Judged):
    assert found(judged(keyword="su geçirmez bot"), "seo.keyword_not_in_description")
