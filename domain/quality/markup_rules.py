"""Markup and lists: which tags a field may hold, and where bullets stand that should not."""

from __future__ import annotations

import re
from typing import Final

from domain import markup
from domain.quality.report import Report
from domain.quality.signs import ODD
from domain.quality.text import FieldText

# "2. seviye" is a level and "3. nesil" a generation; other numbers with a point number a list.
_NUMBERED: Final = (
    r"\(?\d{1,2}[.)](?=[ \t]+\D)(?!(?<=\.)[ \t]+(?i:seviye|kademe|nesil|kuşak|sınıf|derece))"
)
_BULLET: Final = re.compile(
    r"[ \t]*"
    r"(?P<mark>[•●▪▫■□◦‣⁃∙·★☆✓✔✅►▶→»➤]+|[*+–—-]+(?=\s)"
    rf"|[-*]+(?=[^\W\d])|{_NUMBERED})"
)
_LINE_BULLET: Final = re.compile(rf"[ \t]*(?:[•●▪▫■□◦‣⁃∙★☆✓✔✅►▶→»➤]+|[*+–—-]+(?=\s)|{_NUMBERED})")
_INLINE_BULLET: Final = re.compile("[•●▪■◦‣⁃]")
_MOST_LINES: Final = 400


def check(part: FieldText, report: Report) -> None:
    """Tags that are not allowed, tags left open, bullets and several paragraphs."""
    if "<" in part.raw:
        _tags(part, report)
    if part.field == "features":
        _leading_bullet(part, report)
    elif part.field == "description":
        _lists(part, report)
        _paragraphs(part, report)


def _tags(part: FieldText, report: Report) -> None:
    allowed = report.pack.allowed_tags if part.field == "description" else frozenset()
    told: set[str] = set()
    found = markup.tags(part.raw)
    for tag in found:
        if tag.name not in allowed and tag.name not in told:
            told.add(tag.name)
            _tell(f"{part.field}.html", part, report, tag)
    if part.field == "description" and not _pairs(found):
        for tag in markup.unbalanced(part.raw)[:3]:
            _tell("description.unclosed_tag", part, report, tag)


def _pairs(tags: list[markup.Tag]) -> bool:
    """Whether tags plainly nest: the usual case, told without a second look at the text."""
    opened: list[str] = []
    for tag in tags:
        if tag.name in markup.VOID:
            continue
        if not tag.closing:
            opened.append(tag.name)
        elif not opened or opened.pop() != tag.name:
            return False
    return not opened


def _tell(code: str, part: FieldText, report: Report, tag: markup.Tag) -> None:
    place = part.raw_place(tag.start, tag.end)
    report.add(code, place, part.quote(place), number=(part.index or 0) + 1)


def _leading_bullet(part: FieldText, report: Report) -> None:
    found = _BULLET.match(part.visible)
    if found is not None:
        report.mark("features.bullet_character", part, *found.span("mark"))


def _lists(part: FieldText, report: Report) -> None:
    found = _INLINE_BULLET.search(part.visible) if ODD in part.signs else None
    begin = 0
    for _ in range(_MOST_LINES):
        found = found or _LINE_BULLET.match(part.visible, begin)
        begin = part.visible.find("\n", begin) + 1
        if found is not None or not begin:
            break
    if found is not None:
        report.mark("description.list", part, *found.span())


def _paragraphs(part: FieldText, report: Report) -> None:
    if "\n" not in part.visible:
        return
    count = sum(1 for block in re.split(r"\n\s*\n", part.visible.strip()) if block.strip())
    if count > 1:
        report.add("description.several_paragraphs", part.place(), count=count)
