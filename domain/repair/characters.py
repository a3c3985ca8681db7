"""Single characters: special ones, bullets, invisible ones, capitals, surplus spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from domain import markets, turkish
from domain.forms.normal import many_lines, one_line
from domain.judgement import Finding, Place
from domain.listing import Language, Listing, Product
from domain.markup import decoded
from domain.repair.values import field_text, with_field

NUMBERED: Final = re.compile(r"\s*\(?(\d{1,2})[.)]\s+(?=\D)")
"""The number of a list at the start of a feature."""
_SPACE_BEFORE: Final = re.compile(r"[^\S\n]+(?=[,;:.!?](?:\s|$|<))")
_RUN: Final = re.compile(r"[^\S\n]{2,}")
# Without its mark a number would say something else: "~5 saat", "-5 °C", "1920*1080", "$20".
_BOLD: Final = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_ARITHMETIC: Final = frozenset("~*^$+-–—±|\\")
_LEFT_OVER: Final = re.compile(r"^(?:[,;:|\s]|[–—-](?!\d))+|(?:[,;:|\s]|(?<=\s)[–—&-])+$")
_TAG_SPACE: Final = re.compile(r"(?<=<p>)[^\S\n]+")
_TURKISH_ONLY: Final = frozenset("ÇĞİÖŞÜçğıöşü")


def tidy(text: str) -> str:
    """No doubled spaces, none before a comma, nothing left over at either end."""
    text = _TAG_SPACE.sub("", _RUN.sub(" ", _SPACE_BEFORE.sub("", text)))
    return _LEFT_OVER.sub("", text)


def cut_out(text: str, start: int, end: int) -> str:
    """The text without a stretch of it."""
    return tidy(text[:start].rstrip(" ") + " " + text[end:].lstrip(" "))


def spaces(_product: Product, listing: Listing) -> Iterable[tuple[Place, Listing]]:
    """Each field whose spaces, line ends or letters are not in their plain form."""
    fields = [(Place("title"), one_line(listing.title))]
    fields += [(Place("features", at), one_line(text)) for at, text in enumerate(listing.features)]
    fields.append((Place("description"), _RUN.sub(" ", many_lines(listing.description))))
    for place, text in fields:
        if text and text != field_text(listing, place):
            yield place, with_field(listing, place, text)


def entities(_product: Product, listing: Listing) -> Iterable[tuple[Place, Listing]]:
    """A title or feature with characters for its entities: both are plain text in every market."""
    fields = [(Place("title"), listing.title)]
    fields += [(Place("features", at), text) for at, text in enumerate(listing.features)]
    for place, text in fields:
        readable = one_line(decoded(text))
        if readable and readable != text:
            yield place, with_field(listing, place, readable)


def drop_special(_product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The field without that character, wherever it stands away from numbers."""
    text = field_text(listing, finding.place)
    mark = finding.text.strip()
    if mark and not mark.isalnum():
        text = _BOLD.sub(r"\1", text) if mark[0] == "*" else text
        pattern = f"(?:{re.escape(mark)})+\ufe0f?"
        if mark[0] in _ARITHMETIC:
            pattern = rf"(?<!\d){pattern}(?!\s?\d)"
        yield with_field(listing, finding.place, tidy(re.sub(pattern, " ", text)))


def drop_bullet(_product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The feature without its bullet; a number goes only where the features are numbered."""
    index, text = finding.place.index, field_text(listing, finding.place)
    if index is None:
        return
    number = NUMBERED.match(text)
    if number:
        counted = [NUMBERED.match(feature) for feature in listing.features]
        if sum(found is not None for found in counted) >= 2 and int(number[1]) == index + 1:
            yield with_field(listing, finding.place, text[number.end() :].strip())
        return
    rest = text.strip().removeprefix(finding.text.strip())
    if not rest.lstrip()[:1].isdigit() or finding.text.strip() not in {"-", "+", "–", "—"}:
        yield with_field(listing, finding.place, tidy(rest))


def drop_hidden(_product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The field without the invisible characters at that place."""
    start, end = finding.place.start, finding.place.end
    if start is not None and end is not None:
        text = field_text(listing, finding.place)
        yield with_field(listing, finding.place, text[:start] + text[end:])


def calm(product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The word with only its first letter in capitals, where its small letters are certain."""
    start, end = finding.place.start, finding.place.end
    if start is None or end is None:
        return
    text = field_text(listing, finding.place)
    word = _calmed(text[start:end], product, listing)
    if word and word != text[start:end]:
        yield with_field(listing, finding.place, text[:start] + word + text[end:])


@lru_cache(maxsize=4)
def _spellings(written: str) -> dict[str, str]:
    """How each word is written first where it is not in capitals."""
    found: dict[str, str] = {}
    for token in turkish.tokens(written):
        if not token.text.isupper():
            found.setdefault(turkish.fold(token.text), token.text)
    return found


def _calmed(word: str, product: Product, listing: Listing) -> str | None:
    """The word in proper case; as the product or the listing itself writes it, if they do."""
    written = " ".join((product.name, *product.features, *listing.features, listing.description))
    if own := _spellings(written).get(turkish.fold(word)):
        return own[0].upper() + own[1:] if own.islower() else own
    language = markets.get(product.market).language
    if language is Language.TR and "I" in word and not _TURKISH_ONLY & set(word):
        # "IŞIK" is Turkish by its Ş; "DIGITAL" may be English, and its small letters differ.
        return None
    return turkish.capitalize(word, language.value)
