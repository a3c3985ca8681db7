"""The prompt for a product in the style that a model needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.listing import Product
from domain.prompt.build import build
from domain.prompt.tuned import ask_tuned
from domain.prompt.values import Level, Prompt, Style


def ask(product: Product, style: Style, level: Level, remarks: Sequence[str] = ()) -> Prompt:
    """What a model is asked for a listing of `product`; FactTooLong for a fact beyond its bound.

    `remarks` say what was wrong with the draft before; a tuned model has never seen any.
    """
    if style is Style.TUNED:
        return ask_tuned(product)
    if style is Style.FACTS:
        told = build(product, level, examples=0, remarks=remarks)
        return replace(told, system="", version=f"facts-{told.version}")
    return build(product, level, remarks=remarks)
