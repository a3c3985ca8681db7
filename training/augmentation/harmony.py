"""Turkish endings: putting those of one word on another, in harmony with it.

An ending is written in capitals where it varies: A is a or e, I is ı, i, u or ü after the last
vowel (of some loan words as if that were a front one: seyahatler, saati); D is t after a voiceless
consonant; (y), (s) and (n) stand after a vowel only, and (I) after a consonant only. Which endings
a word carries is found by making all forms of its lemma and looking it up, so nothing is taken
apart that could not be put together again.

Source: the harmony and buffer rules as in Göksel & Kerslake, Turkish: A Comprehensive Grammar,
ch. 3 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

_BACK: Final = "aâıou"
_FRONTED: Final = {"a": "e", "â": "e", "ı": "i", "o": "ö", "u": "ü"}
_ROUND: Final = "ouöü"
_VOWELS: Final = "aâeıioöuü"
_VOICELESS: Final = "fstkçşhp"
_SOFT: Final = {"k": "ğ", "p": "b", "ç": "c", "t": "d"}

_PLURAL: Final = ("", "lAr")
_OWNED: Final = ("", "(I)m", "(I)n", "(s)I", "(I)mIz", "(I)nIz")
_CASE: Final = ("", "(y)I", "(y)A", "DA", "DAn", "(n)In", "(y)lA")
_CASE_AFTER_HIS: Final = ("", "nI", "nA", "nDA", "nDAn", "nIn", "ylA")


@dataclass(frozen=True, slots=True)
class Lemma:
    """A word without endings; `soft` says that its last consonant gives way before a vowel,
    `front` that its endings are those of a front vowel though its last one is not."""

    text: str
    soft: bool = False
    front: bool = False


Endings = tuple[str, ...]


def inflect(lemma: Lemma, endings: Endings) -> str:
    """The word with its endings, each in harmony with what stands before it."""
    word = lemma.text
    for ending in filter(None, endings):
        bare = word == lemma.text
        word = _joined(word, ending, soft=bare and lemma.soft, front=bare and lemma.front)
    return word


def transferred(word: str, source: Lemma, target: Lemma) -> str | None:
    """`word`, a form of `source`, as the same form of `target`.

    None where it is no form of it, or one that may be two which differ in `target`: "evi" is his
    house, and the house as an object.
    """
    others = {inflect(target, endings) for endings in forms(source).get(word, ())}
    return others.pop() if len(others) == 1 else None


@lru_cache(maxsize=1024)
def forms(lemma: Lemma) -> dict[str, list[Endings]]:
    """Every form of a word, with the endings that make it.

    No derived ones: what holds of two words need not hold of these (hediyelik, çevreli).
    """
    found: dict[str, list[Endings]] = {}
    for plural, owned in product(_PLURAL, _OWNED):
        for case in _CASE_AFTER_HIS if owned == "(s)I" else _CASE:
            endings = (plural, owned, case)
            found.setdefault(inflect(lemma, endings), []).append(endings)
    return found


def _joined(word: str, ending: str, *, soft: bool, front: bool) -> str:
    after_vowel = word[-1] in _VOWELS
    if ending.startswith("("):
        buffer, rest = ending[1], ending[3:]
        wanted = after_vowel if buffer != "I" else not after_vowel
        ending = (buffer if wanted else "") + rest
    if ending[0] in "AI" and soft:
        # "renk" would give way to g: such words are simply not listed as soft.
        word = word[:-1] + _SOFT[word[-1]]
    for letter in ending:
        word += _letter(word, letter, front=front)
        front = front and letter not in "AI"  # from here on the ending's own vowel decides
    return word


def _letter(word: str, letter: str, *, front: bool) -> str:
    if letter == "D":
        return "t" if word[-1] in _VOICELESS else "d"
    if letter not in "AI":
        return letter
    last = next((one for one in reversed(word) if one in _VOWELS), "e")
    last = _FRONTED.get(last, last) if front else last
    back = last in _BACK
    if letter == "A":
        return "a" if back else "e"
    if last in _ROUND:
        return "u" if back else "ü"
    return "ı" if back else "i"
