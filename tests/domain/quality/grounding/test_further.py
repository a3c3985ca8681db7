"""A fact is read with good will: its number goes with what it counts, wherever that stands."""

from __future__ import annotations

import pytest

from domain.judgement import Severity
from tests.domain.quality.grounding.conftest import Unsupported

# Facts ("name | feature | feature …"), text, and what is unsupported, in the order of the text.
TURKISH: list[tuple[str, str, tuple[str, ...]]] = [
    ("Tenis Topu | 6'lı tüp", "Tüpten 6 top çıkar", ()),
    ("Tenis Topu | 6'lı tüp", "Tüpten 4 top çıkar", ("4",)),
    ("Tenis Topu | 3'lü kutu", "Kutuda 3 top bulunur", ()),
    ("Maske | Çift silikon bant", "Çift Bant", ()),
    ("Maske | Çift silikon bant", "Üç Bant", ("Üç Bant",)),
    ("Maske | Çift silikon bant", "Çift Filtre", ("Çift Filtre",)),
    ("Bisiklet | Shimano Claris 2x8 vites", "Shimano Claris 2x8", ()),
    ("Bisiklet | Shimano Claris 2x8 vites", "Shimano Claris 2x9", ("2x9",)),
    ("Bisiklet | 100 manyetik direnç seviyesi", "100 seviyeye bölünmüştür", ()),
    ("Bisiklet | 100 manyetik direnç seviyesi", "90 seviyeye bölünmüştür", ("90 seviyeye",)),
    ("Kaset | Azami 51 diş büyük dişli", "51 dişe kadar çıkabilir", ()),
    ("Kaset | Azami 51 diş büyük dişli", "52 dişe kadar çıkabilir", ("52",)),
    ("Matkap | 2 adet 1,5 Ah akü", "2 Akülü", ()),
    ("Matkap | 2 adet 1,5 Ah akü", "3 Akülü", ("3",)),
    ("Matkap | 2 adet 1,5 Ah akü", "1,5 akü", ("1,5",)),
    ("Monitör | 165 Hz", "saniyede 165 kez yenilenen", ()),
    ("Monitör | 165 Hz", "saniyede 144 kez yenilenen", ("144",)),
    ("Lacoste L.12.12 Polo", "Lacoste L.12.12 bu giysinin kendisidir", ()),
    ("Lacoste L.12.12 Polo", "Lacoste L.12.21 bu giysinin kendisidir", ("L.12.21",)),
    ("DJI Mini 3 Kameralı Drone", "DJI Mini 3 çantadan çıkar", ()),
    ("DJI Mini 3 Kameralı Drone", "DJI Mini 4 çantadan çıkar", ("4",)),
    ("Nokia 105 Tuşlu Telefon", "Nokia 105 tuşlu, Nokia 105 ile", ()),
    ("Nokia 105 Tuşlu Telefon", "Nokia 106 ile", ("106",)),
    ("İçlik | 2. seviye termal: soğuk günler", "Termal İçlik 2. Seviye", ()),
    ("İçlik | 2. seviye termal: soğuk günler", "Termal İçlik 3. Seviye", ("3. Seviye",)),
    ("Tava | 26 cm siyah tabak", "26 tabak", ("26 tabak",)),
    ("Telefon | Android 14, çift kamera", "14 kamera", ("14 kamera",)),
]
ENGLISH: list[tuple[str, str, tuple[str, ...]]] = [
    ("Cup Set | Two 10 oz insulated cups", "2 Cups, Two Cups", ()),
    ("Cup Set | Two 10 oz insulated cups", "Three Cups", ("Three Cups",)),
    ("Cup Set | Two 10 oz insulated cups", "10 cups", ("10 cups",)),
    ("Drill | Two 1.3 Ah batteries included", "Two Batteries", ()),
    ("Drill | Two 1.3 Ah batteries included", "Three Batteries", ("Three Batteries",)),
    ("Sewing Machine | 23 built-in stitches", "23 Stitches", ()),
    ("Sewing Machine | 23 built-in stitches", "32 Stitches", ("32",)),
    ("Pan | 9 x 13 inch size", "a 9 x 13 pan", ()),
    ("Pan | 9 x 13 inch size", "a 9 x 14 pan", ("9 x 14",)),
    ("Pan | 9 x 13 inch size", "a 9 x 13 cm pan", ("9 x 13 cm",)),
    ("Grill | 189 square inch", "189 Sq In, 189 sq. in., 189 square inches", ()),
    ("Grill | 189 square inch", "189 inches, 190 sq in", ("189 inches", "190 sq in")),
    ("Singer Heavy Duty 4423 Sewing Machine", "The Singer 4423", ()),
    ("Singer Heavy Duty 4423 Sewing Machine", "The Singer 4432", ("4432",)),
    ("LG OLED55C3PUA", "LG OLED55C3 OLED TV", ()),
    ("LG OLED55C3PUA", "LG OLED65C3 OLED TV", ("OLED65C3",)),
    ("Charger | USB-C with up to 65 W", "USB-C 65 W", ()),
    ("Charger | USB-C with up to 65 W", "USB-C 60 W", ("60 W",)),
    ("Charger | USB-C with up to 65 W", "USB-C 3.2 port", ("USB-C 3.2",)),
    ("Camera | 120 frames per second", "Up to 120 FPS", ()),
    ("Camera | 120 fps", "60 frames per second", ("60 frames per second",)),
    ("Monitor | 165 Hz", "refreshes 165 times a second", ()),
]
ROWS = [(*row, "tr") for row in TURKISH] + [(*row, "en") for row in ENGLISH]


@pytest.mark.parametrize(("facts", "text", "expected", "language"), ROWS)
def test_a_number_finds_its_fact(
    facts: str, text: str, expected: tuple[str, ...], language: str, unsupported: Unsupported
) -> None:
    assert unsupported(facts, text, language, Severity.ERROR) == list(expected)
