"""Forbidden wording as data: a short notation for phrases and what it is compiled to.

Notation, on folded text (no case, no diacritics): words apart by a space; `kargo*` takes any
ending ("kargoyla", "kargo'muz"); `ucretsiz|bedava` either word; `..` up to two words between.
Between words the text may have spaces, hyphens, underscores and the like, or nothing at all,
so that "free-shipping" and "freeshipping" are the same wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain import turkish

_LEAST_OF_SPLIT = 2
_GAP = r"(?:[^\w.!?;:,\x00]|_){0,6}"
_ENDING = r"(?:\w{0,14}(?:'\w{1,8})?)"
_BETWEEN = r"(?:\w{1,20}[^\w.!?;:\x00]{1,3}){0,2}?"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording to look for: `anchors` are plain substrings, one of which must be there.

    Looking for a substring is far cheaper than a pattern, so most patterns never run.
    """

    notation: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    others: tuple[tuple[str, ...], ...]
    """The choices of each word but the anchors' one."""

    def may_stand_in(self, folded: str) -> bool:
        """Whether each word but the anchor's stands somewhere in a text, in one of its choices."""
        for choices in self.others:
            for choice in choices:
                if choice in folded:
                    break
            else:
                return False
        return True


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of a word list: one a line, `#` begins a comment."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return tuple(_phrase(line) for line in lines if line)


def split_in_two(word: str, endings: str) -> tuple[Phrase, ...]:
    """A forbidden word with a blank in it, as in "indi rim": only with endings that are given.

    Any ending would make "indi rimel" of it, and of other harmless words what they are not.
    """
    forms = ("", *endings.split())
    cuts = range(_LEAST_OF_SPLIT, len(word) - _LEAST_OF_SPLIT + 1)
    return tuple(
        _phrase(f"{word[:cut]} {'|'.join(word[cut:] + ending for ending in forms)}") for cut in cuts
    )


def merge(*lists: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Several lists as one, without repetitions."""
    return tuple({phrase.notation: phrase for group in lists for phrase in group}.values())


@lru_cache(maxsize=2048)
def _phrase(notation: str) -> Phrase:
    words = notation.split()
    pattern = ""
    for position, word in enumerate(words):
        if word == "..":
            pattern += _BETWEEN
            continue
        pattern += _word(word)
        if position + 1 < len(words):
            pattern += _GAP
    anchors = _anchors(words)
    return Phrase(
        notation,
        anchors,
        re.compile(rf"(?<!\w){pattern}(?!\w)"),
        others=tuple(own for word in words if word != ".." and (own := _choices(word)) != anchors),
    )


def _word(word: str) -> str:
    choices = [_choice(choice) for choice in word.split("|")]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _choice(choice: str) -> str:
    folded = re.escape(turkish.fold(choice.rstrip("*")))
    return folded + _ENDING if choice.endswith("*") else folded


def _choices(word: str) -> tuple[str, ...]:
    return tuple(turkish.fold(choice.rstrip("*")) for choice in word.split("|"))


def _anchors(words: list[str]) -> tuple[str, ...]:
    """The choices of the word whose shortest choice is longest: the rarest to be met."""
    candidates = [_choices(word) for word in words if word != ".."]
    return max(candidates, key=lambda choices: (min(map(len, choices)), -len(choices)))
