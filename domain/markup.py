"""HTML in descriptions: read it with offsets intact, make it plain, make it safe.

Only what a browser would take for a tag counts as one, so `5 < 6` stays text.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Final, NamedTuple

import nh3

_BLOCK_NAMES: Final = (
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr "
    "li main ol p pre section table tbody td tfoot th thead tr ul"
)
_VOID_NAMES: Final = "area base br col embed hr img input link meta source track wbr"
BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
VOID: Final = frozenset(_VOID_NAMES.split())
_UNSEEN: Final = frozenset({"script", "style"})

_TAG_BODY: Final = r"""(?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*')*)?>"""
_PIECE: Final = re.compile(
    rf"(?P<hidden><(?P<kind>script|style)\b[^<>]*>(?s:.*?)(?:</(?P=kind)\s*>|\Z))"
    r"|(?P<comment><!--(?s:.*?)(?:-->|\Z)|<[!?][^<>]*>)"
    rf"|<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*){_TAG_BODY}"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
    re.IGNORECASE | re.ASCII,
)
_SIMPLE_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)>")
"""A tag without attributes: where all are so, none needs the whole pattern."""
_AMPERSANDS: Final = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)
"""An ampersand that was escaped once or, by a model or a spreadsheet, several times over."""
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r"\s*\n\s*")


class Tag(NamedTuple):
    """One tag as it stands in the text; `name` is in lower case."""

    name: str
    start: int
    end: int
    closing: bool = False


def blank(text: str) -> str:
    """The visible text at its own offsets: exactly as long as the source.

    Tags become spaces (a block tag begins with a line break, so that it ends a sentence), an
    entity becomes its character and spaces.
    """
    if "<" not in text and "&" not in text:
        return text
    return _PIECE.sub(_blanked, text)


def plain(text: str) -> str:
    """The visible text as a person reads it: one line a block, no repeated spaces."""
    seen = _PIECE.sub(_seen, text) if "<" in text or "&" in text else text
    return _LINES.sub("\n", _SPACES.sub(" ", seen)).strip()


def clean(text: str, allowed: frozenset[str]) -> str:
    """Safe HTML with only the `allowed` tags and no attributes; other tags leave their text."""
    return nh3.clean(
        text,
        tags=set(allowed - _UNSEEN),
        clean_content_tags=set(_UNSEEN),
        attributes={},
        link_rel=None,
    )


def bare(text: str) -> str:
    """The text without tags and entities, its spaces and line breaks left as they are.

    A block tag leaves a line break. What was written as an entity may read as markup then:
    `domain.keeping` asks until there is nothing left to take out.
    """
    if "<" not in text and "&" not in text:
        return text
    return _PIECE.sub(_seen, _AMPERSANDS.sub("&", text))


def decoded(text: str) -> str:
    """The text with its entities as the characters they stand for; its tags are left alone."""
    if "&" not in text:
        return text
    return _PIECE.sub(_as_character, _AMPERSANDS.sub("&", text))


def tags(text: str) -> list[Tag]:
    """Every tag in order of its place; script and style count once, with what they hold."""
    if "<" not in text:
        return []
    simple = [
        Tag(found[2].lower(), found.start(), found.end(), bool(found[1]))
        for found in _SIMPLE_TAG.finditer(text)
    ]
    if len(simple) == text.count("<") and not any(tag.name in _UNSEEN for tag in simple):
        return simple
    return [_tag(found) for found in _PIECE.finditer(text) if found["name"] or found["kind"]]


def unbalanced(text: str) -> list[Tag]:
    """Tags that are opened and never closed, or closed and never opened, in order."""
    opened: list[Tag] = []
    stray: list[Tag] = []
    for tag in tags(text):
        if tag.name in VOID or tag.name in _UNSEEN:
            continue
        if not tag.closing:
            opened.append(tag)
        elif any(other.name == tag.name for other in opened):
            while (last := opened.pop()).name != tag.name:
                stray.append(last)
        else:
            stray.append(tag)
    return sorted(stray + opened, key=lambda tag: tag.start)


def _tag(found: re.Match[str]) -> Tag:
    name: str = found["name"] or found["kind"]
    return Tag(name.lower(), found.start(), found.end(), bool(found["slash"]))


def _decoded(entity: str) -> str:
    """The entity's character, or the source itself where there is no such entity."""
    if entity[1] != "#" and entity[1:] not in html5:
        return entity
    return html.unescape(entity).replace("\u00a0", " ")


def _as_character(found: re.Match[str]) -> str:
    return _decoded(found["entity"]) if found["entity"] else found[0]


def _blanked(found: re.Match[str]) -> str:
    width = found.end() - found.start()
    if found["entity"]:
        return _decoded(found["entity"]).ljust(width)[:width]
    block = found["name"] and found["name"].lower() in BLOCKS
    return ("\n" if block else " ") + " " * (width - 1)


def _seen(found: re.Match[str]) -> str:
    if found["entity"]:
        return _decoded(found["entity"])
    return "\n" if found["name"] and found["name"].lower() in BLOCKS else ""
