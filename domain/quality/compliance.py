"""What may be said: forbidden wording, links, contact details, prices, other brands."""

from __future__ import annotations

import re
from typing import Final

from domain.quality import comparisons, patterns, wording
from domain.quality.report import Report
from domain.quality.subject import Subject
from domain.quality.text import ListingText

_WORD: Final = re.compile(r"\w+")
_SUFFIX: Final = re.compile(r"'\w+")


def check(text: ListingText, about: Subject, report: Report) -> None:
    """Every rule on wording."""
    folded = text.folded
    told: set[tuple[int, int]] = set()
    found = [*wording.search(text, report.pack), *patterns.search(folded, text.signs)]
    for code, start, end in found:
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
    comparisons.check(text, about, report)


def _is_own(found: str, about: Subject) -> bool:
    """Whether the wording is part of the product's own name or brand."""
    return about.owns(" ".join(_WORD.findall(_SUFFIX.sub("", found))))
