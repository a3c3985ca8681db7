"""Whether a listing is good enough for a level's data."""

from __future__ import annotations

from typing import Final

from domain.judgement import Scores
from domain.levels import LevelRule
from domain.listing import Listing
from domain.markup import plain
from domain.turkish import tokens

STRICT_OVERALL: Final = 85
STRICT_COMPLIANCE: Final = 90
SHORTEST_TITLE: Final = 50
FEWEST_FEATURES: Final = 3
FEWEST_WORDS: Final = 150


def failures(listing: Listing, scores: Scores, rule: LevelRule) -> list[str]:
    """The codes of what keeps a listing out of a level's data; empty for one that is let in."""
    failed = []
    threshold = max(rule.threshold, STRICT_OVERALL) if rule.strict else rule.threshold
    if scores.overall_score < threshold:
        failed.append("below_threshold")
    if rule.strict:
        checks = {
            "short_title": len(listing.title) < SHORTEST_TITLE,
            "few_features": len(listing.features) < FEWEST_FEATURES,
            "short_description": len(tokens(plain(listing.description))) < FEWEST_WORDS,
            "low_compliance": scores.walmart_compliance < STRICT_COMPLIANCE,
        }
        failed += [code for code, is_so in checks.items() if is_so]
    return failed
