"""Words of the lexicon that mean something else where they stand: a look, an idiom, a homonym."""

from __future__ import annotations

from domain.quality.grounding import lexicon
from domain.quality.grounding.words import Words

_BURNT = (
    "parma", "elin", "elle", "avuc", "agz", "agiz", "dil", "dudak", "dudag", "cilt", "cild",
    "yemek", "yemeg", "pilav", "sut", "lamba", "isik", "isig", "led", "ampul", "gosterge",
)  # fmt: skip
"""What `yanmaz` is said of without a claim: fingers are not burnt, a light does not go on."""

_HAND_OR_LIFE = frozenset({"el", "can", "canin", "caniniz"})

_PAPERS = frozenset({"birth", "gift", "marriage", "adoption", "dogum", "hediye", "evlilik"})
"""Certificates of other things than products."""

_BRAKES = (
    "fren", "sensor", "lamba", "isig", "uyari", "sistem", "modul", "beyni", "unite", "brake",
    "light", "warning", "system", "code", "ariza",
)  # fmt: skip
"""What follows ABS where it keeps wheels from locking, and is no plastic."""

_WINDOWS = frozenset({"on", "arka", "yan", "web", "action"})


def means_something_else(words: Words, index: int, after: int, form: lexicon.Form) -> bool:
    """Whether the form's words from `index` up to `after` make no such claim here."""
    if form.kind == "material":
        return _is_only_a_look(words, index, after, form)
    before = words.texts[index - 1] if index and words.gap(index - 1) in (" ", "-") else ""
    if form.words == ("yanmaz",):
        return before.startswith(_BURNT) or before in _HAND_OR_LIFE
    if form.term == "certificate":
        return before in _PAPERS
    if form.term == "warranty":
        following = words.texts[after] if after < len(words.texts) else ""
        return following.startswith(("ed", "et"))
    return False


def _is_only_a_look(words: Words, index: int, after: int, form: lexicon.Form) -> bool:
    """Whether a material's name tells a look, a colour or an idiom: `ahşap desenli`."""
    if form.words == ("abs",) and after < len(words.texts):
        return words.texts[after].startswith(_BRAKES)
    if form.words == ("cam",):
        if words.written(words.starts[index], words.ends[index])[:1] in "çÇ":
            return True
        if index and words.texts[index - 1] in _WINDOWS:
            return True
    if after < len(words.texts) and len(words.gap(after - 1)) <= 2:
        return lexicon.is_look(words.texts[after])
    return False
