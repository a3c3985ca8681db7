"""Rules on what may be said: promotions, retailers, rivals, authenticity, restricted claims."""

from __future__ import annotations

from typing import Final

from domain.judgement import FieldName, Severity
from domain.markets.pack import Part, Rule
from domain.markets.sources import CHECKLIST, CLAIMS, CRITERIA, POLICY

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_PARTS: Final = frozenset({Part.COMPLIANCE})
_TITLE: Final[tuple[FieldName, ...]] = ("title",)
_BODY: Final[tuple[FieldName, ...]] = ("features", "description")
_ALL: Final[tuple[FieldName, ...]] = ("title", "features", "description")

# What one forbidden wording costs. It outweighs whatever the same words could mend elsewhere
# (a title or a description that was too short), so that adding one never pays.
FORBIDDEN: Final = 45

RULES: Final = (
    Rule(
        "compliance.promotional_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Promosyon ifadesi kullanılamaz: “{text}”; silin.",
        "Promotional claims are not allowed: “{text}”; delete it.",
    ),
    Rule(
        "compliance.retailer_name", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Mağaza adı geçemez: “{text}”; ürünün markası değilse silin.",
        "Retailer names are not allowed: “{text}”; delete it unless it is the product's brand.",
    ),
    Rule(
        "compliance.exclusivity_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Yalnızca burada satıldığı ileri sürülemez: “{text}”; silin.",
        "Exclusivity claims are not allowed: “{text}”; delete it.",
    ),
    Rule(
        "compliance.competitor_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Rakiplerle karşılaştırma ya da üstünlük iddiası kullanılamaz: “{text}”; silin.",
        "Comparisons with competitors are not allowed: “{text}”; delete it.",
    ),
    Rule(
        "compliance.authenticity_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Orijinallik iddiası onaysız kullanılamaz: “{text}”; silin.",
        "Authenticity claims need approval: “{text}”; delete it.",
    ),
    Rule(
        "compliance.availability_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Stok ya da satış durumu yazılamaz: “{text}”; silin.",
        "Availability is not to be stated: “{text}”; delete it.",
    ),
    Rule(
        "compliance.restricted_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, CLAIMS,
        "Kısıtlanmış ürün iddiası: “{text}”; kanıtını Walmart onaylamadıysa silin.",
        "Restricted product claim: “{text}”; delete it unless Walmart approved its evidence.",
    ),
    Rule(
        "compliance.barred_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, CLAIMS,
        "Yasaklanmış ürün iddiası: “{text}”; silin.",
        "Barred product claim: “{text}”; delete it.",
    ),
    Rule(
        "compliance.origin_claim", _ERROR, FORBIDDEN, _PARTS, _ALL, CLAIMS,
        "Menşe iddiası ürün bilgilerinde yok: “{text}”; menşeyi özelliklere ekleyin ya da silin.",
        "The claim of origin is not among the product's facts: “{text}”; add it or delete it.",
    ),
    Rule(
        "compliance.url", _ERROR, FORBIDDEN, _PARTS, _ALL, POLICY,
        "Bağlantı kullanılamaz: “{text}”; silin.",
        "Links are not allowed: “{text}”; delete it.",
    ),
    Rule(
        "compliance.health_claim", _WARNING, 10, _PARTS, _ALL, CHECKLIST,
        "Sağlık iddiası kanıt ister: “{text}”; kanıtınız yoksa silin.",
        "A health claim needs evidence: “{text}”; delete it if you have none.",
    ),
    Rule(
        "compliance.urgency_claim", _WARNING, 10, _PARTS, _ALL, CHECKLIST,
        "Acele ettiren ifade: “{text}”; silin.",
        "Wording that urges to hurry: “{text}”; delete it.",
    ),
    Rule(
        "compliance.price", _WARNING, 10, _PARTS, _ALL, CHECKLIST,
        "Metinde fiyat var: “{text}”; fiyat ilan metnine yazılmaz, silin.",
        "The text states a price: “{text}”; prices do not belong in it, delete it.",
    ),
    Rule(
        "compliance.contact_details", _WARNING, 10, _PARTS, _ALL, CHECKLIST,
        "İletişim bilgisi var: “{text}”; silin.",
        "There are contact details: “{text}”; delete them.",
    ),
    Rule(
        "compliance.below_minimum", _ERROR, 0, frozenset(), ("listing",), CRITERIA,
        "Kurallara uyum puanı {count}; en az {limit} olmalı.",
        "The compliance score is {count}; it must be at least {limit}.",
    ),
)  # fmt: skip
