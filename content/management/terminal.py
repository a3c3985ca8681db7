"""How commands print judgements, and the options they share."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management.base import CommandParser
from django.utils.translation import get_language

from domain.judgement import Judgement

_NAMES = {
    "tr": ("Genel", "Uyum", "SEO", "Dayanak", "Okunurluk"),
    "en": ("Overall", "Compliance", "SEO", "Grounding", "Readability"),
}
_SEVERITIES = {
    "tr": {"error": "hata", "warning": "uyarı", "advice": "öneri"},
    "en": {"error": "error", "warning": "warning", "advice": "advice"},
}


def add_language(parser: CommandParser) -> None:
    """`--messages tr|en`: the language that findings are told in."""
    default = "en" if (get_language() or "tr").startswith("en") else "tr"
    parser.add_argument(
        "--messages",
        choices=("tr", "en"),
        default=default,
        help="the language of the findings' messages",
    )


def judgement_lines(judgement: Judgement, language: str) -> Iterator[str]:
    """Scores in one line, then a line a finding."""
    scores = zip(_NAMES[language], judgement.scores.as_json().values(), strict=True)
    yield "   " + " · ".join(f"{name} {score}" for name, score in scores)
    for finding in judgement.findings:
        place = finding.place
        where = place.field if place.index is None else f"{place.field}[{place.index}]"
        severity = _SEVERITIES[language][finding.severity]
        message = finding.message.in_language(language)
        yield f"   {severity:<8} {where:<12} {message} ({finding.code})"
