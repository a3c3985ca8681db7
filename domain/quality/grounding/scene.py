"""Materials of other things in a scene: `a glass of water`, `ahşaba giren vida`.

A material is a claim about the product unless its place in the sentence says otherwise. Where it
may belong to another thing, that thing is told, and whether it is the product or a part of it is
asked once the product is known (`belonging`).
"""

from __future__ import annotations

import re

from domain.quality.grounding.inflection import stem_in
from domain.quality.grounding.lexicon import Form
from domain.quality.grounding.life import owner_before
from domain.quality.grounding.words import Words

ANOTHER = "*"
"""A thing that is surely not the product, though the text does not name it."""

_INTO_OR_AT = re.compile(r"(?:l[ae]r)?(?:[dt][ae](?:ki(?:l[ae]r)?)?|y?[ae])\Z")
_ITS = re.compile(r"(?:l[ae]r)?s?[iu](?:n[ae]|nd[ae]n?|n[iu]n?|yl[ae])?\Z")
_OBJECT = re.compile(r"(?:l[ae]r)?y?[iu]\Z")
_IN_A_CASE = re.compile(r"[^\W\d_]{3,}(?:[dt]|y)[ae]\Z")
"""At or to a thing; what a product does *with* something it often has: `titanyum sürücülerle`."""

_OF_ITS_OWN = re.compile(r"[iu](?:yl[ae]|nd[ae]n?|n[ae])\Z")
"""Endings that say `its`: `titanyum gövdesiyle`."""

_WORKED_ON = (
    "ciz", "kes", "del", "sil", "temizle", "koru", "parlat", "boya", "zimpara", "besle", "islat",
)  # fmt: skip

_THING_WORDS = (
    "kasik catal masa sehpa sandalye kopru duvar fular atki ceket mont gomlek pantolon etek "
    "elbise kazak corap parke cit bank agac spoon fork table desk chair sofa couch bridge "
    "fence jacket coat shirt pants jeans scarf sweater toe tree"
)
_OVER_WORDS = "under over on onto to against into from across beside near than off"
_ARTICLE_WORDS = "a an the your any most some every each my no"
_WORK_WORDS = "scratch cut drill clean damage protect polish wipe stain scuff mar sand saw touch"
_LINK_WORDS = "and or of in on to is are was when while with at by near beside from for that it you"
_THINGS = frozenset(_THING_WORDS.split())
"""Things of everyday life that no product has for a part."""

_OVER = frozenset(_OVER_WORDS.split())
_ELSEWHERE = frozenset({"on", "onto", "to", "against", "into", "from", "than", "off"})
"""Those of them after which even a material by itself is another thing's: `from pan to plastic`."""

_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_TO_WORK = frozenset(_WORK_WORDS.split())
_WORKING = frozenset(form for verb in _TO_WORK for form in (f"{verb}s", f"{verb}es"))
_MAY = frozenset({"to", "not", "will", "can", "cannot", "t", "never"})
_MADE = frozenset({"made", "built", "cut", "knit", "spun", "woven", "sewn"})
_DRINKS = frozenset({"a", "your", "another", "spilled", "empty", "full"})
_LINKS = frozenset(_LINK_WORDS.split())
_APPLIANCES = frozenset({"a", "an", "the", "your", "my", "no", "hot", "steam", "travel"})


def thing_of(words: Words, index: int, after: int, form: Form) -> str:
    """The other thing whose material it may be; empty where it is plainly the product's."""
    return _turkish(words, index, after, form) or _english(words, index, after, form)


def _turkish(words: Words, index: int, after: int, form: Form) -> str:
    ending = words.texts[after - 1][len(form.words[-1]) :]
    following = _following(words, after)
    if ending and _INTO_OR_AT.match(ending):
        return ANOTHER
    if ending and _OBJECT.match(ending) and following.startswith(_WORKED_ON):
        return ANOTHER
    if ending and _ITS.match(ending):
        return owner_before(words, index)
    if not ending and _IN_A_CASE.match(following) and not _OF_ITS_OWN.search(following):
        return following
    return following if stem_in(following, _THINGS, 3) else ""


def _english(words: Words, index: int, after: int, form: Form) -> str:
    following, before = _following(words, after), _before(words, index)
    noun = "" if following in _LINKS else following
    if form.words == ("glass",) and _is_for_drinking(before, following, noun):
        return ANOTHER
    if form.words == ("iron",) and before in _APPLIANCES:
        return noun or ANOTHER
    if before in _ARTICLES:
        index -= 1
        before = _before(words, index)
    earlier = _before(words, index - 1)
    if before in _WORKING or (before in _TO_WORK and earlier in _MAY):
        return noun or ANOTHER
    # "Made from steel", "upgraded to titanium" and "printed on canvas" tell of the product.
    if before not in _OVER or earlier.endswith("ed") or earlier in _MADE:
        return ""
    return noun or (ANOTHER if before in _ELSEWHERE else "")


def _is_for_drinking(before: str, following: str, noun: str) -> bool:
    """Whether `glass` is a vessel: `a glass of water`, `a spilled glass`."""
    if before in ("of", "from", "in"):
        return False
    return following == "of" or (before in _DRINKS and not noun and following not in ("and", "or"))


def _following(words: Words, after: int) -> str:
    return words.texts[after] if words.gap(after - 1) == " " else ""


def _before(words: Words, index: int) -> str:
    return words.texts[index - 1] if index > 0 and words.gap(index - 1) == " " else ""
