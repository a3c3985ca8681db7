"""The marked-up form: `**Başlık:** …`, `**Özellikler:**` with bullets, `**Açıklama:** …`.

Headings may come in either language, with or without bold, as `## Başlık`, or in another
order; bullets may be `-`, `*` or numbers. Everything after the last heading is its text.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from domain.forms.normal import FormError, bounded, normal
from domain.judgement import Message
from domain.listing import Language, Listing
from domain.turkish import fold

Part = Literal["title", "features", "description"]

PARTS: Final[tuple[Part, ...]] = ("title", "features", "description")

_WORDS: Final[dict[Language, dict[Part, str]]] = {
    Language.TR: {"title": "Başlık", "features": "Özellikler", "description": "Açıklama"},
    Language.EN: {"title": "Title", "features": "Key Features", "description": "Description"},
}
_NAMES: Final[dict[str, Part]] = {
    **dict.fromkeys(("baslik", "urun basligi", "title", "product title"), "title"),
    **dict.fromkeys(("ozellikler", "urun ozellikleri", "one cikan ozellikler"), "features"),
    **dict.fromkeys(("temel ozellikler", "ana ozellikler"), "features"),
    **dict.fromkeys(("features", "key features", "product features"), "features"),
    **dict.fromkeys(
        ("aciklama", "urun aciklamasi", "description", "product description"), "description"
    ),
}
# Bold or a hash without a colon makes a heading only where it has the line to itself. Blanks are
# taken whole and never given back: a long row of them would otherwise cost its square.
_HEADING: Final = re.compile(
    r"^[ \t]*+(?:#{1,6}[ \t]++)?(?:\*\*|__)?[ \t]*+([^\W\d_][^\n:*_#]{3,24}?)[ \t]*+"
    r"(?:(?:\*\*|__)?[ \t]*+[:：](?:\*\*|__)?|(?:\*\*|__)[ \t]*+$)",
    re.MULTILINE,
)
_HASHED: Final = re.compile(
    r"^[ \t]*+#{1,6}[ \t]++([^\W\d_][^\n:*_#]{3,24}?)[ \t]*+$", re.MULTILINE
)
_BULLET: Final = re.compile(r"[ \t]*(?:[•●▪◦‣∙·][ \t]*|(?:[-*+–—✓✔]|\d{1,2}[.)])[ \t]+)")
_FENCE: Final = re.compile(r"^[ \t]*```[^\n`]*$", re.MULTILINE)


class _Heading(NamedTuple):
    part: Part
    start: int
    end: int


def to_text(listing: Listing, language: str = "tr") -> str:
    """The listing's normal form, marked up with the headings of `language`."""
    words = _WORDS[Language.EN if language == "en" else Language.TR]
    own = normal(listing)
    bullets = "".join(f"• {feature}\n" for feature in own.features)
    return (
        f"**{words['title']}:** {own.title}\n**{words['features']}:**\n{bullets}\n"
        f"**{words['description']}:**\n{own.description}\n"
    )


def from_text(text: str) -> Listing:
    """The listing that a marked-up text holds; FormError names a heading that is missing."""
    found = sections(bounded(text))
    for part in PARTS:
        if part not in found:
            raise FormError(_missing(part))
    return assemble(found)


def assemble(found: dict[Part, str]) -> Listing:
    """A listing in its normal form from the raw text of each part, as far as they are there."""
    lines = [line for line in found.get("title", "").split("\n") if line.strip()]
    return normal(
        Listing(
            title=lines[0] if lines else "",
            features=tuple(bullets(found.get("features", ""))),
            description=found.get("description", ""),
        )
    )


def sections(text: str) -> dict[Part, str]:
    """The raw text under each heading, as far as there are headings."""
    source = text.replace("\r\n", "\n")
    headings = _headings(source)
    chosen = _in_order(headings)
    found: dict[Part, str] = {}
    for position, heading in enumerate(chosen):
        last = position + 1 == len(chosen)
        end = len(source) if last else chosen[position + 1].start
        found[heading.part] = source[heading.end : end]
        if last and (fence := _fenced(source, chosen[0].start, heading.end)) is not None:
            found[heading.part] = source[heading.end : fence]
    return found


def bullets(text: str) -> list[str]:
    """One item a line without its bullet; a line without one goes on with the item before."""
    lines = [line for line in text.split("\n") if line.strip()]
    marked = any(_BULLET.match(line) for line in lines)
    items: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if marked and not bullet and items:
            items[-1] += " " + line.strip()
        else:
            items.append(line[bullet.end() :] if bullet else line)
    return items


def _headings(text: str) -> list[_Heading]:
    found = [*_HEADING.finditer(text), *_HASHED.finditer(text)]
    known = {
        match.start(): _Heading(part, *match.span())
        for match in found
        if (part := _NAMES.get(fold(" ".join(match[1].split()))))
    }
    return [known[start] for start in sorted(known)]


def _in_order(headings: list[_Heading]) -> list[_Heading]:
    """The first heading of each part, each after the one before: later ones are text.

    The title's own heading opens the listing, so that whatever a description quotes stays
    in the description.
    """
    first = next((h for h in headings if h.part == "title"), None)
    chosen = [first] if first else []
    for heading in headings:
        if chosen and heading.start < chosen[-1].end:
            continue
        if all(heading.part != other.part for other in chosen):
            chosen.append(heading)
    return chosen


def _fenced(text: str, start: int, end: int) -> int | None:
    """Where the code fence closes that was opened before the first heading, if one was."""
    if not _FENCE.search(text, 0, start):
        return None
    closing = list(_FENCE.finditer(text, end))
    return closing[-1].start() if closing else None


def _missing(part: Part) -> Message:
    tr, en = _WORDS[Language.TR][part], _WORDS[Language.EN][part]
    return Message(
        tr=f"Metinde “{tr}” bölümü yok: “**{tr}:**” ile başlayan bir satır ekleyin.",
        en=f"The text has no “{en}” part: add a line that begins with “**{en}:**”.",
    )
