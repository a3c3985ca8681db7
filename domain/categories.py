"""The five categories that models are specialised for, found from a person's own category path.

The names are the hierarchy's: electronics, clothing, home_garden, sports, automotive. A path such
as "Elektronik > Cep Telefonu" belongs to the one whose words occur first in it.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from domain.turkish import fold, stem, words


class Category(StrEnum):
    """What a model can be specialised for."""

    ELECTRONICS = "electronics"
    CLOTHING = "clothing"
    HOME_GARDEN = "home_garden"
    SPORTS = "sports"
    AUTOMOTIVE = "automotive"


_TURKISH: Final = {
    Category.ELECTRONICS: "elektronik bilgisayar laptop telefon tablet televizyon kulaklık kamera "
    "fotoğraf konsol oyun monitör yazıcı kırtasiye akıllı",
    Category.CLOTHING: "giyim ayakkabı çanta aksesuar moda kıyafet elbise çorap",
    Category.HOME_GARDEN: "ev mutfak mobilya bahçe tekstil aydınlatma yapı banyo dekorasyon "
    "temizlik züccaciye",
    Category.SPORTS: "spor outdoor kamp bisiklet fitness",
    Category.AUTOMOTIVE: "otomotiv oto otomobil araba araç lastik motosiklet",
}
_ENGLISH: Final = {
    Category.ELECTRONICS: "electronic computer laptop phone tablet tv television audio headphone "
    "camera gaming printer wearable smart office tvs",
    Category.CLOTHING: "clothing shoe bag apparel fashion accessory underwear",
    Category.HOME_GARDEN: "home kitchen furniture garden patio tool lighting bath decor cleaning "
    "appliance",
    Category.SPORTS: "sport outdoor camping cycling exercise",
    Category.AUTOMOTIVE: "automotive auto car vehicle tire motorcycle",
}
# Words that two categories share, or that mean something else, are told apart by those beside them.
_PAIRS: Final = {
    ("akıllı", "ev"): Category.ELECTRONICS,
    ("spor", "giyim"): Category.CLOTHING,
    ("spor", "ayakkabı"): Category.CLOTHING,
    ("spor", "çanta"): Category.CLOTHING,
    ("oto", "aksesuar"): Category.AUTOMOTIVE,
    ("beyaz", "eşya"): Category.HOME_GARDEN,
    ("iç", "giyim"): Category.CLOTHING,
    ("bebek", "araba"): None,
    ("oyuncak", "araba"): None,
    ("office", "furniture"): Category.HOME_GARDEN,
}


def _forms(word: str) -> tuple[str, str]:
    return fold(stem(word)), fold(stem(word, "en"))


_OF_WORD: Final = {
    _forms(word)[number]: category
    for number, table in enumerate((_TURKISH, _ENGLISH))
    for category, text in table.items()
    for word in text.split()
}
_OF_PAIR: Final = {
    (_forms(first), _forms(second)): category for (first, second), category in _PAIRS.items()
}


@lru_cache(maxsize=4096)
def category_of(path: str) -> Category | None:
    """The category of a path as people write it, in Turkish or English; None where it says none."""
    for part in path.split(">"):
        said = [_forms(word) for word in words(part)]
        for pair in pairwise(said):
            if found := _of_pair(pair):
                return found[0]
        for form in (form for forms in said for form in forms):
            if form in _OF_WORD:
                return _OF_WORD[form]
    return None


def _of_pair(said: tuple[tuple[str, str], tuple[str, str]]) -> tuple[Category | None] | None:
    """What two words mean together, which may be none of the categories; None for no such two."""
    for pair, category in _OF_PAIR.items():
        if all(set(word) & set(known) for word, known in zip(said, pair, strict=True)):
            return (category,)
    return None
