"""A listing's text, prepared once for every check.

Each field is held in three forms. `raw` is what the person wrote, and what places count in.
`visible` is what a reader sees: no tags, entities and full-width letters as plain characters,
nothing invisible. `folded` is as long as `visible`, without case, diacritics and look-alike
letters, for finding wording however it is typed.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from domain import turkish
from domain.judgement import FieldName, Place
from domain.listing import Listing
from domain.quality.folding import fold
from domain.quality.lexicon import LEXICONS, is_form
from domain.quality.signs import SIGNS
from domain.quality.visible import has_unusual, visible


class FieldText:
    """One field: a title, one feature, or a description."""

    def __init__(self, field: FieldName, index: int | None, raw: str, language: str) -> None:
        self.field = field
        self.index = index
        self.raw = raw
        self.language = language
        self.unusual = has_unusual(raw)
        """Whether it holds characters that are unseen, styled or marks of their own."""
        self.visible, self._pieces = visible(raw, self.unusual)
        self.folded = fold(self.visible)
        pieces = self.visible.split()
        self.signs = SIGNS.of(pieces)
        """The signs that the text bears, for checks that seldom have work to do."""
        self.entries = LEXICONS[language].words(pieces)
        """The tokens as the lexicon knows them."""
        # Every check asks for these, so that working them out when first asked for saves nothing.
        columns = zip(*self.entries, strict=True) if self.entries else ((), (), (), ())
        self.typed: tuple[str, ...]
        """The tokens' own texts, without their places."""
        self.words: tuple[str, ...]
        """The tokens folded."""
        self.stems: tuple[str, ...]
        """The tokens' stems."""
        self.syllables: tuple[int, ...]
        self.typed, self.words, self.stems, self.syllables = columns
        self._positions: dict[str, list[int]] = {}

    @cached_property
    def tokens(self) -> list[turkish.Token]:
        """Words and numbers of the visible text."""
        return turkish.tokens(self.visible)

    def positions(self, stem: str) -> list[int]:
        """Where the forms of a word stand among the tokens."""
        found = self._positions.get(stem)
        if found is None:
            found = self._positions[stem] = [
                place
                for place, word in enumerate(self.entries)
                if word[2] == stem or (word[1].startswith(stem) and is_form(word, stem))
            ]
        return found

    @cached_property
    def sentences(self) -> list[turkish.Token]:
        """Sentences and lines of the visible text."""
        return turkish.sentences(self.visible)

    @cached_property
    def spoken(self) -> list[tuple[turkish.Token, int, int]]:
        """Each sentence with the numbers of its first token and of the one after its last."""
        found = []
        position = 0
        for sentence in self.sentences:
            last = position + self.count_words(sentence.text)
            found.append((sentence, position, last))
            position = last
        return found

    def count_words(self, text: str) -> int:
        """How many words stand in a stretch of the text."""
        return LEXICONS[self.language].count(text.split())

    def place(self, start: int | None = None, end: int | None = None) -> Place:
        """The place of visible characters in the raw field; the whole field without any."""
        if start is None or end is None:
            return Place(self.field, self.index)
        if self._pieces is None:
            return Place(self.field, self.index, start, end)
        begin, stop = self._pieces.raw_start(start), self._pieces.raw_end(end)
        return Place(self.field, self.index, begin, max(begin, stop))

    def raw_place(self, start: int, end: int) -> Place:
        """The place of characters of the raw field itself."""
        return Place(self.field, self.index, start, end)

    def quote(self, place: Place) -> str:
        """The raw text at a place."""
        return self.raw[place.start : place.end]


class ListingText:
    """All fields of a listing, and their folded text as one string."""

    def __init__(self, listing: Listing, language: str) -> None:
        self.title = FieldText("title", None, listing.title, language)
        self.features = [
            FieldText("features", index, feature, language)
            for index, feature in enumerate(listing.features)
        ]
        self.description = FieldText("description", None, listing.description, language)
        self.fields = [self.title, *self.features, self.description]

    @cached_property
    def folded(self) -> str:
        """Every field's folded text, apart by a character that no wording reaches over."""
        return "\x00".join(part.folded for part in self.fields)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that the fields bear."""
        return frozenset().union(*(part.signs for part in self.fields))

    @cached_property
    def _starts(self) -> list[int]:
        starts, length = [], 0
        for part in self.fields:
            starts.append(length)
            length += len(part.folded) + 1
        return starts

    def locate(self, start: int) -> tuple[FieldText, int]:
        """The field that a place of `folded` lies in, and where that field begins."""
        number = bisect_right(self._starts, start) - 1
        return self.fields[number], self._starts[number]
