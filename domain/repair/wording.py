"""Forbidden wording that can be taken out without harm to the sentence around it.

Three cases are mechanical: the wording is a whole part between commas, it is an adjective
before the word that matters, or it is most of a short sentence. All else is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from domain import markets, turkish
from domain.judgement import Finding
from domain.listing import Listing, Product
from domain.repair.characters import cut_out, tidy
from domain.repair.values import field_text, with_field

_LONGEST_SENTENCE: Final = 12
_BOUNDARY: Final = re.compile(r"[;,|(){}\n<>]|\s[–—-]\s|[.!?:](?=\s|$|<)")
_SENTENCE_BOUNDARY: Final = re.compile(r"[.!?…](?=\s|$|<)|[\n<>]")
_ADJECTIVE: Final = re.compile(
    r"(?:l[iu]|siz|suz|satan|satilan|edilen|sevilen|begenilen|aranan|onerilen|ucuz|bedava|ucretsiz"
    r"|kalite|orijinal|orjinal|hediyeli"
    r"|selling|rated|quality|cheap|cheapest|discounted|popular|priced|authentic|genuine|unrivaled"
    r"|unrivalled|unmatched|seller)$"
)
_JOINING_WORDS: Final = (
    "ve ile de da icin hem veya and with for the a an plus or is are on at in of"
)
_JOINING: Final = frozenset(_JOINING_WORDS.split())
_ARTICLE: Final = re.compile(r"\b([Aa])n?(\s+)$")
_DEGREE: Final = frozenset(
    ("en", "daha", "cok", "pek", "most", "more", "least", "less", "very", "so", "too")
)
"""Words that say how much of the adjective after them; without it they hang in the air."""
_NOUN: Final = re.compile(r"(?:urun|model|product|item|deal|pick)\w*$")
_DESCRIBED: Final = re.compile(r"\b(?:an?|the|bir)\s+\w+\s*,\s*$", re.IGNORECASE)


def drop_claim(product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The field without the wording, where one of the three cases holds."""
    start, end = finding.place.start, finding.place.end
    if start is None or end is None:
        return
    text = field_text(listing, finding.place)
    language = markets.get(product.market).language.value
    candidates = [
        _without_part(text, start, end, language),
        _without_adjective(text, start, end, language),
    ]
    if finding.place.field == "description":
        candidates.append(_without_sentence(text, start, end))
    for candidate in candidates:
        if candidate:
            again = _capital(candidate, language) if text[:1].isupper() else candidate
            yield with_field(listing, finding.place, again)


def _without_part(text: str, start: int, end: int, language: str) -> str | None:
    """Without the part between two marks that says nothing but the wording."""
    left = max((mark.end() for mark in _BOUNDARY.finditer(text, 0, start)), default=0)
    right_mark = _BOUNDARY.search(text, end)
    right = right_mark.start() if right_mark else len(text)
    beside = turkish.tokens(text[left:start]) + turkish.tokens(text[end:right])
    if any(turkish.fold(token.text) not in _JOINING for token in beside):
        return None
    before, after = text[:left], text[right:]
    if before.endswith("(") and after.startswith(")"):
        return tidy(before[:-1] + " " + after[1:])
    if before.rstrip()[-1:] in {",", ";", "|", "–", "—", "-"}:
        if _is_described(before, text[start:end]):
            return None
        return tidy(before.rstrip().rstrip(",;|–—- ") + after)
    if after[:1] in {",", ";", ":", "|"} and before.rstrip()[-1:] in {"", ".", "!", "?", ">"}:
        gap = " " if before[-1:] in {".", "!", "?"} else ""
        return tidy(before + gap + _capital(after[1:].lstrip(), language))
    return None


def _is_described(before: str, wording: str) -> bool:
    """Whether what stands before the comma may be adjectives of the noun in the wording: "a
    durable, authentic product". Without it they would describe nothing."""
    if not before.rstrip().endswith(","):
        return False
    return bool(_NOUN.search(turkish.fold(wording)) or _DESCRIBED.search(before))


def _without_adjective(text: str, start: int, end: int, language: str) -> str | None:
    """Without wording that only describes the word after it."""
    if not _ADJECTIVE.search(turkish.fold(text[start:end])):
        return None
    following = re.match(r"\s+(\w+)", text[end:])
    if following is None or turkish.fold(following[1]) in _JOINING:
        return None
    before, after = text[:start], text[end:].lstrip()
    said = turkish.tokens(before)[-1:]
    if said and before.rstrip().endswith(said[0].text) and turkish.fold(said[0].text) in _DEGREE:
        return None
    if (article := _ARTICLE.search(before)) is not None:
        right = article[1] + ("n" if after[0].lower() in "aeiou" else "")
        before = before[: article.start()] + right + article[2]
    elif said and not before.rstrip()[-1:].isalnum():
        after = _capital(after, language) if before.rstrip()[-1:] in ".!?>" else after
    return tidy(before + after)


def _without_sentence(text: str, start: int, end: int) -> str | None:
    """Without a short sentence that is about the wording, where others stand beside it."""
    left = max((mark.end() for mark in _SENTENCE_BOUNDARY.finditer(text, 0, start)), default=0)
    right_mark = _SENTENCE_BOUNDARY.search(text, end)
    if right_mark is None:
        return None
    right = right_mark.end() if right_mark[0] not in "\n<>" else right_mark.start()
    sentence = text[left:right]
    if len(turkish.tokens(sentence)) > _LONGEST_SENTENCE or re.search(r"\d", sentence):
        return None
    return cut_out(text, left, right)


def _capital(text: str, language: str) -> str:
    """The text with a capital first letter, unless its first word mixes cases (`iPhone`)."""
    first = re.match(r"[^\W\d_]+", text)
    if first is None or not first[0].islower():
        return text
    return turkish.upper(text[0], language) + text[1:]
