"""What the parts of a recipe and of losses are called, and how their values are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RECIPE: dict[str, Promise] = {
    "strategy": gettext_lazy("How it learns"),
    "rank": gettext_lazy("LoRA rank"),
    "alpha": gettext_lazy("LoRA alpha"),
    "targets": gettext_lazy("Layers that learn"),
    "rate": gettext_lazy("Learning rate"),
    "epochs": gettext_lazy("Rounds"),
    "accumulate": gettext_lazy("Examples a step"),
    "warmup": gettext_lazy("Share of steps to warm up"),
    "length": gettext_lazy("Most tokens of an example"),
    "clip": gettext_lazy("Limit of the gradient"),
    "looks": gettext_lazy("Checks on the way"),
    "checked": gettext_lazy("Examples a check"),
    "patience": gettext_lazy("Checks without progress before it ends"),
    "seed": gettext_lazy("Seed"),
    "vocabulary": gettext_lazy("Vocabulary"),
}
LOSSES: dict[str, Promise] = {
    "first": gettext_lazy("At the beginning"),
    "last": gettext_lazy("At the end"),
    "validation_before": gettext_lazy("On unseen products, before"),
    "validation_best": gettext_lazy("On unseen products, at its best"),
}


def recipe_name(key: str) -> str:
    """A part of a recipe in the reader's language; an unknown one by its own name."""
    return str(RECIPE.get(key, key))


def loss_name(key: str) -> str:
    """What a loss was measured on."""
    return str(LOSSES.get(key, key))


def told(value: Any) -> str:
    """A value of a recipe as it is read: numbers in the reader's notation, lists with commas."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        digits = f"{value:.6f}".rstrip("0").partition(".")[2]
        return str(number_format(value, decimal_pos=len(digits)))
    if isinstance(value, list | tuple):
        return ", ".join(map(told, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {told(one)}" for key, one in value.items())
    strategies = {
        "lora": _("Fine-tuning (LoRA)"),
        "prompt": _("Instructions and examples (Modelfile)"),
    }
    return strategies.get(str(value), str(value)) if value not in (None, "") else "–"
