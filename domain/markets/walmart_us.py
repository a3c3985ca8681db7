"""walmart-us: English listings by Walmart's public policy, plain text only."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from domain.judgement import Message, Severity
from domain.listing import Language
from domain.markets import claim_rules, seo_rules, structure_rules, words_en, words_tr
from domain.markets.pack import Limits, RulePack, by_code
from domain.markets.phrases import merge

# Walmart itself takes 1-150 characters; the user's 50-100 is a quality criterion beside it, so
# missing it costs points here without blocking approval.
_SOFTER: Final = tuple(
    replace(rule, severity=Severity.WARNING, weight=18)
    for rule in structure_rules.TITLE
    if rule.code in {"title.too_short", "title.too_long"}
)

# Walmart US publishes English only.
_STRICTER: Final = tuple(
    replace(rule, severity=Severity.ERROR, weight=18)
    for rule in structure_rules.TEXT
    if rule.code == "text.foreign_sentence"
)

PACK: Final = RulePack(
    code="walmart-us",
    name=Message(tr="Walmart ABD, İngilizce", en="Walmart US, English"),
    language=Language.EN,
    limits=Limits(
        title_min=50,
        title_max=100,
        title_hard_max=150,
        title_advised=(50, 75),
        features_min=3,
        features_max=10,
        feature_max=80,
        description_min_words=150,
        description_max_chars=4000,
        compliance_min=80,
    ),
    allowed_tags=frozenset(),
    rules=by_code(structure_rules.RULES, _SOFTER, _STRICTER, claim_rules.RULES, seo_rules.RULES),
    claims=MappingProxyType(
        {
            "compliance.promotional_claim": words_en.PROMOTIONAL,
            "compliance.retailer_name": merge(words_en.RETAILERS, words_tr.RETAILERS),
            "compliance.exclusivity_claim": words_en.EXCLUSIVITY,
            "compliance.competitor_claim": words_en.COMPETITOR,
            "compliance.authenticity_claim": words_en.AUTHENTICITY,
            "compliance.availability_claim": words_en.AVAILABILITY,
            "compliance.restricted_claim": words_en.RESTRICTED,
            "compliance.barred_claim": words_en.BARRED,
            "compliance.origin_claim": words_en.ORIGIN,
            "compliance.health_claim": words_en.HEALTH,
            "compliance.urgency_claim": words_en.URGENCY,
        }
    ),
    fine=words_en.FINE,
)
