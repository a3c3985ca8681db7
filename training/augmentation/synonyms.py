"""Words that may stand for each other in a listing without changing what it claims.

None of them says anything that could be checked of a product (a size, a material, a strength), and
each was read in the listings' own sentences. Inflected words change with their endings; fixed ones
stand as they are. Left out is whatever is right in some sentences only: a "dost" is a friend, but
not in "çevre dostu"; "anında" is a form of "anı", and means "at once".
"""

from __future__ import annotations

from typing import Final

from domain.listing import Language
from training.augmentation.harmony import Lemma

_TRAVEL: Final = (Lemma("yolculuk", soft=True), Lemma("seyahat", front=True))
_GUEST: Final = (Lemma("konuk", soft=True), Lemma("misafir"))
_PRESENT: Final = (Lemma("armağan"), Lemma("hediye"))
_TROUBLE: Final = (Lemma("sorun"), Lemma("problem"))
_MEANS: Final = (Lemma("olanak", soft=True), Lemma("imkân"))
_NEED: Final = (Lemma("gereksinim"), Lemma("ihtiyaç", soft=True))
_ANSWER: Final = (Lemma("yanıt"), Lemma("cevap", soft=True))
_SUITCASE: Final = (Lemma("valiz"), Lemma("bavul"))
_ADVENTURE: Final = (Lemma("serüven"), Lemma("macera"))
_DOUBT: Final = (Lemma("kuşku"), Lemma("şüphe"))
_BOTH_WAYS: Final = (
    _TRAVEL,
    _GUEST,
    _PRESENT,
    _TROUBLE,
    _MEANS,
    _NEED,
    _ANSWER,
    _SUITCASE,
    _ADVENTURE,
    _DOUBT,
)
_ONE_WAY: Final = (
    (Lemma("kıyafet"), Lemma("giysi")),  # "giysin" is also said of who is to wear it
    (Lemma("hayat"), Lemma("yaşam")),
    (Lemma("sebep", soft=True), Lemma("neden")),
    (Lemma("tecrübe"), Lemma("deneyim")),
)
INFLECTED: Final[tuple[tuple[Lemma, Lemma], ...]] = (
    *_BOTH_WAYS,
    *((second, first) for first, second in _BOTH_WAYS),
    *_ONE_WAY,
)
"""What may stand for what. Nouns whose vowel drops out before an ending (vakit, vaktim) cannot be
listed."""

LEFT_ALONE: Final = frozenset({"sorun", "sorunuz", "hayatta"})
"""Forms that are another word as well: "sorun!" asks, and "hayatta kalmak" is to survive."""

_FIXED_TR: Final = {
    "böylece": "bu sayede",
    "bu sayede": "böylece",
    "böylelikle": "böylece",
    "üstelik": "ayrıca",
    "yalnızca": "sadece",
    "sadece": "yalnızca",
    "birlikte": "beraber",
    "beraber": "birlikte",
    "kolayca": "kolaylıkla",
    "zahmetsizce": "kolayca",
    "tüm": "bütün",
    "bazı": "kimi",
    "bazen": "kimi zaman",
    "kimi zaman": "bazen",
    "zaman zaman": "ara sıra",
    "ara sıra": "zaman zaman",
    "sürekli": "devamlı",
    "yeniden": "tekrar",
    "ya da": "veya",
    "veya": "ya da",
    "fakat": "ama",
    "sık sık": "sıkça",
    "gün boyu": "gün boyunca",
    "gün boyunca": "gün boyu",
    "gece boyu": "gece boyunca",
    "gece boyunca": "gece boyu",
    "yaz boyu": "yaz boyunca",
    "yaz boyunca": "yaz boyu",
    "kış boyu": "kış boyunca",
    "kış boyunca": "kış boyu",
    "örneğin": "söz gelimi",
    "mesela": "örneğin",
    "nihayet": "sonunda",
    "asla": "hiçbir zaman",
    "daima": "her zaman",
    "çoğu zaman": "genellikle",
    "çoğunlukla": "genellikle",
    "genellikle": "çoğu zaman",
    "bu yüzden": "bu nedenle",
    "bu nedenle": "bu yüzden",
    "kendiliğinden": "kendi kendine",
    "tek tek": "teker teker",
    "teker teker": "tek tek",
    "gönül rahatlığıyla": "iç rahatlığıyla",
    "iç rahatlığıyla": "gönül rahatlığıyla",
    "rağmen": "karşın",
    "gündelik": "günlük",
    "elbette": "tabii ki",
}
_OFTEN_EACH: Final = (
    "day",
    "time",
    "morning",
    "evening",
    "night",
    "week",
    "weekend",
    "month",
    "season",
    "year",
    "meal",
    "room",
    "ride",
    "step",
    "wash",
)
_FIXED_EN: Final = {
    **{f"every {noun}": f"each {noun}" for noun in _OFTEN_EACH},
    "entire": "whole",
    "maybe": "perhaps",
    "perhaps": "maybe",
    "right away": "immediately",
    "instead of": "rather than",
    "plenty of": "lots of",
    "children": "kids",
    "kids": "children",
    "often": "frequently",
    "begins": "starts",
    "begin": "start",
    "although": "though",
    "someone": "somebody",
    "somebody": "someone",
    "everyone": "everybody",
    "everybody": "everyone",
    "anyone": "anybody",
    "anybody": "anyone",
    "no one": "nobody",
    "for example": "for instance",
    "for instance": "for example",
    "usually": "normally",
    "along with": "together with",
    "together with": "along with",
    "nearly": "almost",
    "sofa": "couch",
    "couch": "sofa",
}
FIXED: Final = {Language.TR: _FIXED_TR, Language.EN: _FIXED_EN}
"""What may stand for "nihayet" need not be replaced by it in turn."""

UNSUITED_AFTER: Final = {
    "ya da": r"\bya\b[^.!?]*$",  # "ya evde ya da işte"
    "every": r"\b(?:almost|nearly|about|virtually|practically|not|and|or)\s+$",
    "nearly": r"\bnot\s+$",
    "often": r"\b(?:more|as)\s+$",  # "more often than not"
}
"""What must not stand before a word, or before a phrase that begins with it, for it to be
replaced."""
