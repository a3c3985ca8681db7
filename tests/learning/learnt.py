"""Products with good, mechanically faulty and wrong texts, and a worker's turn, for the steps."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from domain.listing import Listing, Product
from learning.jobs import JOBS
from learning.models import Feedback, Policy, Retraining
from learning.steps.step import Turn
from tests.factories import S24, S24_TEXT
from tests.learning.making import make_feedback

Facts = tuple[Product, Listing]


def phone(number: int = 24) -> Facts:
    """A telephone that is no other's, with a text that keeps every rule."""
    return (
        replace(S24, name=S24.name.replace("S24", f"S{number}")),
        Listing(
            S24_TEXT.title.replace("S24", f"S{number}"),
            S24_TEXT.features,
            S24_TEXT.description.replace("S24", f"S{number}"),
        ),
    )


def messy(text: Listing) -> Listing:
    """The text with a fault that can be mended mechanically."""
    return replace(text, description=f"<div>{text.description}</div>")


def wrong(text: Listing) -> Listing:
    """The text with a claim that no fact supports, and nothing but another draft helps."""
    return replace(text, features=(*text.features, "300MP kamera"))


def said_of(policy: Policy, product: Product, text: Listing, **fields: Any) -> Feedback:
    """Feedback about `text`; `better` may be a listing."""
    better = fields.pop("better", None)
    fields |= {"better": asdict(better)} if better is not None else {}
    return make_feedback(policy, facts=asdict(product), text=asdict(text), **fields)


def turn_of(row: Retraining) -> Turn:
    """A new worker's turn at `row`, whatever became of the one before."""
    Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None)
    assert JOBS.claim(row.pk)
    rows = Retraining.objects.select_related("policy__family", "live", "run", "candidate")
    return Turn(rows.get(pk=row.pk))
