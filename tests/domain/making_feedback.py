"""Feedback with and without an injected fault, for tests of failure patterns."""

from __future__ import annotations

import random
from dataclasses import replace

from domain.patterns import Item

CODE = "compliance.restricted_claim"
CATEGORIES = ("electronics", "clothing", "sports", "home_garden")
VERSIONS = ("family:1.0.0", "family:1.1.0")
FORBIDDEN = ("Mucizevi sonuçlar garanti.", "Mucize bir etki!")
WORDS = [
    "telefon",
    "kamera",
    "ekran",
    "batarya",
    "hafif",
    "dayanıklı",
    "ürün",
    "kalite",
    "renk",
    "canlı",
    "net",
    "görüntü",
    "uzun",
    "ömür",
    "kolay",
    "kullanım",
    "ince",
    "tasarım",
    "güçlü",
    "işlemci",
    "hızlı",
    "şarj",
    "geniş",
    "hafıza",
    "yüksek",
    "çözünürlük",
]
COMMENTS = ("Açıklama yetersiz", "başlığı kısa kalmış", "Güzel olmuş", "Gayet net", "", "", "")


def made(
    count: int, seed: int = 0, *, fault: float = 0.6, in_category: str = CATEGORIES[0]
) -> list[Item]:
    """Items of which those with the fault, in one category alone, are mostly failures."""
    chance = random.Random(seed)
    return [_item(number, chance, fault, in_category) for number in range(count)]


def shuffled(items: list[Item], seed: int) -> list[Item]:
    """The same with failures handed out by chance."""
    chance = random.Random(seed)
    labels = [item.is_negative for item in items]
    chance.shuffle(labels)
    return [replace(item, is_negative=label) for item, label in zip(items, labels, strict=True)]


def _item(number: int, chance: random.Random, fault: float, in_category: str) -> Item:
    category = chance.choice(CATEGORIES)
    said = chance.choices(WORDS, k=30)
    faulty = category == in_category and chance.random() < fault
    negative = chance.random() < (0.9 if faulty else 0.2)
    if faulty:
        said.insert(12, f". {chance.choice(FORBIDDEN)}")
    codes = {CODE} if faulty else set()
    if chance.random() < 0.4:
        codes.add("seo.type_not_in_title")
    return Item(
        number=number,
        is_negative=negative,
        codes=frozenset(codes),
        scores={"clarity": chance.randint(1, 5), "overall": 1 if negative else 5},
        category=category,
        language=chance.choice(("tr", "en")),
        version=chance.choice(VERSIONS),
        comment=chance.choice(COMMENTS),
        text=(" ".join(said[:8]), " ".join(said[8:])),
        facts="Telefon, 200 MP kamera",
    )
