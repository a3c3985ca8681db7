"""The form of a listing: lengths, counts, repetitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from domain.judgement import Place
from domain.quality import characters, language, markup_rules
from domain.quality.report import Report
from domain.quality.subject import Subject
from domain.quality.text import FieldText, ListingText

# Far beyond any limit; what stands further on is not looked at one by one.
_MOST_FEATURES: Final = 60
_FEATURES: Final = Place("features")
# A description goes round in circles when rows of this many words stand in it this often, and
# together make up this share of it.
_CIRCLE: Final = 5
_CIRCLES: Final = 3
_MOST_REPEATED: Final = 0.2


def check(text: ListingText, about: Subject, report: Report) -> None:
    """Every rule on form."""
    _title(text.title, report)
    _features(text.features, report)
    _description(text.description, about, report)
    for part in (text.title, *text.features[:_MOST_FEATURES], text.description):
        characters.check(part, about, report)
        markup_rules.check(part, report)
    language.check(text, about, report)


def _title(part: FieldText, report: Report) -> None:
    limits, count = report.pack.limits, len(part.raw.strip())
    if not part.visible.strip():
        report.add(
            "title.missing", part.place(), min=limits.title_min, max=limits.title_max, count=0
        )
        return
    low, high = limits.title_advised
    if count < limits.title_min:
        report.add("title.too_short", part.place(), count=count, limit=limits.title_min)
    elif count > limits.title_max:
        over = count - limits.title_max
        report.add("title.too_long", part.place(), count=count, limit=limits.title_max, over=over)
    elif not low <= count <= high:
        report.add("title.outside_advised_band", part.place(), count=count, min=low, max=high)
    if count > limits.title_hard_max:
        report.add("title.over_limit", part.place(), count=count, limit=limits.title_hard_max)
    _repeated_words(part, report)


def _repeated_words(part: FieldText, report: Report) -> None:
    limit = report.pack.limits.same_title_word
    if len(part.stems) - len(set(part.stems)) < limit:
        return
    counted = Counter(stem for stem in part.stems if len(stem) > 1)
    for stem, count in counted.items():
        if count <= limit or stem in language.COMMON:
            continue
        last = max(index for index, own in enumerate(part.stems) if own == stem)
        token = part.tokens[last]
        report.mark("title.repeated_word", part, token.start, token.end, count=count, limit=limit)


def _features(parts: list[FieldText], report: Report) -> None:
    limits = report.pack.limits
    count = sum(1 for part in parts if part.visible.strip())
    if count < limits.features_min:
        report.add("features.too_few", _FEATURES, count=count, limit=limits.features_min)
    elif len(parts) > limits.features_max:
        report.add("features.too_many", _FEATURES, count=len(parts), limit=limits.features_max)
    first: dict[tuple[str, ...], int] = {}
    for number, part in enumerate(parts, start=1):
        length = len(part.raw.strip())
        if not part.visible.strip():
            report.add("features.empty", part.place(), number=number)
            continue
        if length > limits.feature_max:
            report.add(
                "features.too_long",
                part.place(),
                number=number,
                count=length,
                limit=limits.feature_max,
            )
        if number > _MOST_FEATURES:
            continue
        same = first.setdefault(tuple(part.words), number)
        if same != number:
            report.add("features.repeated", part.place(), part.raw, number=number, other=same)


def _description(part: FieldText, about: Subject, report: Report) -> None:
    limits, count = report.pack.limits, len(part.typed)
    if not count:
        report.add("description.missing", part.place(), limit=limits.description_min_words)
        return
    if count < limits.description_min_words:
        report.add(
            "description.too_short",
            part.place(),
            count=count,
            limit=limits.description_min_words,
        )
    length = len(part.raw)
    if length > limits.description_max_chars:
        report.add(
            "description.too_long",
            part.place(),
            count=length,
            limit=limits.description_max_chars,
        )
    _repetition(part, about, report)
    _names(part, about, report)


def _repetition(part: FieldText, about: Subject, report: Report) -> None:
    """A text that goes round in circles, as small models write; a name may come back often."""
    words = part.words
    often = circling(words, chain(about.name_words, about.brand_words))
    if not often:
        return
    rows = rows_of(words)
    held = {at + step for at, row in enumerate(rows) if row in often for step in range(_CIRCLE)}
    if len(held) < _MOST_REPEATED * len(words):
        return
    row, count = max(often.items(), key=lambda item: item[1])
    again = rows.index(row, rows.index(row) + 1)
    start, end = part.tokens[again].start, part.tokens[again + _CIRCLE - 1].end
    report.mark("description.repetition", part, start, end, count=count)


def circling(words: Sequence[str], named: Iterable[str]) -> dict[tuple[str, ...], int]:
    """Sequences of folded words that come back again and again, with how often; those that hold
    nothing but words of `named` may."""
    rows = rows_of(words)
    if len(rows) - len(set(rows)) < _CIRCLES - 1:
        return {}
    own = frozenset(named)
    return {
        row: count
        for row, count in Counter(rows).items()
        if count >= _CIRCLES and not own.issuperset(row)
    }


def rows_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each sequence of so many words as make a circle, by the word that it begins with."""
    return list(zip(*(words[step:] for step in range(_CIRCLE)), strict=False))


def _names(part: FieldText, about: Subject, report: Report) -> None:
    """The description has to be about the product: its name and brand stand in it."""
    words = set(part.words)
    named = [word for word in about.name_words if len(word) > 1]
    if named and sum(word in words for word in named) * 2 <= len(named):
        report.add("description.product_missing", part.place(), about.name)
    if about.brand_words and not words.issuperset(about.brand_words):
        report.add("description.brand_missing", part.place(), about.brand)
