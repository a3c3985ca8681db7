"""Ateşman for Turkish, Flesch for English; long sentences are pointed at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.judgement import Judgement
from domain.listing import Listing, Product
from domain.quality.readability import ease
from domain.quality.text import FieldText

Case = tuple[Product, Listing]
Judged = Callable[..., Judgement]


def _ease(text: str, language: str = "tr") -> float | None:
    return ease(FieldText("description", None, text, language))


def test_atesman_by_hand():
    # 10 words, 31 syllables, 2 sentences
    text = "Arabalar yavaşça geçiyor köprüden aşağı. Çocuklar sevinçle bakıyor kıyıdan denize."
    assert _ease(text) == pytest.approx(198.825 - 40.175 * 31 / 10 - 2.610 * 10 / 2)


def test_flesch_by_hand():
    # 10 words of one syllable, one sentence: above 100, clipped
    assert _ease("The cat sat on the mat and ate a fish.", "en") == 100.0


def test_long_words_and_sentences_read_harder():
    easy = "Su soğuk kalır. Kapak sızmaz. Çanta kuru kalır. Elde rahat durur."
    hard = (
        "Vakumlanmış yalıtım katmanlarının oluşturduğu ısıl dirençlilik karakteristiği "
        "içeceklerinizin sıcaklığının değişmezliğini güvencelendirmektedir ve sürdürmektedir"
    )
    assert (_ease(easy) or 0) > 80
    assert _ease(hard) == 0.0


def test_markup_is_not_prose():
    plain = "Su soğuk kalır. Kapak sızmaz. Çanta kuru kalır. Elde rahat durur."
    marked = f"<p><strong>{plain.replace('. ', '.</strong></p><p><strong>')}</strong></p>"
    assert _ease(marked) == _ease(plain)


def test_too_little_prose_has_no_measure():
    assert _ease("Hafif taban.") is None


def test_a_brand_in_small_letters_may_begin_a_sentence(judged: Judged):
    half = "Rahat " + "ve hafif bir taban ile " * 3 + "gelir."
    judgement = judged(added=f"{half} adidas {half[6:]}")
    assert "readability.long_sentence" not in {hit.code for hit in judgement.findings}


def test_a_long_sentence_is_advice_with_its_place(judged: Judged, shoe: Case):
    sentence = "Rahat " + "ve hafif bir taban ile " * 7 + "gelir."
    judgement = judged(added=sentence)
    (long,) = [hit for hit in judgement.findings if hit.code == "readability.long_sentence"]
    raw = f"{shoe[1].description} {sentence}"
    assert raw[long.place.start : long.place.end] == sentence
    assert "37 kelime" in long.message.tr
    assert judgement.scores.readability <= judged().scores.readability
