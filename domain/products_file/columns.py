"""Which column holds which fact: by its name in Turkish or English, or as a person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.products_file.faults import FileRefused
from domain.rejections.columns import name_of

_NAMES: Final = {
    "sku": "SKU, seller SKU, item SKU, product SKU, product code, item number, stock code, "
    "satıcı SKU, stok kodu, stok no, ürün kodu, ürün no, malzeme kodu, barkod, barcode, gtin",
    "name": "name, product name, item name, title, product title, product, ad, adı, isim, ürün, "
    "ürün adı, ürün ismi, başlık, ürün başlığı",
    "brand": "brand, brand name, manufacturer, marka, marka adı, üretici",
    "category": "category, category path, product category, product type, kategori, kategori yolu, "
    "ürün kategorisi, ürün türü, ürün tipi",
    "features": "features, key features, feature list, specifications, bullet points, özellikler, "
    "ürün özellikleri, öne çıkan özellikler, teknik özellikler, özellik",
    "price_range": "price range, price, fiyat aralığı, fiyat",
    "competition": "competition, competition level, rekabet, rekabet düzeyi, rekabet seviyesi",
    "keyword": "keyword, primary keyword, main keyword, keywords, anahtar kelime, anahtar sözcük, "
    "birincil anahtar kelime, ana anahtar kelime",
    "tone": "tone, tone of voice, ton, üslup, anlatım",
    "language": "language, listing language, lang, dil, ilan dili",
    "market": "market, marketplace, pazar, pazaryeri, pazar yeri",
}
FIELDS: Final = tuple(_NAMES)
"""The facts that a file may state, in the order in which they are shown."""
_OF_NAME: Final = {name_of(each): key for key, all_ in _NAMES.items() for each in all_.split(",")}


@dataclass(frozen=True, slots=True)
class Columns:
    """Each fact's column by its place; `doubtful` are facts that several columns are named for."""

    places: Mapping[str, int]
    doubtful: Mapping[str, tuple[int, ...]]

    def sure(self) -> dict[str, int]:
        """The places without those in doubt, which a person is to choose."""
        return {fact: place for fact, place in self.places.items() if fact not in self.doubtful}

    def checked(self) -> Mapping[str, int]:
        """The places, where products can be told by them; FileRefused otherwise."""
        for fact, places in self.doubtful.items():
            raise FileRefused("double_column", column=fact, first=places[0] + 1, next=places[1] + 1)
        if "sku" not in self.places:
            raise FileRefused("no_sku_column")
        return self.places


def fact_named(header: str) -> str:
    """The fact that a column of that name holds; empty where it is none that is known."""
    return _OF_NAME.get(name_of(header), "")


def match(headers: Sequence[str]) -> Columns:
    """The columns by their names; the first name in the list of a fact's is the surest.

    A column called exactly as the fact (`name`) goes before one that may mean it (`title`).
    """
    found: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        if fact := fact_named(header):
            found.setdefault(fact, []).append(place)
    places, doubtful = {}, {}
    for fact, candidates in found.items():
        best = _surest(fact, candidates, headers)
        places[fact] = best[0]
        if len(best) > 1:
            doubtful[fact] = tuple(best)
    return Columns(places, doubtful)


def _surest(fact: str, places: list[int], headers: Sequence[str]) -> list[int]:
    names = [name_of(each) for each in _NAMES[fact].split(",")]
    rank = {place: names.index(name_of(headers[place])) for place in places}
    # Names of the two languages for the same are equally sure: only like names are in doubt.
    least = min(rank.values())
    return [place for place in places if rank[place] == least]
