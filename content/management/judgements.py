"""How commands print judgements."""

from __future__ import annotations

from collections.abc import Iterator

from content.presentation.names import score_name, severity_name
from content.presentation.places import place_name
from domain.judgement import Judgement
from terminal.showing import in_one_line
from terminal.speaking import spoken


def judgement_lines(judgement: Judgement) -> Iterator[str]:
    """Scores in one line, then a line a finding."""
    scores = judgement.scores.as_json()
    yield "   " + " · ".join(f"{score_name(name)} {score}" for name, score in scores.items())
    for finding in judgement.findings:
        where = place_name(finding.place.field, finding.place.index)
        message = in_one_line(finding.message.in_language(spoken()))
        severity = severity_name(finding.severity)
        yield f"   {severity:<7} {where:<14} {message} ({finding.code})"
