"""Whether a Turkish or English word is an inflected form of a known stem.

Works on words as `reading.flatten` leaves them (lower case, i for ı, o for ö, …). It knows
suffixes, not meanings: `derili` is a form of `deri`, `derin` and `deneyim` are not.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

_VOWELS = frozenset("aeiou")
_ANY = (
    r"(?:l[iu]k?|l[ae]r|[dt][ae]n?|n?[iu]n|[ys]?[iu]|y?[ae]|n[ae]|y?l[ae]|nd[ae]n?|s[iu]n[iu]?n?"
    r"|s[iu]nd[ae]n?|lig[iu]|ki|c[ae]|[dt][iu]r)"
)
_AFTER_VOWEL = re.compile(
    r"(?:l[iu]k?|l[ae]r|[dt][ae]n?|n[iu]n|[ys][iu]|y[ae]|yl[ae]|n[ae]|nd[ae]n?"
    rf"|s[iu]n[iu]n?|s[iu]nd[ae]n?|s[iu]yl[ae]|lig[iu]|c[ae]|[dt][iu]r){_ANY}{{0,2}}|e?s"
)
_AFTER_CONSONANT = re.compile(
    r"(?:l[iu]k?|l[ae]r|[dt][ae]n?|[iu]n|[iu]|[ae]|l[ae]|[iu]nd[ae]n?|[iu]yl[ae]|lig[iu]"
    rf"|[iu]n[iu]n?|c[ae]|[dt][iu]r){_ANY}{{0,2}}|e?s"
)
_HARD = str.maketrans("gbdc", "kptc")
_LONGEST_SUFFIX = 12


def is_suffix(stem: str, rest: str) -> bool:
    """Whether `rest` can follow `stem`, as case, plural, possession or -li/-lik do."""
    if not rest:
        return True
    if len(rest) > _LONGEST_SUFFIX or not stem:
        return False
    pattern = _AFTER_VOWEL if stem[-1] in _VOWELS else _AFTER_CONSONANT
    return pattern.fullmatch(rest) is not None


def stem_in(word: str, known: Container[str], shortest: int = 2) -> str | None:
    """The longest stem in `known` of which `word` is a form; None when there is none.

    A stem that ends in k, p, t is also found softened before a vowel: `celigi`, `ahsabin`.
    """
    if word in known:
        return word
    for end in range(len(word) - 1, max(shortest, len(word) - _LONGEST_SUFFIX) - 1, -1):
        head, rest = word[:end], word[end:]
        if head in known and is_suffix(head, rest):
            return head
        if head[-1] in "gbd" and rest[0] in _VOWELS:
            hard = head[:-1] + head[-1].translate(_HARD)
            if hard in known and is_suffix(hard, rest):
                return hard
    return None


@lru_cache(maxsize=65536)
def is_form(word: str, stem: str) -> bool:
    """Whether `word` is `stem` or an inflected form of it."""
    return word == stem or (word[:2] == stem[:2] and stem_in(word, (stem,)) is not None)
