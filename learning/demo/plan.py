"""How a demonstration is played, and for which products drafts are written in it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from domain.categories import Category, category_of
from domain.examples import read
from domain.identity import identity
from domain.listing import Product
from learning.demo.fault import Fault
from training.curation import Dataset
from training.queries.samples import held_out
from training.starter import gold

ONE_IN: Final = 3
"""Of so many products that are written for, one is of the category."""


class Broken(Exception):
    """The loop cannot be played to its end; the text says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is played."""

    category: Category = Category.AUTOMOTIVE
    with_fault: bool = True
    examples: int = 16
    """To be made worse; as many of the other categories are learnt as they are."""
    rounds: int = 5
    """Over the examples that make the version weak."""
    feedback: int = 100
    """Pieces of it, until a retraining begins."""
    readers: int = 2
    """Who give stars to each text; the author edits it besides."""
    products: int | None = None
    """Held-out ones that both versions are measured on; all without it."""
    epochs: int = 2
    """Over what the retraining learns."""
    least_score: float = 40.0
    """What a better version has to reach: the embedded model is far from its family's own."""
    seed: int = 1

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Plan:
        """The plan that `asdict` told."""
        return cls(**{**told, "category": Category(told["category"])})

    @property
    def fault(self) -> Fault | None:
        """What the examples are made worse with."""
        return Fault(self.category) if self.with_fault else None


def products_for(plan: Plan, taught: Dataset) -> Sequence[Product]:
    """Facts of the examples that come along, in an order that the seed decides, one in `ONE_IN` of
    the category; none that the version was made worse with, and none that is held out."""
    avoided = held_out() | {identity(one.product) for one in (*taught.training, *taught.validation)}
    known = [read(item)[0] for _key, item in gold(settings.STARTER_DIR)]
    fit = [one for one in known if identity(one) not in avoided]
    random.Random(plan.seed).shuffle(fit)  # noqa: S311 - an order, not a secret
    own = [one for one in fit if category_of(one.category) is plan.category]
    others = [one for one in fit if category_of(one.category) is not plan.category]
    mixed: list[Product] = []
    for number, one in enumerate(own):
        some = others[number * (ONE_IN - 1) : (number + 1) * (ONE_IN - 1)]
        mixed += (*some, one)
    return mixed
