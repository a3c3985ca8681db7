"""Being found: keyword, brand, type and attributes in their places, nothing stuffed.

Words are compared by stem, so that "akıllı telefonu" holds "akıllı telefon". Density is only a
ceiling: no marketplace publishes one to aim at, and only stuffing is penalised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.judgement import Place
from domain.markets.witnesses import BRANDS
from domain.quality.folding import fold
from domain.quality.language import COMMON
from domain.quality.lexicon import is_form
from domain.quality.report import Report
from domain.quality.subject import Subject
from domain.quality.text import FieldText, ListingText

_LEAST_REPEATS: Final = 5
_LEAST_WORD_REPEATS: Final = 8
_MOST_NAMED: Final = 3
_LONGEST_KEYWORD: Final = 12
_BETWEEN: Final = 2


def check(text: ListingText, about: Subject, report: Report) -> None:
    """Every rule on keywords and coverage."""
    if about.keyword_derived and about.keyword:
        report.add("seo.keyword_derived", Place("listing"), about.keyword)
    if text.title.typed:
        _title(text.title, about, report)
    if text.description.typed:
        _description(text.description, about, report)


def _title(part: FieldText, about: Subject, report: Report) -> None:
    if about.keyword_stems:
        found = occurrences(part, about.keyword_stems, _BETWEEN)
        if not found:
            report.add("seo.keyword_not_in_title", part.place(), about.keyword)
        elif part.tokens[found[0]].start * 3 > len(part.visible):
            report.add("seo.keyword_late_in_title", part.place(), about.keyword)
    if about.brand_words and not set(part.words).issuperset(about.brand_words):
        report.add("seo.brand_not_in_title", part.place(), about.brand)
    _coverage(part, about, report)
    _other_brands(part, about, report)


def _coverage(part: FieldText, about: Subject, report: Report) -> None:
    stems = set(part.stems)
    if about.kind_stems and stems.isdisjoint(about.kind_stems) and not _names_kind(part, about):
        report.add("seo.type_not_in_title", part.place(), about.kind)
    if about.feature_stems and all(stems.isdisjoint(given) for given in about.feature_stems):
        report.add("seo.no_attribute_in_title", part.place())


def _names_kind(part: FieldText, about: Subject) -> bool:
    """Whether the title holds a whole word of the type with an ending: `Hortumu` for `Hortum`.

    The stemmer takes some words' last letters for endings and finds no stem that they share.
    """
    named = fold(about.kind).split()
    return any(is_form(word, kind) for kind in named for word in part.entries)


def _other_brands(part: FieldText, about: Subject, report: Report) -> None:
    """Brands that are neither the product's own nor in its facts (a case *for* an iPhone)."""
    for position, word in enumerate(part.words):
        if word in BRANDS and word not in about.given:
            token = part.tokens[position]
            report.mark("title.several_brands", part, token.start, token.end)


def _description(part: FieldText, about: Subject, report: Report) -> None:
    if about.keyword_stems:
        if not occurrences(part, about.keyword_stems, _BETWEEN):
            report.add("seo.keyword_not_in_description", part.place(), about.keyword)
        else:
            _stuffed_keyword(part, about, report)
    _stuffed_words(part, about, report)


def _stuffed_keyword(part: FieldText, about: Subject, report: Report) -> None:
    count = len(occurrences(part, about.keyword_stems))
    limit, share = report.pack.limits.keyword_density, count / len(part.stems)
    if count >= _LEAST_REPEATS and share > limit:
        report.add(
            "seo.keyword_stuffing",
            part.place(),
            about.keyword,
            count=count,
            percent=_percent(share),
            limit=_percent(limit),
        )


def _stuffed_words(part: FieldText, about: Subject, report: Report) -> None:
    """Other words that come back too often: one fault, however many they are.

    In a text that goes round in circles every word does; that is told already, and costs more.
    """
    if report.tells("description.repetition"):
        return
    often = [
        one
        for one in stuffed(part.stems, report.pack.limits.word_density)
        if (one[0],) != about.keyword_stems
    ]
    if often:
        named = [(part.tokens[part.stems.index(stem)], count) for stem, count in often]
        words = ", ".join(f"“{token.text}” ({count}×)" for token, count in named[:_MOST_NAMED])
        first, _count = named[0]
        report.mark("seo.word_stuffing", part, first.start, first.end, words=words)


def stuffed(stems: Sequence[str], density: float) -> list[tuple[str, int]]:
    """Stems that come back more often than that share of all allows, with how often, the most
    frequent first; small words of the language may."""
    least = density * len(stems)
    return [
        (stem, count)
        for stem, count in Counter(stems).most_common()
        if count >= _LEAST_WORD_REPEATS and count > least and stem not in COMMON and len(stem) > 2
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def occurrences(part: FieldText, wanted: tuple[str, ...], between: int = 0) -> list[int]:
    """Where a phrase begins in a text, word by word, with up to `between` words amid two."""
    wanted = wanted[:_LONGEST_KEYWORD]
    found: list[int] = []
    reached = 0
    for position in part.positions(wanted[0]):
        end = _match(part, position, wanted, between) if position >= reached else None
        if end is not None:
            found.append(position)
            reached = end
    return found


def _match(part: FieldText, position: int, wanted: tuple[str, ...], between: int) -> int | None:
    """The end of the phrase that begins at a word, if it does."""
    for stem in wanted[1:]:
        ahead = range(position + 1, min(position + 2 + between, len(part.stems)))
        position = next((place for place in ahead if _same(part, place, stem)), -1)
        if position < 0:
            return None
    return position + 1


def _same(part: FieldText, position: int, stem: str) -> bool:
    return is_form(part.entries[position], stem)
