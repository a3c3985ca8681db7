"""Collects findings under one rule pack: rules that do not hold are passed over, floods cut."""

from __future__ import annotations

from collections import Counter
from typing import Final

from domain.judgement import Finding, Place
from domain.markets import RulePack
from domain.quality.text import FieldText

# A text with more faults of one kind than this is at zero already; telling more helps nobody.
MOST_PER_CODE: Final = 40
_LONGEST_QUOTE: Final = 200


class Report:
    """The findings made so far."""

    def __init__(self, pack: RulePack) -> None:
        self.pack = pack
        self.findings: list[Finding] = []
        self._made: Counter[str] = Counter()

    def add(self, code: str, place: Place, text: str = "", **values: object) -> None:
        """One finding, its sentence filled with `text` and `values`."""
        rule = self.pack.rules.get(code)
        if rule is None or place.field not in rule.fields:
            return
        self._made[code] += 1
        if self._made[code] > MOST_PER_CODE:
            return
        message = rule.message(text=_readable(text), **values)
        quoted = text[:_LONGEST_QUOTE]
        found = Finding(code, rule.severity, place, quoted, message, rule.source.name)
        self.findings.append(found)

    def tells(self, code: str) -> bool:
        """Whether there is a finding under that rule."""
        return self._made[code] > 0

    def mark(self, code: str, part: FieldText, start: int, end: int, **values: object) -> None:
        """One finding at visible characters of a field, quoting what stands there."""
        place = part.place(start, end)
        self.add(code, place, part.quote(place), number=(part.index or 0) + 1, **values)


def _readable(text: str) -> str:
    """A quotation fit for one line of a sentence."""
    return " ".join(text.split())
