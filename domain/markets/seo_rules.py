"""Rules on being found and being read: keywords, coverage, stuffing, plain sentences."""

from __future__ import annotations

from typing import Final

from domain.judgement import FieldName, Severity
from domain.markets.pack import Part, Rule
from domain.markets.sources import ADVICE, CHECKLIST, POLICY

_WARNING, _ADVICE = Severity.WARNING, Severity.ADVICE
_SEO: Final = frozenset({Part.SEO})
_BOTH: Final = frozenset({Part.SEO, Part.COMPLIANCE})
_READABILITY: Final = frozenset({Part.READABILITY})
_TITLE: Final[tuple[FieldName, ...]] = ("title",)
_DESCRIPTION: Final[tuple[FieldName, ...]] = ("description",)

RULES: Final = (
    Rule(
        "seo.keyword_derived", _ADVICE, 0, _SEO, ("listing",), CHECKLIST,
        "Anahtar kelime verilmedi; ürün bilgilerinden “{text}” alındı.",
        "No keyword was given; “{text}” was taken from the product's facts.",
    ),
    Rule(
        "seo.keyword_not_in_title", _WARNING, 8, _SEO, _TITLE, CHECKLIST,
        "Başlıkta anahtar kelime (“{text}”) geçmiyor; ilk üçte birine ekleyin.",
        "The title lacks the keyword (“{text}”); put it into the first third.",
    ),
    Rule(
        "seo.keyword_late_in_title", _ADVICE, 2, _SEO, _TITLE, ADVICE,
        "Anahtar kelime (“{text}”) başlığın ilk üçte birinde değil; öne alın.",
        "The keyword (“{text}”) is not in the title's first third; move it forward.",
    ),
    Rule(
        "seo.keyword_not_in_description", _WARNING, 6, _BOTH, _DESCRIPTION, POLICY,
        "Açıklamada anahtar kelime (“{text}”) geçmiyor; ekleyin.",
        "The description lacks the keyword (“{text}”); add it.",
    ),
    Rule(
        "seo.keyword_stuffing", _WARNING, 8, _BOTH, _DESCRIPTION, POLICY,
        "“{text}” açıklamada {count} kez, metnin %{percent} kadarı; %{limit} üstü yığma sayılır.",
        "“{text}” stands {count} times, {percent}% of the description; over {limit}% is stuffing.",
    ),
    Rule(
        "seo.word_stuffing", _WARNING, 8, _BOTH, _DESCRIPTION, POLICY,
        "Açıklamada çok sık geçiyor: {words}; azaltın.",
        "Too often in the description: {words}; use less of it.",
    ),
    Rule(
        "seo.brand_not_in_title", _WARNING, 6, _SEO, _TITLE, CHECKLIST,
        "Başlıkta marka (“{text}”) geçmiyor; başa ekleyin.",
        "The title lacks the brand (“{text}”); put it first.",
    ),
    Rule(
        "seo.type_not_in_title", _ADVICE, 2, _SEO, _TITLE, CHECKLIST,
        "Başlıkta ürün türü (“{text}”) geçmiyor; ekleyin.",
        "The title lacks the product type (“{text}”); add it.",
    ),
    Rule(
        "seo.no_attribute_in_title", _ADVICE, 2, _SEO, _TITLE, CHECKLIST,
        "Başlıkta verilen özelliklerden hiçbiri yok; en önemlisini ekleyin.",
        "The title has none of the given features; add the most important one.",
    ),
    Rule(
        "readability.hard", _ADVICE, 3, frozenset(), _DESCRIPTION, CHECKLIST,
        "Açıklama zor okunuyor ({count}/100); cümleleri ve kelimeleri kısaltın.",
        "The description is hard to read ({count}/100); use shorter sentences and words.",
    ),
    Rule(
        "readability.long_sentence", _ADVICE, 1, _READABILITY, _DESCRIPTION, CHECKLIST,
        "Bu cümle {count} kelime; {limit} kelimeyi aşan cümleleri bölün.",
        "This sentence has {count} words; split sentences of more than {limit}.",
    ),
)  # fmt: skip
