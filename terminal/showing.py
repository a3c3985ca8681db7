"""How a command prints what other people wrote, and what a machine reads."""

from __future__ import annotations

import json
import re
from typing import Any

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
