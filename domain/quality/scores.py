"""The one place where findings become scores.

Every score starts at 100. A finding of weight w leaves (100 - w) per cent of what was there,
so that any number of findings stays within 0 and 100, their order does not matter, and one
more finding never raises a score. The overall score counts all findings; each other score
counts the findings whose rule names it. Gates then cap the overall score:

- any error caps it at 59, the top of the band "Poor": the listing cannot be published as it is;
- a claim without a source (a grounding error) or a forbidden wording weighs more than whatever
  the same words could mend elsewhere, so that adding one never pays.

Readability is the one score with a measure of its own (Ateşman or Flesch, 0-100); findings
only lower it. The weights stand with the rules in `domain.markets`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.judgement import Finding, Scores, Severity
from domain.markets import Part, RulePack

ERROR_CAP: Final = 59
POOR_BELOW: Final = 60
EXCELLENT_FROM: Final = 80

# Grounding names its findings itself; these are what they cost, by severity.
_GROUNDING_WEIGHTS: Final = {Severity.ERROR: 45, Severity.WARNING: 6, Severity.ADVICE: 1}
_PLAIN_WEIGHTS: Final = {Severity.ERROR: 18, Severity.WARNING: 6, Severity.ADVICE: 1}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one finding takes, and from which scores beside the overall one."""

    weight: int
    parts: frozenset[Part]


def cost(finding: Finding, pack: RulePack) -> Cost:
    """The cost of a finding by its rule, or by its severity where no rule names it."""
    rule = pack.rules.get(finding.code)
    if rule is not None:
        return Cost(rule.weight, rule.parts)
    if finding.code.startswith("grounding."):
        return Cost(_GROUNDING_WEIGHTS[finding.severity], frozenset({Part.GROUNDING}))
    return Cost(_PLAIN_WEIGHTS[finding.severity], frozenset({Part.COMPLIANCE}))


def scores(findings: Iterable[Finding], pack: RulePack, readable: float = 100.0) -> Scores:
    """The five scores of a listing; `readable` is the measure of its prose, 0 to 100."""
    overall = 1.0
    left = dict.fromkeys(Part, 1.0)
    gated = False
    for finding in findings:
        price = cost(finding, pack)
        keeps = 1 - price.weight / 100
        overall *= keeps
        for part in price.parts:
            left[part] *= keeps
        gated = gated or finding.severity is Severity.ERROR
    whole = _points(overall)
    return Scores(
        overall_score=min(whole, ERROR_CAP) if gated else whole,
        walmart_compliance=_points(left[Part.COMPLIANCE]),
        seo_score=_points(left[Part.SEO]),
        grounding=_points(left[Part.GROUNDING]),
        readability=_points(left[Part.READABILITY] * min(max(readable, 0.0), 100.0) / 100),
    )


def band(score: int) -> str:
    """The name of the band a score lies in, as Walmart's Listing Quality names them."""
    if score < POOR_BELOW:
        return "poor"
    return "good" if score < EXCELLENT_FROM else "excellent"


def _points(share: float) -> int:
    return round(100 * share)
