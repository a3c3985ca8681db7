"""Numbers in words about a person's life are at most warnings; those of a product are errors."""

from __future__ import annotations

import pytest

from domain.judgement import Severity
from tests.domain.quality.grounding.conftest import Unsupported


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kurulum iki kişilik iştir", "tr"),
        ("Bir çift kişilik yorgan sığar", "tr"),
        ("Haftada iki gün antrenman", "tr"),
        ("Bugün üç saat yürüdünüz", "tr"),
        ("Dört yıl boyunca aynı yol", "tr"),
        ("Yarım saat sonra çay içilir", "tr"),
        ("Yatağın iki tarafını dolaşın", "tr"),
        ("Üç ay kullanılmayan bisiklet", "tr"),
        ("Training two days a week", "en"),
        ("You look again three hours later", "en"),
        ("It is a two-person job", "en"),
    ],
)
def test_a_number_of_a_life_is_a_warning(
    text: str, language: str, unsupported: Unsupported
) -> None:
    assert unsupported("Ürün", text, language, Severity.ERROR) == []
    assert len(unsupported("Ürün", text, language, Severity.WARNING)) == 1


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        ("Çadır", "Dört kişilik çadır", "tr"),
        ("Yorgan", "Çift kişilik yorgan", "tr"),
        ("Çadır", "4 kişilik iş", "tr"),
        ("Çanta", "Çantanın iki tarafı", "tr"),
        ("Kulaklık", "Kırk saat", "tr"),
        ("Kulaklık", "Kırk saat pil ömrü boyunca", "tr"),
        ("Kulaklık", "3 saat yürüdünüz", "tr"),
        ("Ütü", "İki yıl boyunca garanti", "tr"),
        ("Ütü", "Üç yıl garanti", "tr"),
        ("Powerbank", "Yarım saat sonra dolar", "tr"),
        ("Kulaklık", "Yirmi saat dinlersiniz", "tr"),
        ("Lamba", "Beş yıl boyunca dayanır", "tr"),
        ("Lamp", "it runs two hours after charging", "en"),
        ("Iron", "two-year warranty", "en"),
        ("Speaker", "twenty hours of playback", "en"),
    ],
)
def test_a_number_of_the_product_is_an_error(
    facts: str, text: str, language: str, unsupported: Unsupported
) -> None:
    assert len(unsupported(facts, text, language, Severity.ERROR)) >= 1
