"""What may be said: forbidden wording, links, contact details, prices, other brands."""

from __future__ import annotations

import re
from typing import Final

from domain.markets.witnesses import BRANDS
from domain.quality import patterns, wording
from domain.quality.report import Report
from domain.quality.subject import Subject
from domain.quality.text import ListingText

_WORD: Final = re.compile(r"\w+")
_SUFFIX: Final = re.compile(r"'\w+")
_BETTER_THAN: Final = re.compile(
    r"(?<!\w)(?P<tr>\w{2,20})'?[dt][ae]n daha(?!\w)|(?<!\w)(?:than|vs) (?P<en>\w{2,20})(?!\w)"
)
_BETTER_SIGNS: Final = ("dan daha", "den daha", "tan daha", "ten daha", "than ", "vs ")
_GENUINE: Final = ("orijinal", "orjinal", "genuine", "authentic", "hakiki")


def check(text: ListingText, about: Subject, report: Report) -> None:
    """Every rule on wording."""
    folded = text.folded
    told: set[tuple[int, int]] = set()
    for code, start, end in [*wording.search(text, report.pack), *patterns.search(folded)]:
        if _is_own(folded[start:end], about) or (start, end) in told:
            continue
        if code == "compliance.origin_claim" and about.states_origin(folded[start:end]):
            continue
        part, begin = text.locate(start)
        if code == "compliance.url" and patterns.is_next_sentence(
            part.visible[start - begin : end - begin]
        ):
            continue
        told.add((start, end))
        report.mark(code, part, start - begin, end - begin)
    _genuine(text, about, report)
    _better_than(text, about, report)


def _is_own(found: str, about: Subject) -> bool:
    """Whether the wording is part of the product's own name or brand."""
    return about.owns(" ".join(_WORD.findall(_SUFFIX.sub("", found))))


def _genuine(text: ListingText, about: Subject, report: Report) -> None:
    """A brand called genuine is a claim of authenticity; genuine leather is a material."""
    folded = text.folded
    if not about.brand or not any(word in folded for word in _GENUINE):
        return
    claim = re.compile(rf"(?<!\w)(?:{'|'.join(_GENUINE)})\W{{1,3}}{re.escape(about.brand)}(?!\w)")
    for found in claim.finditer(folded):
        part, begin = text.locate(found.start())
        start, end = found.start() - begin, found.end() - begin
        report.mark("compliance.authenticity_claim", part, start, end)


def _better_than(text: ListingText, about: Subject, report: Report) -> None:
    """A comparison with another brand by name."""
    folded = text.folded
    for sign in _BETTER_SIGNS:
        if sign in folded:
            break
    else:
        return
    for found in _BETTER_THAN.finditer(folded):
        brand = found["tr"] or found["en"]
        if brand in BRANDS and brand not in about.named:
            part, begin = text.locate(found.start())
            start, end = found.start() - begin, found.end() - begin
            report.mark("compliance.competitor_claim", part, start, end)
