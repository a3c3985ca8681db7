"""What a model that was trained on listings is asked: the form is in its weights, not in the text.

The same words in training and in use, so that the two can never part; a change of them makes a
new version, which adapters name as the one they were trained with.
"""

from __future__ import annotations

import hashlib
from typing import Final

from domain import markets
from domain.forms import to_json
from domain.listing import Language, Listing, Product
from domain.prompt.facts import as_data
from domain.prompt.values import Prompt
from domain.prompt.wording_en import REQUEST as REQUEST_EN
from domain.prompt.wording_tr import REQUEST as REQUEST_TR

_REQUEST: Final = {Language.TR: REQUEST_TR, Language.EN: REQUEST_EN}
_SYSTEM: Final = {
    (Language.TR, True): "Walmart pazaryeri ilanı, Türkçe, HTML açıklama.",
    (Language.TR, False): "Walmart pazaryeri ilanı, Türkçe, düz metin açıklama.",
    (Language.EN, True): "Walmart marketplace listing, English, HTML description.",
    (Language.EN, False): "Walmart marketplace listing, English, plain text description.",
}


def ask_tuned(product: Product) -> Prompt:
    """The prompt for a trained model; FactTooLong for a fact beyond its bound."""
    html = bool(markets.get(product.market).allowed_tags)
    return Prompt(
        system=_SYSTEM[product.language, html],
        request=_REQUEST[product.language].replace("{facts}", as_data(product)),
        version=f"tuned-{product.language}/{_digest(product.language, html)}",
    )


def answer_of(listing: Listing) -> str:
    """What a trained model is to answer: the JSON that the answer's schema describes."""
    return to_json(listing)


def _digest(language: Language, html: bool) -> str:
    said = f"{_SYSTEM[language, html]}\0{_REQUEST[language]}"
    return hashlib.sha256(said.encode()).hexdigest()[:8]
