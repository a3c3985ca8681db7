"""Numbers in words that tell of a person's life, not of the product: `haftada iki gün`.

Such a number is at most a warning. Digits stay errors, and so does a time whose property is
named (`iki yıl garanti`, `üç saat pil`).
"""

from __future__ import annotations

import re

from domain.quality.grounding.properties import reach_after
from domain.quality.grounding.units import Unit
from domain.quality.grounding.words import Words

_TIMES = frozenset({"s", "month"})
_THEN = (
    "sonra sonraki sonrasinda once onceki boyunca gecti gecer gecse gectikten evvel later ago "
    "after before"
)
_THEN_WORDS = frozenset(_THEN.split())
_HOW_OFTEN = frozenset({"haftada", "gunde", "ayda", "yilda", "senede", "every"})
_EACH = re.compile(r" (?:a|per|each|every) (?:day|week|month|year)\b")
_DONE = re.compile(r"(?:[dt][iu]n[iu]z|[dt][iu]k|[dt][iu]m|yorsunuz|yoruz|yorum|m[ae]y[ae]n)\Z")
"""Endings of what people do, and of what is not done: `yürüdünüz`, `kullanılmayan`."""

_WORK_AND_BEDS = (
    "yorgan yorgani yorgana yatak yatagi nevresim battaniye carsaf "
    "is isi istir isidir job task lift"
)
_FOR_PEOPLE = frozenset(_WORK_AND_BEDS.split())
"""What is told by how many people it takes: other things than a product, unless it is one."""


_DONE_BY_PRODUCTS = (
    "dayan", "dolar", "dolu", "dolum", "sarj", "calis", "calar", "yanar", "koru", "garanti",
    "surer", "kullan", "dinle", "last", "charg", "run", "work", "play", "warrant", "full",
)  # fmt: skip


def is_of_life(words: Words, first: int, after: int, unit: Unit, about: str) -> bool:
    """Whether a time in words from `first` up to `after` tells what people do."""
    if unit.dimension not in _TIMES or about:
        return False
    if any(
        words.texts[ahead].startswith(_DONE_BY_PRODUCTS) and not _DONE.search(words.texts[ahead])
        for ahead in reach_after(words, after)
    ):
        return False
    if first and words.gap(first - 1) == " " and words.texts[first - 1] in _HOW_OFTEN:
        return True
    if after >= len(words.texts) or words.gap(after - 1) != " ":
        return False
    word = words.texts[after]
    end = words.ends[after - 1]
    return word in _THEN_WORDS or bool(_DONE.search(word) or _EACH.match(words.reading.flat, end))


def thing_told(words: Words, first: int, after: int, unit: Unit) -> str:
    """The thing whose people or sides a number in words tells: `çift kişilik yorgan`."""
    if unit.dimension == "person" and after < len(words.texts) and words.gap(after - 1) == " ":
        word = words.texts[after]
        return word if word in _FOR_PEOPLE else ""
    if unit.dimension == "count:side":
        return owner_before(words, first)
    return ""


_OWNER = re.compile(r"[^\W\d_]{2,}n[iu]n\Z|[^\W\d_]{2,}[iu]n\Z")


_NO_OWNER_WORDS = (
    "bunun sunun onun icin bugun uzun butun yakin kalin altin derin serin zengin ustun uygun yogun "
    "ozgun seckin duzgun dolgun yaygin"
)
_NO_OWNERS = frozenset(_NO_OWNER_WORDS.split())
"""Words that end as an owner does."""


def owner_before(words: Words, index: int) -> str:
    """The owner that stands right before: `yatağın` before `iki tarafı`."""
    if not index or words.gap(index - 1) not in (" ", "'in ", "'un ", "'nin ", "'nun "):
        return ""
    word = words.texts[index - 1]
    if word in _NO_OWNERS:
        return ""
    return word if words.gap(index - 1) != " " or _OWNER.search(word) else ""
