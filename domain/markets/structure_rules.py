"""Rules on form: lengths, counts, characters, markup and language of each field."""

from __future__ import annotations

from typing import Final

from domain.judgement import FieldName, Severity
from domain.markets.pack import Part, Rule, Source
from domain.markets.sources import ADVICE, CHECKLIST, CRITERIA, POLICY

_ERROR, _WARNING, _ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE
_BOTH: Final = frozenset({Part.COMPLIANCE, Part.SEO})
_COMPLIANCE: Final = frozenset({Part.COMPLIANCE})
_SEO: Final = frozenset({Part.SEO})


def _rule(
    code: str,
    severity: Severity,
    weight: int,
    parts: frozenset[Part],
    source: Source,
    tr: str,
    en: str,
) -> Rule:
    """A rule whose field is the first word of its code."""
    start = code.split(".")[0]
    named: dict[str, tuple[FieldName, ...]] = {
        "title": ("title",),
        "features": ("features",),
        "description": ("description",),
        "text": ("title", "features", "description"),
    }
    return Rule(code, severity, weight, parts, named[start], source, tr, en)


TITLE: Final = (
    _rule(
        "title.missing", _ERROR, 45, _BOTH, POLICY,
        "Başlık boş; {min}-{max} karakterlik bir başlık yazın.",
        "The title is empty; write one of {min}-{max} characters.",
    ),
    _rule(
        "title.too_short", _ERROR, 18, _BOTH, CRITERIA,
        "Başlık {count} karakter; en az {limit} karakter olmalı.",
        "The title has {count} characters; it needs at least {limit}.",
    ),
    _rule(
        "title.too_long", _ERROR, 18, _BOTH, CRITERIA,
        "Başlık {count} karakter; en çok {limit} karakter olabilir, {over} karakter kısaltın.",
        "The title has {count} characters; at most {limit} are allowed, so shorten it by {over}.",
    ),
    _rule(
        "title.over_limit", _ERROR, 25, _BOTH, POLICY,
        "Başlık {count} karakter; Walmart en çok {limit} karakter kabul eder.",
        "The title has {count} characters; Walmart takes at most {limit}.",
    ),
    _rule(
        "title.outside_advised_band", _ADVICE, 1, _SEO, ADVICE,
        "Başlık {count} karakter; telefon ekranında {min}-{max} karakter önerilir.",
        "The title has {count} characters; {min}-{max} are advised for phone screens.",
    ),
    _rule(
        "title.all_caps", _ERROR, 18, _COMPLIANCE, POLICY,
        "Başlıkta “{text}” baştan sona büyük harf; yalnızca ilk harfi büyük yazın.",
        "“{text}” in the title is all capitals; capitalise only its first letter.",
    ),
    _rule(
        "title.lower_case", _WARNING, 4, _COMPLIANCE, POLICY,
        "Başlık küçük harfle yazılmış; kelimelerin ilk harfini büyük yazın.",
        "The title is in lower case; begin its words with a capital.",
    ),
    _rule(
        "title.special_character", _ERROR, 18, _COMPLIANCE, POLICY,
        "Başlıkta kullanılamayan karakter: “{text}”; silin.",
        "The title has a character that is not allowed: “{text}”; delete it.",
    ),
    _rule(
        "title.html", _ERROR, 18, _COMPLIANCE, POLICY,
        "Başlıkta HTML olamaz; {text} etiketini silin.",
        "A title takes no HTML; delete the tag {text}.",
    ),
    _rule(
        "title.year", _WARNING, 5, _COMPLIANCE, POLICY,
        "Başlıkta yıl var (“{text}”); ürün adının parçası değilse silin.",
        "The title has a year (“{text}”); delete it unless it is part of the product's name.",
    ),
    _rule(
        "title.several_brands", _WARNING, 8, _BOTH, POLICY,
        "Başlıkta başka bir marka var: “{text}”; yalnızca ürünün markası kalmalı.",
        "The title names another brand: “{text}”; keep only the product's own.",
    ),
    _rule(
        "title.repeated_word", _WARNING, 6, _BOTH, POLICY,
        "“{text}” başlıkta {count} kez geçiyor; en çok {limit} kez geçebilir.",
        "“{text}” stands {count} times in the title; at most {limit} times is allowed.",
    ),
)  # fmt: skip

FEATURES: Final = (
    _rule(
        "features.too_few", _ERROR, 18, _BOTH, CRITERIA,
        "{count} özellik var; en az {limit} özellik yazın.",
        "There are {count} features; write at least {limit}.",
    ),
    _rule(
        "features.too_many", _ERROR, 15, _BOTH, CRITERIA,
        "{count} özellik var; en çok {limit} özellik olabilir.",
        "There are {count} features; at most {limit} are allowed.",
    ),
    _rule(
        "features.too_long", _ERROR, 12, _BOTH, POLICY,
        "{number}. özellik {count} karakter; en çok {limit} karakter olabilir.",
        "Feature {number} has {count} characters; at most {limit} are allowed.",
    ),
    _rule(
        "features.empty", _ERROR, 12, _BOTH, POLICY,
        "{number}. özellik boş; doldurun ya da silin.",
        "Feature {number} is empty; fill it in or delete it.",
    ),
    _rule(
        "features.repeated", _WARNING, 6, _BOTH, CHECKLIST,
        "{number}. özellik, {other}. özelliğin aynısı; birini silin.",
        "Feature {number} repeats feature {other}; delete one of them.",
    ),
    _rule(
        "features.special_character", _ERROR, 12, _COMPLIANCE, POLICY,
        "{number}. özellikte kullanılamayan karakter: “{text}”; silin.",
        "Feature {number} has a character that is not allowed: “{text}”; delete it.",
    ),
    _rule(
        "features.bullet_character", _ERROR, 8, _COMPLIANCE, POLICY,
        "{number}. özellik “{text}” ile başlıyor; madde işareti ve numara olmadan yazın.",
        "Feature {number} begins with “{text}”; write it without bullet or number.",
    ),
    _rule(
        "features.html", _ERROR, 12, _COMPLIANCE, POLICY,
        "{number}. özellikte HTML olamaz; {text} etiketini silin.",
        "Feature {number} takes no HTML; delete the tag {text}.",
    ),
)  # fmt: skip

