"""Feedback, policies and retrainings for tests, written as rows."""

from __future__ import annotations

from dataclasses import asdict
from itertools import count
from typing import Any

from learning.models import Feedback, Policy, Retraining, Use
from models_registry.models import Family
from tests.evaluation.registry import EXPERT, family_of
from tests.factories import S24, S24_TEXT

_numbers = count(1)


def make_policy(family: Family | str = EXPERT, category: str = "", **fields: Any) -> Policy:
    """A family's policy, its own or that of one category; asked again, the same one changed."""
    line = family_of(family) if isinstance(family, str) else family
    policy: Policy = Policy.objects.update_or_create(
        family=line, category=category, defaults=fields
    )[0]
    return policy


def unsaved_feedback(policy: Policy | None = None, **fields: Any) -> Feedback:
    """One piece of feedback that is about something of its own, unless it is said otherwise."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "key": f"test:{number}",
        "source": Feedback.Source.STARS,
        "policy": policy,
        "subject": f"item:{number}",
        "category": policy.category if policy and policy.category else "electronics",
        "language": "tr",
        "facts": asdict(S24),
        "text": {
            "title": f"{S24_TEXT.title} {number}",
            "features": list(S24_TEXT.features),
            "description": S24_TEXT.description,
        },
    }
    row = Feedback(**given | fields)
    if "is_negative" not in fields:
        row.is_negative = row.rating is None or row.rating < 3
    return row


def make_feedback(policy: Policy | None = None, **fields: Any) -> Feedback:
    """The same, kept: negative where its rating is under 3 or there is none."""
    row = unsaved_feedback(policy, **fields)
    row.save(force_insert=True)
    return row


def make_retraining(
    policy: Policy | None = None, feedback: list[Feedback] | None = None, **fields: Any
) -> Retraining:
    """A retraining that looks at `feedback` and has processed it."""
    row = Retraining.objects.create(policy=policy or make_policy(), **fields)
    for one in feedback or []:
        one.taken_by = row
        one.save(update_fields=["taken_by"])
        Use.objects.create(feedback=one, retraining=row)
    return row
