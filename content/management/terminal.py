"""Commands that speak the person's language, and how they print texts and judgements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import get_language, override

from content.presentation.names import score_name, severity_name
from content.presentation.places import place_name
from domain.judgement import Judgement


class SpokenCommand(BaseCommand):
    """A command that says everything in one language: `--messages`, else the site's own."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run with the chosen language active, so that errors are told in it too."""
        with override(options.get("messages") or spoken()):
            return super().execute(*args, **options)


def spoken() -> str:
    """The language that is spoken now, among the two that there are."""
    return "en" if (get_language() or "tr").startswith("en") else "tr"


# What moves a terminal's cursor, colours it, renames its window or turns its direction round.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Text of other people with what a terminal would obey written out, as JSON writes it."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def in_one_line(text: str) -> str:
    """A name, of which no part can pass for a line of ours."""
    return visible(" ".join(text.split()))


def as_json(value: Any) -> str:
    """A result for a machine, safe to look at."""
    return visible(json.dumps(value, ensure_ascii=False, indent=2))


def add_language(parser: CommandParser) -> None:
    """`--messages tr|en`: the language that the command speaks."""
    parser.add_argument(
        "--messages",
        choices=("tr", "en"),
        default=spoken(),
        help="the language of everything that is told",
    )


def judgement_lines(judgement: Judgement) -> Iterator[str]:
    """Scores in one line, then a line a finding."""
    scores = judgement.scores.as_json()
    yield "   " + " · ".join(f"{score_name(name)} {score}" for name, score in scores.items())
    for finding in judgement.findings:
        where = place_name(finding.place.field, finding.place.index)
        message = in_one_line(finding.message.in_language(spoken()))
        severity = severity_name(finding.severity)
        yield f"   {severity:<7} {where:<14} {message} ({finding.code})"
