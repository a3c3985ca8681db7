"""walmart-tr: Turkish listings by the user's quality criteria, simple HTML allowed."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from domain.judgement import Message
from domain.listing import Language
from domain.markets import claim_rules, seo_rules, structure_rules, words_en, words_tr
from domain.markets.pack import Limits, RulePack, by_code
from domain.markets.phrases import merge

# A list is markup here; running text still takes no bullet characters. One paragraph is the
# English market's rule.
_NOT_HERE: Final = frozenset({"description.several_paragraphs"})

PACK: Final = RulePack(
    code="walmart-tr",
    name=Message(tr="Walmart, Türkçe", en="Walmart, Turkish"),
    language=Language.TR,
    limits=Limits(
        title_min=50,
        title_max=100,
        title_hard_max=150,
        title_advised=(50, 80),
        features_min=3,
        features_max=10,
        feature_max=80,
        description_min_words=150,
        description_max_chars=4000,
        compliance_min=80,
    ),
    allowed_tags=frozenset({"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "h4"}),
    rules=by_code(
        (rule for rule in structure_rules.RULES if rule.code not in _NOT_HERE),
        claim_rules.RULES,
        seo_rules.RULES,
    ),
    claims=MappingProxyType(
        {
            f"compliance.{name}": merge(turkish, english)
            for name, turkish, english in (
                ("promotional_claim", words_tr.PROMOTIONAL, words_en.PROMOTIONAL),
                ("retailer_name", words_tr.RETAILERS, words_en.RETAILERS),
                ("exclusivity_claim", words_tr.EXCLUSIVITY, words_en.EXCLUSIVITY),
                ("competitor_claim", words_tr.COMPETITOR, words_en.COMPETITOR),
                ("authenticity_claim", words_tr.AUTHENTICITY, words_en.AUTHENTICITY),
                ("availability_claim", words_tr.AVAILABILITY, words_en.AVAILABILITY),
                ("restricted_claim", words_tr.RESTRICTED, words_en.RESTRICTED),
                ("barred_claim", words_tr.BARRED, words_en.BARRED),
                ("origin_claim", words_tr.ORIGIN, words_en.ORIGIN),
                ("health_claim", words_tr.HEALTH, words_en.HEALTH),
                ("urgency_claim", words_tr.URGENCY, words_en.URGENCY),
            )
        }
    ),
    fine=merge(words_tr.FINE, words_en.FINE),
)