DESCRIPTION: Final = (
    _rule(
        "description.missing", _ERROR, 45, _BOTH, POLICY,
        "Açıklama boş; en az {limit} kelimelik bir açıklama yazın.",
        "The description is empty; write at least {limit} words.",
    ),
    _rule(
        "description.too_short", _ERROR, 18, _BOTH, CRITERIA,
        "Açıklama {count} kelime; en az {limit} kelime olmalı.",
        "The description has {count} words; it needs at least {limit}.",
    ),
    _rule(
        "description.too_long", _ERROR, 15, _BOTH, POLICY,
        "Açıklama {count} karakter; en çok {limit} karakter olabilir.",
        "The description has {count} characters; at most {limit} are allowed.",
    ),
    _rule(
        "description.repetition", _ERROR, 18, _BOTH, CHECKLIST,
        "Açıklama aynı sözleri yineliyor: “{text}” {count} kez geçiyor. Yinelenenleri silin.",
        "The description says the same again and again: “{text}” stands in it {count} times. "
        "Delete what is repeated.",
    ),
    _rule(
        "description.html", _ERROR, 12, _COMPLIANCE, POLICY,
        "Açıklamada {text} etiketi kullanılamaz; silin.",
        "The description may not use the tag {text}; delete it.",
    ),
    _rule(
        "description.unclosed_tag", _WARNING, 4, _COMPLIANCE, CHECKLIST,
        "{text} etiketinin açılışı ya da kapanışı eksik; tamamlayın.",
        "The tag {text} lacks its opening or closing half; complete it.",
    ),
    _rule(
        "description.list", _ERROR, 12, _COMPLIANCE, POLICY,
        "Açıklamada “{text}” ile başlayan bir liste var; düz cümlelerle yazın.",
        "The description has a list beginning with “{text}”; write plain sentences.",
    ),
    _rule(
        "description.several_paragraphs", _WARNING, 6, _COMPLIANCE, POLICY,
        "Açıklama {count} paragraf; tek paragraf olmalı.",
        "The description has {count} paragraphs; it should be one.",
    ),
    _rule(
        "description.special_character", _ERROR, 12, _COMPLIANCE, POLICY,
        "Açıklamada kullanılamayan karakter: “{text}”; silin.",
        "The description has a character that is not allowed: “{text}”; delete it.",
    ),
    _rule(
        "description.product_missing", _WARNING, 6, _BOTH, POLICY,
        "Açıklamada ürünün adı (“{text}”) geçmiyor; ekleyin.",
        "The description does not name the product (“{text}”); add its name.",
    ),
    _rule(
        "description.brand_missing", _WARNING, 5, _BOTH, POLICY,
        "Açıklamada marka (“{text}”) geçmiyor; ekleyin.",
        "The description does not name the brand (“{text}”); add it.",
    ),
)  # fmt: skip

TEXT: Final = (
    _rule(
        "text.all_caps", _ADVICE, 1, _COMPLIANCE, CHECKLIST,
        "“{text}” baştan sona büyük harf; yalnızca ilk harfi büyük yazın.",
        "“{text}” is all capitals; capitalise only its first letter.",
    ),
    _rule(
        "text.wrong_language", _ERROR, 25, _BOTH, POLICY,
        "Bu bölüm {language} değil: “{text}”; {language} yazın.",
        "This part is not in {language_en}: “{text}”; write it in {language_en}.",
    ),
    _rule(
        "text.foreign_sentence", _WARNING, 8, _BOTH, POLICY,
        "Bu cümle {language} değil: “{text}”; çevirin ya da silin.",
        "This sentence is not in {language_en}: “{text}”; translate it or delete it.",
    ),
    _rule(
        "text.foreign_word", _WARNING, 6, _COMPLIANCE, POLICY,
        "“{text}” {language} değil; ürünün ya da markanın adı değilse çevirin.",
        "“{text}” is not {language_en}; translate it unless it belongs to the product's name.",
    ),
    _rule(
        "text.mixed_alphabets", _WARNING, 6, _COMPLIANCE, CHECKLIST,
        "“{text}” kelimesinde başka bir alfabenin benzer harfleri var; yeniden yazın.",
        "“{text}” mixes look-alike letters of another alphabet; type it again.",
    ),
    _rule(
        "text.hidden_character", _WARNING, 6, _COMPLIANCE, CHECKLIST,
        "Görünmeyen bir karakter var ({text}); silin.",
        "There is an invisible character ({text}); delete it.",
    ),
)  # fmt: skip

RULES: Final = (*TITLE, *FEATURES, *DESCRIPTION, *TEXT)
