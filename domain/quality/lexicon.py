"""What is known of words by themselves, worked out once and kept: a bounded number of them.

A text is cut at its blanks, and each piece is looked up with the words that stand in it, since
no word reaches over a blank. So a word that was met before costs one look into a dictionary.
"""

from __future__ import annotations

from itertools import chain
from typing import Final, NamedTuple

from domain import turkish
from domain.quality.folding import fold


class Word(NamedTuple):
    """A word as typed, folded, its stem, and its syllables (none where it is no word)."""

    typed: str
    folded: str
    stem: str
    syllables: int


class Lexicon(dict[str, tuple[Word, ...]]):
    """The words of each piece of text in a language, worked out when first met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, piece: str) -> tuple[Word, ...]:
        found = tuple(map(self._word, turkish.words(piece)))
        if len(self) < _MOST_PIECES and len(piece) <= _LONGEST_PIECE:
            self[piece] = found
        return found

    def _word(self, typed: str) -> Word:
        language = self._language
        spoken = turkish.syllables(typed, language) if typed.isalpha() else 0
        return Word(typed, fold(typed), turkish.stem(typed, language), spoken)

    def words(self, pieces: list[str]) -> list[Word]:
        """The words in the pieces of a text, in order, the same as `turkish.words` finds."""
        return list(chain.from_iterable(map(self.__getitem__, pieces)))

    def count(self, pieces: list[str]) -> int:
        """How many words stand in the pieces of a text."""
        return sum(map(len, map(self.__getitem__, pieces)))


_MOST_PIECES: Final = 100_000
_LONGEST_PIECE: Final = 40
_SHORT_STEM: Final = 4
_LONGEST_ENDING: Final = 8
LEXICONS: Final = {language: Lexicon(language) for language in ("tr", "en")}


def is_form(word: Word, stem: str) -> bool:
    """The same stem, or the stem with an ending that the stemmer left on."""
    return word.stem == stem or (
        word.folded.startswith(stem)
        and len(stem) >= _SHORT_STEM
        and len(word.folded) <= len(stem) + _LONGEST_ENDING
    )
