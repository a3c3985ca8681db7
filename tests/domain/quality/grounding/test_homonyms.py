"""Words that look like a material, a certificate or a number, and are none where they stand."""

from __future__ import annotations

import pytest

from domain.judgement import Severity
from tests.domain.quality.grounding.conftest import Unsupported

# Facts ("name | feature | feature …"), text, and what is unsupported, in the order of the text.
TURKISH: list[tuple[str, str, tuple[str, ...]]] = [
    ("Temizlik Bezi", "Bezi silkeleyip asın; silkeler, silkelenir", ()),
    ("Klozet Kapağı", "Tuvalete, tuvaletin yanına, tuvalet kağıdı", ()),
    ("Kurşun Kalem", "Silgiyle ya da silgi ile silinir", ()),
    ("Halı", "Ayağınız kayınca halı kalır", ()),
    ("Masa", "Kayın masa, kayından tabla", ("Kayın", "kayından")),
    ("Krem", "Derine iner, en derinine, derindeki nem, derinden", ()),
    ("Çanta", "Derinin yumuşaklığı, derisi, deriden", ("Derinin", "derisi", "deriden")),
    ("Televizyon | 16 milyon renk", "16 milyon ton arasından", ()),
    ("Televizyon | 16 milyon renk", "8 milyon ton arasından", ("8 milyon ton",)),
    ("Kriko | 3 ton", "3 ton taşır, 4 ton taşımaz", ("4 ton",)),
    ("Kablo | 7 cihaz", "Kablo seven cihazlar, tenin ten bölgesi", ()),
    ("Fincan", "Parmaklar yanmaz, eliniz yanmaz, el yanmaz, yemek yanmaz", ()),
    ("Battaniye", "Yanmaz kumaş, bu kumaş yanmaz", ("Yanmaz", "yanmaz")),
    ("Gömlek", "İpek gömlek, ipekten", ("İpek", "ipekten")),
    ("Ütü", "TÜV belgeli, Tüv sertifikası", ("TÜV belgeli", "Tüv sertifikası")),
    ("Bebek", "Doğum belgesi kutudadır", ()),
]
ENGLISH: list[tuple[str, str, tuple[str, ...]]] = [
    ("Doll", "comes with a birth certificate", ()),
    ("Doll", "comes with a CE certificate", ("CE certificate",)),
    ("Doll", "seven dresses in seven colors", ("seven colors",)),
    ("Scarf", "silk scarf, silks, woods", ("silk", "silks", "woods")),
]
ROWS = [(*row, "tr") for row in TURKISH] + [(*row, "en") for row in ENGLISH]


@pytest.mark.parametrize(("facts", "text", "expected", "language"), ROWS)
def test_only_what_is_claimed_is_asked_for(
    facts: str, text: str, expected: tuple[str, ...], language: str, unsupported: Unsupported
) -> None:
    assert unsupported(facts, text, language, Severity.ERROR) == list(expected)
