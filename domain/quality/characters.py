"""Characters: special ones, emojis, words in capitals, look-alikes, years in titles."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from domain.markets.witnesses import ACRONYMS, SHORT_SHOUTS
from domain.quality.report import Report
from domain.quality.signs import CAPITALS, ODD, ODD_CHARACTER
from domain.quality.subject import Subject
from domain.quality.text import FieldText
from domain.quality.visible import INVISIBLE

# Symbols that a product text may need: degrees, trademarks, fractions, arithmetic.
_FINE_SYMBOLS: Final = frozenset("°®™©№℃℉µΩ±×÷²³¹¼½¾€₺£|+=<>^")
_TITLE_ONLY: Final = frozenset("~!*$^{}|\\")
_BODY_ONLY: Final = frozenset("~*^{}\\")
_HIDDEN: Final = re.compile(rf"(?<=\w)[{INVISIBLE}]+(?=\w)|[\u202a-\u202e\u2066-\u2069]")
_CAPITALS: Final = re.compile(r"[^\W\d_a-zçğıöşü][^\W\d_a-zçğıöşü]{1,39}(?!\w)")
_ROMAN: Final = re.compile("[IVX]{1,5}")
_SHOUT: Final = 4
_LONG_TITLE: Final = 20
_YEAR: Final = re.compile(
    r"(?<![\w.,/×x-])(?:19[89]\d|20[0-3]\d)(?!\w|[.,/×]\d|\s*[x×]\s*\d|\s*-\s*\d)"
    r"(?!\s*(?:mah|ml|mm|cm|m|w|watt|wat|kw|gr|gram|g|kg|lt|l|litre|lümen|lumen|lm|devir|rpm|dpi"
    r"|adet|parça|parçalı|pcs|pieces|piece|pc|count|ct|hz|mhz|mb|gb|nit|nits|btu|pa|va|psi|bar"
    r"|k|kez|defa|sayfa|pages|saat|hours|mg|iu|iü|thread|°)\b)",
    re.IGNORECASE,
)


def check(part: FieldText, about: Subject, report: Report) -> None:
    """Every rule on single characters and how words are typed."""
    if ODD in part.signs:
        _special(part, report)
    _hidden(part, report)
    _capitals(part, about, report)
    if part.field == "title":
        _years(part, about, report)


def _special(part: FieldText, report: Report) -> None:
    barred = _TITLE_ONLY if part.field == "title" else _BODY_ONLY
    told: set[str] = set()
    for found in ODD_CHARACTER.finditer(part.visible):
        char = found[0][0]
        if char in told or not _is_special(char, barred):
            continue
        told.add(char)
        report.mark(f"{part.field}.special_character", part, *found.span())


def _is_special(char: str, barred: frozenset[str]) -> bool:
    if char in barred:
        return True
    return char not in _FINE_SYMBOLS and unicodedata.category(char) in {"So", "Sk", "Co", "Cn"}


def _hidden(part: FieldText, report: Report) -> None:
    if not part.unusual:
        return
    found = _HIDDEN.search(part.raw)
    if found is not None:
        place = part.raw_place(found.start(), found.end())
        report.add("text.hidden_character", place, f"U+{ord(found[0][0]):04X}")


def _capitals(part: FieldText, about: Subject, report: Report) -> None:
    if part.field != "title" and not _may_shout(part, about):
        return
    loud = [
        found
        for found in _CAPITALS.finditer(part.visible)
        if found[0].isupper() and _begins(part.visible, found.start()) and _shouts(found[0], about)
    ]
    if part.field == "title":
        if _all_capitals(part.visible):
            report.mark("title.all_caps", part, 0, len(part.visible))
            return
        if part.visible.islower() and len(part.typed) > 2:
            report.add("title.lower_case", part.place())
    code = "title.all_caps" if part.field == "title" else "text.all_caps"
    for found in loud:
        report.mark(code, part, *found.span())


def _may_shout(part: FieldText, about: Subject) -> bool:
    return CAPITALS in part.signs and any(
        word.isupper() and len(word) > 1 and _shouts(word, about) for word in part.typed
    )


def _begins(text: str, start: int) -> bool:
    """Whether a word begins here, and not after an ampersand as in "R&D"."""
    before = text[start - 1 : start]
    return not (before.isalnum() or before in {"_", "&"})


def _all_capitals(title: str) -> bool:
    """Whether a whole title is typed in capitals, be its words codes or not."""
    letters = [letter for letter in title if letter.isalpha()]
    return len(letters) >= _LONG_TITLE and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _shouts(word: str, about: Subject) -> bool:
    """Whether a word in capitals is neither an acronym, a code nor part of the given facts."""
    if word in about.shown or word in ACRONYMS or _ROMAN.fullmatch(word):
        return False
    return len(word) >= _SHOUT or word in SHORT_SHOUTS


def _years(part: FieldText, about: Subject, report: Report) -> None:
    for found in _YEAR.finditer(part.visible):
        if found[0] not in about.named:
            report.mark("title.year", part, *found.span())
