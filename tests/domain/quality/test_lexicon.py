"""What is kept of words and pieces of text is what a look at the whole text would tell."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from domain import markets, turkish
from domain.markets.phrases import Phrase
from domain.quality.folding import fold
from domain.quality.grounding.reading import read
from domain.quality.grounding.words import split
from domain.quality.lexicon import LEXICONS
from domain.quality.signs import SIGNS

TEXT = st.one_of(
    st.text(max_size=120),
    st.text(st.sampled_from(list("aAbĞıİşzé019.,'’- \n_%@/\u0301\u00a0x€")), max_size=120),
)
SUFFIXED = re.compile(r"([^\W_]+)(?:'[a-z]+)?")
WORDINGS = [
    phrase
    for code in markets.codes()
    for phrases in markets.get(code).claims.values()
    for phrase in phrases
]


@given(TEXT)
def test_the_words_of_the_pieces_are_the_words_of_the_text(text: str) -> None:
    for language, lexicon in LEXICONS.items():
        words = lexicon.words(text.split())
        assert [word.typed for word in words] == turkish.words(text)
        assert [word.folded for word in words] == [fold(word) for word in turkish.words(text)]
        assert [word.stem for word in words] == [
            turkish.stem(word, language) for word in turkish.words(text)
        ]
        assert lexicon.count(text.split()) == len(words)


@given(TEXT, st.lists(st.sampled_from(WORDINGS), max_size=3))
def test_every_anchor_of_a_text_is_among_its_signs(text: str, added: list[Phrase]) -> None:
    whole = text + "".join(phrase.anchors[0] for phrase in added)
    folded, signs = fold(whole), SIGNS.of(whole.split())
    for phrase in WORDINGS:
        for anchor in phrase.anchors:
            assert (anchor in folded) == (anchor in signs)


@given(TEXT)
def test_a_reading_is_split_at_whatever_is_no_letter_or_digit(text: str) -> None:
    words = split(read(text))
    found = list(SUFFIXED.finditer(words.reading.flat))
    assert words.texts == [match[1] for match in found]
    assert list(zip(words.starts, words.ends, strict=True)) == [match.span(1) for match in found]
