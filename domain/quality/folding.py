"""Text folded letter by letter: no case, no diacritics, look-alikes as the letters they copy."""

from __future__ import annotations

from typing import Final

from domain import turkish

# Letters of other alphabets that look like Latin ones, and what they are taken for.
_LOOKALIKES: Final = {
    look: letter
    for letter, looks in {
        "a": "аɑα", "b": "ьβ", "c": "сϲ", "d": "ԁ", "e": "еєε", "g": "ɡԍ", "h": "һ", "i": "іιɩ",
        "j": "ј", "k": "кκ", "l": "ӏ", "m": "м", "n": "пη", "o": "оοσ", "p": "рρ", "q": "ԛ",
        "r": "гг", "s": "ѕ", "t": "тτ", "u": "υц", "v": "ѵν", "w": "ԝωш", "x": "хχ", "y": "уγ",
    }.items()
    for look in looks
}  # fmt: skip
_SMALL_CAPITALS: Final = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz"
_LOOKALIKES.update(zip(*_SMALL_CAPITALS, strict=True))
_PUNCTUATION: Final = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-"}


class _Folding(dict[int, str]):
    """One folded character for each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _PUNCTUATION.get(char)
        if plain is None:
            small = turkish.fold(char)[:1] or char
            plain = _LOOKALIKES.get(small, small)
        if len(self) < 8192:
            self[code] = plain
        return plain


_FOLDING: Final = _Folding()
_COMMON: Final = tuple(zip("çğıöşüâîû’", "cgiosuaiu'", strict=True))


def fold(text: str) -> str:
    """The text folded letter by letter, so that places hold in it."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Replacing Turkish letters one kind after the other is several times faster than a table,
    # which only the rest needs. `İ` must go first: its small form is two characters.
    small = text.replace("İ", "i").lower()
    for letter, plain in _COMMON:
        small = small.replace(letter, plain)
    if small.isascii() and len(small) == len(text):
        return small.replace("`", "'")
    return text.translate(_FOLDING)
