"""The prompt for a product: wording by level and language, form by market, product last."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType
from typing import Final

from domain import markets
from domain.forms import to_json
from domain.listing import Language, Listing, Product
from domain.markup import plain
from domain.prompt import shown_en, shown_tr, wording_en, wording_tr
from domain.prompt.facts import as_data
from domain.prompt.values import Level, Prompt

EXAMPLES: Final[dict[Level, int]] = {
    Level.BASE: 2,
    Level.BASIC: 1,
    Level.ADVANCED: 1,
    Level.EXPERT: 1,
}
"""How many worked examples a level shows; a model trained on the form needs none."""

_WORDING: Final[dict[Language, ModuleType]] = {
    Language.TR: wording_tr,
    Language.EN: wording_en,
}
_SHOWN: Final[dict[Language, tuple[tuple[Product, Listing], ...]]] = {
    Language.TR: shown_tr.SHOWN,
    Language.EN: shown_en.SHOWN,
}
_TARGET: Final = {
    Language.TR: "Turkish consumers who read English",
    Language.EN: "consumers in the United States",
}


def build(
    product: Product,
    level: Level,
    *,
    examples: int | None = None,
    remarks: Sequence[str] = (),
) -> Prompt:
    """The prompt that asks for a listing of `product`.

    `examples` overrides how many worked examples are shown (0 for a trained model); `remarks`
    say what was wrong with the draft before. Raises UnknownMarket, and FactTooLong for a fact
    beyond its bound.
    """
    count = EXAMPLES[level] if examples is None else examples
    constant = _constant(level, product.language, product.market, count)
    return Prompt(
        system=constant.system,
        request=_request(product, remarks),
        examples=constant.examples,
        version=constant.version,
    )


@lru_cache(maxsize=64)
def _constant(level: Level, language: Language, market: str, count: int) -> Prompt:
    """The part that is the same for every product, and the version that names it."""
    pack = markets.get(market)
    wording = _WORDING[language]
    html = bool(pack.allowed_tags)
    low, high = pack.limits.title_advised
    system = (
        wording.SYSTEM[level]
        .replace("{title}", f"{low}-{high}")
        .replace("{form}", wording.FORM_HTML if html else wording.FORM_PLAIN)
        .replace("{target}", _TARGET[pack.language])
    )
    examples = tuple(
        (_request(product), to_json(_formed(listing, html)))
        for product, listing in _SHOWN[language][: max(0, count)]
    )
    said = "\0".join([system, wording.REQUEST, *(text for pair in examples for text in pair)])
    digest = hashlib.sha256(said.encode()).hexdigest()[:8]
    return Prompt(system, "", examples, f"{level}-{language}/{digest}")


def _request(product: Product, remarks: Sequence[str] = ()) -> str:
    request: str = _WORDING[product.language].REQUEST
    return request.replace("{facts}", as_data(product, remarks))


def _formed(listing: Listing, html: bool) -> Listing:
    """The shown listing with its description as the market takes it."""
    text = listing.description
    if html and not text.startswith("<p>"):
        text = f"<p>{text}</p>"
    elif not html:
        text = plain(text).replace("\n", " ")
    return Listing(listing.title, listing.features, text)
