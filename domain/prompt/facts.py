"""Product facts as data inside a prompt: one line of JSON that no fact can break out of."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from domain.bounds import check
from domain.listing import Language, Product
from domain.turkish import nfc

LONGEST_REMARK: Final = 300
MOST_REMARKS: Final = 6

_KEYS: Final = {
    Language.TR: {
        "name": "ürün",
        "brand": "marka",
        "category": "kategori",
        "features": "özellikler",
        "keyword": "anahtar kelime",
        "price_range": "fiyat aralığı",
        "competition": "rekabet düzeyi",
        "tone": "üslup",
        "remarks": "önceki taslakta düzeltilecekler",
    },
    Language.EN: {
        "name": "product",
        "brand": "brand",
        "category": "category",
        "features": "features",
        "keyword": "primary keyword",
        "price_range": "price range",
        "competition": "competition level",
        "tone": "tone",
        "remarks": "to mend in the last draft",
    },
}
_TURKISH_VALUES: Final = {
    "low": "düşük",
    "medium": "orta",
    "high": "yüksek",
    "professional": "profesyonel",
    "friendly": "samimi",
    "enthusiastic": "coşkulu",
    "technical": "teknik",
}
# Controls, line and paragraph separators, bidirectional and zero-width marks, lone surrogates.
_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)
# A tokenizer finds a model's own marks (<start_of_turn>, <|im_start|>, </s>, [INST]) anywhere in
# a text. Their opening bracket is written as a JSON escape: it means the same, as plain text.
_MARK: Final = re.compile(r"<|\[(?=/?[A-Za-z_]{2,24}\])")


def as_data(product: Product, remarks: Sequence[str] = ()) -> str:
    """The given facts (and what was wrong with the last draft) as one line of JSON."""
    check(product)
    keys = _KEYS[product.language]
    data: dict[str, Any] = {}
    for field, key in keys.items():
        if field == "features":
            value: Any = [text for fact in product.features if (text := _one_line(fact))]
        elif field == "remarks":
            value = [_one_line(remark)[:LONGEST_REMARK] for remark in remarks[:MOST_REMARKS]]
        else:
            value = _named(_one_line(getattr(product, field)), field, product.language)
        if value:
            data[key] = value
    line = json.dumps(data, ensure_ascii=False)
    return _MARK.sub(lambda mark: f"\\u{ord(mark[0]):04x}", line)


def _one_line(text: str) -> str:
    return " ".join(nfc(_HIDDEN.sub(" ", text)).split())


def _named(value: str, field: str, language: Language) -> str:
    """The person's word for a choice that is stored under an English name."""
    choice = field in {"competition", "tone"} and language is Language.TR
    return _TURKISH_VALUES.get(value, value) if choice else value
