"""What people rate a listing by: the criteria, their questions, and what 1, 3 and 5 stand for.

The five are the user's own; each has anchors in words, since a number alone means something else to
everybody (Howcroft et al. 2020, "Twenty years of confusion in human evaluation").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.judgement import Message

LOWEST: Final = 1
HIGHEST: Final = 5
SCALE: Final = tuple(range(LOWEST, HIGHEST + 1))
ANCHORED: Final = (1, 3, 5)
OVERALL: Final = "overall"
MOST_CRITERIA: Final = 8
"""More than anybody judges with care."""
MOST_RATERS: Final = 10
LONGEST_COMMENT: Final = 1000


@dataclass(frozen=True, slots=True)
class RatingCriterion:
    """One question about a listing, answered from 1 to 5; `anchors` say what 1, 3 and 5 mean."""

    key: str
    name: Message
    question: Message
    anchors: Mapping[int, Message]


class Choice(StrEnum):
    """The answer to two listings side by side; `a` is the first version, wherever it stood."""

    A = "a"
    B = "b"
    BOTH_GOOD = "both_good"
    BOTH_BAD = "both_bad"


class SkipReason(StrEnum):
    """Why a rater passes an item on."""

    NOT_MY_FIELD = "not_my_field"
    UNCLEAR = "unclear"
    KNOWN = "known"
    OTHER = "other"


CRITERIA: Final = (
    RatingCriterion(
        "clarity",
        Message("Anlaşılırlık", "Clarity"),
        Message("İçerik ne kadar anlaşılır?", "How easy is the text to understand?"),
        {
            1: Message(
                "Birçok cümle anlaşılmıyor ya da bir şey söylemiyor.",
                "Many sentences make no sense or say nothing.",
            ),
            3: Message(
                "Genel olarak anlaşılıyor; bazı cümleler ikinci kez okunmak istiyor.",
                "Understandable on the whole; some sentences need a second reading.",
            ),
            5: Message(
                "Her cümle ilk okuyuşta anlaşılıyor, akışı doğal.",
                "Every sentence is clear at first reading and flows naturally.",
            ),
        },
    ),
    RatingCriterion(
        "persuasiveness",
        Message("İkna edicilik", "Persuasiveness"),
        Message("Satın alma motivasyonu yaratıyor mu?", "Does it make you want to buy?"),
        {
            1: Message(
                "Ürünü almak için hiçbir neden vermiyor ya da caydırıyor.",
                "Gives no reason to buy, or puts the reader off.",
            ),
            3: Message(
                "Bazı yararları söylüyor ama her ürüne uyacak sözlerle.",
                "Names some benefits, in words that would fit any product.",
            ),
            5: Message(
                "Bu ürünün özelliklerinden somut yararlar çıkarıyor, almaya yöneltiyor.",
                "Draws concrete benefits from this product's features and moves to buy.",
            ),
        },
    ),
    RatingCriterion(
        "accuracy",
        Message("Doğruluk", "Accuracy"),
        Message("Teknik bilgiler doğru mu?", "Is the technical information right?"),
        {
            1: Message(
                "Verilen bilgilerle çelişen ya da uydurulmuş bilgiler var.",
                "Contradicts the given facts, or makes things up.",
            ),
            3: Message(
                "Bilgiler doğru; önemsiz bir eksik ya da belirsiz bir ifade var.",
                "Right, with a minor omission or a vague statement.",
            ),
            5: Message(
                "Her bilgi verilenlerle uyuşuyor, önemli olanların hepsi var.",
                "Everything agrees with the facts, and all that matter are there.",
            ),
        },
    ),
    RatingCriterion(
        "walmart_style",
        Message("Walmart tarzı", "Walmart style"),
        Message("Walmart standartlarına uygun mu?", "Does it meet Walmart's standards?"),
        {
            1: Message(
                "Abartılı, dağınık ya da yayımlanamayacak bir dil.",
                "Exaggerated, untidy, or language that could not be published.",
            ),
            3: Message(
                "Biçimi uygun; üslubunda düzeltilecek yerler var.",
                "The form is right; the style needs some mending.",
            ),
            5: Message(
                "Sade, olgulara dayanan, olduğu gibi yayımlanabilecek bir ilan.",
                "Plain, factual, and ready to be published as it is.",
            ),
        },
    ),
    RatingCriterion(
        OVERALL,
        Message("Genel memnuniyet", "Overall"),
        Message("Genel olarak ne kadar memnunsunuz?", "How satisfied are you overall?"),
        {
            1: Message("Kullanılamaz; baştan yazılmalı.", "Unusable; has to be written anew."),
            3: Message("Düzeltildikten sonra kullanılabilir.", "Usable after some editing."),
            5: Message("Hiç dokunmadan kullanırım.", "I would use it without touching it."),
        },
    ),
)
