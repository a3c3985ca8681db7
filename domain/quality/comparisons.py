"""Brands that are called genuine or set beside others."""

from __future__ import annotations

import re
from typing import Final

from domain.markets.witnesses import BRANDS
from domain.quality import signs
from domain.quality.report import Report
from domain.quality.subject import Subject
from domain.quality.text import ListingText

_BETTER_THAN: Final = re.compile(
    r"(?<!\w)(?P<tr>\w{2,20})'?[dt][ae]n daha(?!\w)|(?<!\w)(?:than|vs) (?P<en>\w{2,20})(?!\w)"
)


def check(text: ListingText, about: Subject, report: Report) -> None:
    """Every rule on brands."""
    if about.brand and signs.GENUINE.answer(text.folded, text.signs):
        _genuine(text, about, report)
    rivals = (BRANDS & text.signs) - about.named
    if rivals and signs.BETTER.answer(text.folded, text.signs):
        _better_than(text, about, report)


def _genuine(text: ListingText, about: Subject, report: Report) -> None:
    """A brand called genuine is a claim of authenticity; genuine leather is a material."""
    folded = text.folded
    words = "|".join(word for word, _sign in signs.GENUINE.strings)
    claim = re.compile(rf"(?<!\w)(?:{words})\W{{1,3}}{re.escape(about.brand)}(?!\w)")
    for found in claim.finditer(folded):
        part, begin = text.locate(found.start())
        start, end = found.start() - begin, found.end() - begin
        report.mark("compliance.authenticity_claim", part, start, end)


def _better_than(text: ListingText, about: Subject, report: Report) -> None:
    """A comparison with another brand by name."""
    for found in _BETTER_THAN.finditer(text.folded):
        brand = found["tr"] or found["en"]
        if brand in BRANDS and brand not in about.named:
            part, begin = text.locate(found.start())
            start, end = found.start() - begin, found.end() - begin
            report.mark("compliance.competitor_claim", part, start, end)
