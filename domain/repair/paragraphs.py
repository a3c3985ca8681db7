"""Markup of descriptions: allowed tags only, closed, in the form that the market takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from domain import markets, markup, turkish
from domain.judgement import Finding, Place
from domain.listing import Listing, Product
from domain.prompt import LONGEST_STRING
from domain.repair.values import field_text, with_field

EMPTY: Final = re.compile(r"<p>\s*</p>")
_LINE_BULLET: Final = re.compile(
    r"(?m)(^|<(?:p|li|br ?/?)>)[ \t]*(?:[•●▪▫■□◦‣⁃∙★☆✓✔✅►▶→»➤]+[ \t]*|[*+–—-][ \t]+(?=\D))"
)
_INLINE_BULLET: Final = re.compile(r"[ \t]*[•●▪■◦‣⁃][ \t]*")
_SENTENCE_END: Final = ".!?…:;,"
_HOLDING: Final = markup.BLOCKS - {"br", "hr"}
_FINISHED: Final = ".!?…\"'”’)"
_LONGEST_SENTENCE: Final = 400
"""More than that is no sentence but a text without any, and not for us to take out."""
_STRIPPED: Final = 20
"""Spaces and the like that tidying may have taken from a text that reached its bound."""
_DESCRIPTION: Final = Place("description")


def strip_tags(_product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """A title or feature as plain text."""
    text = markup.plain(field_text(listing, finding.place)).replace("\n", " ")
    if text:
        yield with_field(listing, finding.place, text)


def allowed_only(product: Product, listing: Listing, _finding: Finding) -> Iterable[Listing]:
    """The description with the market's tags only, each of them closed."""
    allowed = markets.get(product.market).allowed_tags
    if not allowed:
        yield from one_paragraph(product, listing, _finding)
        return
    text = listing.description
    for tag in reversed(markup.tags(text)):
        # A block that is not allowed still parts the words before and after it.
        if tag.name not in allowed and tag.name in markup.BLOCKS:
            text = text[: tag.start] + "\n" + text[tag.end :]
    cleaned = EMPTY.sub("", markup.clean(text, allowed)).strip()
    yield from _same_words(listing, _paragraphs(cleaned) if "p" in allowed else cleaned)


def one_paragraph(_product: Product, listing: Listing, _finding: Finding) -> Iterable[Listing]:
    """The description as one paragraph of plain text."""
    yield from _same_words(listing, _joined(markup.plain(listing.description)))


def without_bullets(product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The description's lines as sentences, without bullets."""
    text = _INLINE_BULLET.sub(" ", _LINE_BULLET.sub(r"\1", listing.description)).strip()
    html = bool(markets.get(product.market).allowed_tags)
    yield from _same_words(listing, text if html else _joined(markup.plain(text)))


def finished(product: Product, listing: Listing) -> Iterable[Listing]:
    """The description without its last sentence, where the answer's bound broke that off."""
    text = listing.description
    sentences = turkish.sentences(markup.blank(text))
    if len(text) < LONGEST_STRING - _STRIPPED or len(sentences) < 2:
        return
    last = sentences[-1]
    if last.text[-1] not in _FINISHED and last.end - last.start <= _LONGEST_SENTENCE:
        allowed = markets.get(product.market).allowed_tags
        kept = text[: last.start].rstrip()
        closed = EMPTY.sub("", markup.clean(kept, allowed)) if allowed else kept
        yield with_field(listing, _DESCRIPTION, closed)


def in_paragraphs(product: Product, listing: Listing) -> Iterable[Listing]:
    """Bare text in paragraph tags, where the market's descriptions are HTML."""
    allowed = markets.get(product.market).allowed_tags
    wrapped = _paragraphs(listing.description) if "p" in allowed else listing.description
    if wrapped != listing.description:
        cleaned = EMPTY.sub("", markup.clean(wrapped, allowed))
        yield from _same_words(listing, cleaned)


def _same_words(listing: Listing, description: str) -> Iterable[Listing]:
    """The listing with that description, unless a word would be lost (after a stray `<`)."""
    was, now = (turkish.tokens(markup.plain(text)) for text in (listing.description, description))
    if [token.text for token in was] == [token.text for token in now]:
        yield with_field(listing, _DESCRIPTION, description)


def _paragraphs(text: str) -> str:
    """Each line of bare text before, after or without any block as a paragraph."""
    blocks = [tag for tag in markup.tags(text) if tag.name in _HOLDING]
    if not blocks:
        return _wrapped(text)
    first, last = blocks[0].start, blocks[-1].end
    after = _wrapped(text[last:]) if blocks[-1].closing else text[last:]
    return (_wrapped(text[:first]) or text[:first]) + text[first:last] + (after or text[last:])


def _wrapped(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "".join(f"<p>{line}</p>" for line in lines if line)


def _joined(text: str) -> str:
    """Lines as sentences of one paragraph."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ended = [line if line[-1] in _SENTENCE_END else f"{line}." for line in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])
