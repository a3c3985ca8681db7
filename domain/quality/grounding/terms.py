"""Materials, certificates and other checkable claims, found by the words of the lexicon."""

from __future__ import annotations

from domain.quality.grounding import lexicon
from domain.quality.grounding.homonyms import means_something_else
from domain.quality.grounding.inflection import is_form, stem_in
from domain.quality.grounding.scene import thing_of
from domain.quality.grounding.values import Claim, Term
from domain.quality.grounding.words import Words

_FREE_WORDS = (
    "icermez icermeyen icermemektedir icermiyor free bulunmaz bulunmayan barindirmaz degil "
    "degildir kullanilmaz kullanilmadan kullanilmamis"
)
_FREE = frozenset(_FREE_WORDS.split())
_FREE_BEFORE = frozenset({"no", "without", "non"})


def may_begin(word: str) -> bool:
    """Whether a claim of this kind can begin with the word."""
    return (
        word in lexicon.COUNTRIES
        or word == "made"
        or word in _FREE_BEFORE
        or bool(lexicon.forms_of(word))
        or lexicon.substance(word) is not None
        or lexicon.free_of(word) is not None
    )


def at(words: Words, index: int) -> tuple[Claim | None, int] | None:
    """The claim of the lexicon that starts at a word; None where none does."""
    word = words.texts[index]
    if (free := _free_of(words, index)) is not None:
        return free
    if (origin := _origin(words, index)) is not None:
        return origin
    for form in lexicon.forms_of(word):
        after = _match(words, index, form)
        if after is None or means_something_else(words, index, after, form):
            continue
        weak = form.kind == "claim" and form.term not in lexicon.STRONG
        if form.kind == "certificate":
            return _certificate(words, index, after, form)
        claim, after = _claim(words, index, after, form.kind, form.term, weak)
        if form.kind == "material" and (thing := thing_of(words, index, after, form)):
            claim = claim._replace(thing=thing)
        return claim, after
    return None


def _certificate(
    words: Words, index: int, after: int, form: lexicon.Form
) -> tuple[Claim | None, int]:
    """A certificate with the words that only say so: `CE belgeli`, `ABC onaylı` as one claim."""
    if form.term == "certificate" and index and words.gap(index - 1) in (" ", "-"):
        holder = words.texts[index - 1]
        written = words.written(words.starts[index - 1], words.ends[index - 1])
        if holder.isalpha() and written.isupper() and 2 <= len(holder) <= 8:
            return _claim(words, index - 1, after, "certificate", f"{holder} certificate")
    while after < len(words.texts) and words.gap(after - 1) in (" ", "-"):
        if not any(f.term == "certificate" for f in lexicon.forms_of(words.texts[after])):
            break
        after += 1
    return _claim(words, index, after, "certificate", form.term)


def _match(words: Words, index: int, form: lexicon.Form) -> int | None:
    """The index after the form's words, when they stand here one after the other."""
    after = index + len(form.words)
    if after > len(words.texts):
        return None
    if form.capitals and not words.written(words.starts[index], words.ends[index]).isupper():
        return None
    for offset in range(1, len(form.words)):
        if words.gap(index + offset - 1) not in (" ", "-", "  "):
            return None
        if not is_form(words.texts[index + offset], form.words[offset]):
            return None
    return after


def _free_of(words: Words, index: int) -> tuple[Claim | None, int] | None:
    """`BPA içermez`, `gluten-free`, `no parabens`: a claim that something is absent."""
    absent = lexicon.free_of(words.texts[index])
    if absent is None and words.reading.flat.startswith(("'siz", "'suz"), words.ends[index]):
        absent = lexicon.substance(words.texts[index])
    if absent is not None:
        return _claim(words, index, index + 1, "certificate", f"{absent}-free")
    if index + 1 >= len(words.texts) or len(words.gap(index)) > 2:
        return None
    word, following = words.texts[index], words.texts[index + 1]
    if following in _FREE:
        name = lexicon.substance(word)
    elif word in _FREE_BEFORE:
        name = lexicon.substance(following)
    else:
        return None
    return _claim(words, index, index + 2, "certificate", f"{name}-free") if name else None


def _origin(words: Words, index: int) -> tuple[Claim | None, int] | None:
    """`Almanya'da üretilmiştir`, `Made in Germany`, `Alman malı`."""
    word = words.texts[index]
    if word == "made" and words.texts[index + 1 : index + 2] == ["in"]:
        for after in (index + 2, index + 3):
            country = lexicon.COUNTRIES.get(words.texts[after] if after < len(words.texts) else "")
            if country:
                return _claim(words, index, after + 1, "claim", f"made in {country}")
        return None
    country = lexicon.COUNTRIES.get(word)
    if country is None or index + 1 >= len(words.texts):
        return None
    if stem_in(words.texts[index + 1], lexicon.MADE, 3) is None or len(words.gap(index)) > 6:
        return None
    return _claim(words, index, index + 2, "claim", f"made in {country}")


def _claim(
    words: Words, index: int, after: int, kind: str, term: str, weak: bool = False
) -> tuple[Claim, int]:
    start, end = words.reading.span(words.starts[index], words.ends[after - 1])
    return Claim(kind, start, end, (Term(term),), frozenset(), "", weak), after
