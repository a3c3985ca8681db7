"""Texts that a spreadsheet would run, made harmless in a way that can be taken back.

A text that looks like a formula begins with a quote, and one quote more where it has some already:
so that every text comes back as it was, `'=1` too.
"""

from __future__ import annotations

import re
from typing import Any, Final

_MARKS: Final = r"[=+\-@\t\r\n]"
"""What a spreadsheet takes for the beginning of a formula, or passes over before one."""
_RUN: Final = re.compile(rf"'* *{_MARKS}")
_QUOTED: Final = re.compile(rf"'+ *{_MARKS}")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run it, or would once the quotes before it are gone."""
    return _RUN.match(text) is not None


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def as_meant(text: str) -> str:
    """What `harmless` was given: one quote less before what looks like a formula."""
    return text[1:] if _QUOTED.match(text) else text
