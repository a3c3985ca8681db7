"""How easily a description reads: Ateşman for Turkish, Flesch for English, 0 to 100."""

from __future__ import annotations

from typing import Final

from domain.quality.report import Report
from domain.quality.text import FieldText, ListingText

# Ateşman (1997): 70-89 easy, 50-69 middling, 30-49 hard, below that very hard. Product prose
# lies at 40-70; the score counts 60 and above as full marks and falls evenly from there.
FULL_FROM: Final = 60.0
HARD_BELOW: Final = 30.0
_LEAST_WORDS: Final = 10


def ease(part: FieldText) -> float | None:
    """The formula's value for a text, clipped to 0-100; None where there is too little prose."""
    syllables = [count for count in part.syllables if count]
    words = len(syllables)
    if words < _LEAST_WORDS:
        return None
    spoken = sum(syllables) / words
    lengths = words / max(1, len(part.sentences))
    if part.language == "en":
        value = 206.835 - 84.6 * spoken - 1.015 * lengths
    else:
        value = 198.825 - 40.175 * spoken - 2.610 * lengths
    return min(max(value, 0.0), 100.0)


def check(text: ListingText, report: Report) -> float:
    """Finds long sentences and hard prose; returns the readability measure, 0 to 100."""
    part = text.description
    value = ease(part)
    if value is None:
        return 0.0 if not part.typed else 50.0
    if value < HARD_BELOW:
        report.add("readability.hard", part.place(), count=round(value))
    _long_sentences(part, report)
    return min(100.0, 100 * value / FULL_FROM)


def _long_sentences(part: FieldText, report: Report) -> None:
    limit = report.pack.limits.sentence_words
    for sentence in part.sentences:
        # So few spaces cannot part so many words; counting them is dearer.
        if sentence.text.count(" ") < limit // 2:
            continue
        count = part.count_words(sentence.text)
        if count > limit:
            report.mark(
                "readability.long_sentence",
                part,
                sentence.start,
                sentence.end,
                count=count,
                limit=limit,
            )
