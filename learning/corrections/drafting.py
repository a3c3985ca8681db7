"""Fresh drafts for a product whose text failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.listing import Product
from engines.base import RequestRefused
from evaluation.suite import EngineGone, choice_for, draw_once
from learning.corrections.making import Text
from learning.models import Feedback, Retraining
from models_registry.catalog import ModelChoice, default_choice
from training.curation.sample import digest

DRAFTS: Final = 3
"""For each product, of which the best one counts."""
_SEEDS: Final = 2**31 - DRAFTS


def writer_of(row: Retraining) -> ModelChoice:
    """The version that was live when the retraining began, whose own better drafts are the nearest
    to what it writes anyway; else whatever writes now."""
    if row.live is not None:
        try:
            return choice_for(row.live)
        except EngineGone:
            pass
    return default_choice(row.policy.category)


def seed_of(row: Retraining, feedback: Feedback) -> int:
    """Always the same for the two: drawing again after a crash draws the same."""
    return int(digest(f"{row.pk} {feedback.pk}")[:8], 16) % _SEEDS


def drafts_of(
    choice: ModelChoice, product: Product, seed: int, cancelled: Callable[[], bool]
) -> list[Text]:
    """The readable ones of `DRAFTS` drafts, repaired and judged as any draft is, each with a seed
    of its own; EngineError where the engine, not the model, fails."""
    texts: list[Text] = []
    for number in range(DRAFTS):
        written = draw_once(choice, product, seed + number, cancelled)
        if isinstance(written.error, RequestRefused):
            break  # facts that no request can hold: the next one would not either
        if written.error is not None:
            raise written.error
        if written.chosen is not None:
            texts.append(Text(written.chosen.listing, written.chosen.judgement))
    return texts
