"""What a manager says about a policy: how it learns, when it rests, and what it counts."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.categories import Category
from domain.gate import LEAST_PRODUCTS
from domain.prompt import Level
from learning.actions.beginning import locked
from learning.actions.triggering import consider
from learning.models import Feedback, Policy
from learning.models.policy import THRESHOLD
from models_registry.models import Family

_CATEGORIES: Final = {category.value for category in Category}


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be said of a policy; None takes what the family or the project has."""

    threshold: int = THRESHOLD
    decision: str = Policy.Decision.APPROVAL
    share: int = 10
    least_score: float | None = None
    products: int | None = None
    epochs: int = 1


def change_policy(user: User, policy: Policy, terms: Terms) -> Policy:
    """Give a policy other terms; one whose counter is full by them begins at once."""
    require(user, Right.TRAIN_MODELS)
    return _changed(policy, **asdict(terms))


def pause(user: User, policy: Policy) -> Policy:
    """No retraining begins by itself; feedback is kept and counted."""
    require(user, Right.TRAIN_MODELS)
    return _changed(policy, is_paused=True)


def resume(user: User, policy: Policy) -> Policy:
    """Retrainings begin by themselves again, the first at once where the counter is full."""
    require(user, Right.TRAIN_MODELS)
    return _changed(policy, is_paused=False)


def add_policy(
    user: User, family: Family, category: str = "", terms: Terms | None = None
) -> Policy:
    """A counter of its own for a family, or for one category of it.

    Feedback about that category which waits in the family's own counter moves to it.
    """
    require(user, Right.TRAIN_MODELS)
    _require_sense(family, category)
    with transaction.atomic():
        # The family's row, as there may be no policy yet: two managers may ask at once.
        Family.objects.select_for_update(no_key=True).get(pk=family.pk)
        if Policy.objects.filter(family=family, category=category).exists():
            raise ActionRefused("known", _("There is such a learning policy already."))
        policy = Policy(family=family, category=category, **asdict(terms or Terms()))
        _check(policy)
        policy.save(force_insert=True)
        if category:
            own = Policy.objects.filter(family=family, category="").first()
            if own is not None and locked(own.pk):
                _move(own, policy)
        transaction.on_commit(lambda: consider(policy.pk))
    return policy


def _move(source: Policy, target: Policy) -> None:
    waiting = Feedback.objects.filter(policy=source, category=target.category, taken_by=None)
    waiting.update(policy=target)


def _require_sense(family: Family, category: str) -> None:
    if family.level == Level.BASE:
        raise ActionRefused("base", _("The base model is what others learn from: choose another."))
    if category and (category not in _CATEGORIES or family.category):
        said = _("This family has no counter of its own for that category.")
        raise ActionRefused("category", said)


def _changed(policy: Policy, **fields: Any) -> Policy:
    with transaction.atomic():
        row = locked(policy.pk)
        if row is None:
            raise ActionRefused("gone", _("This learning policy is no longer there."))
        for name, value in fields.items():
            setattr(row, name, value)
        _check(row)
        row.save(update_fields=list(fields))
        transaction.on_commit(lambda: consider(row.pk))
    return row


def _check(policy: Policy) -> None:
    """Within the bounds of every field; ActionRefused names the first that is not."""
    if policy.products is not None and policy.products < LEAST_PRODUCTS:
        said = _("A version is measured on at least %(least)d products.")
        raise ActionRefused("products", said % {"least": LEAST_PRODUCTS})
    if policy.least_score is not None and not math.isfinite(policy.least_score):
        raise ActionRefused("least_score", _("Give the least score as a number from 0 to 100."))
    try:
        policy.clean_fields()
    except ValidationError as wrong:
        name, faults = next(iter(wrong.message_dict.items()))
        field = next(one for one in Policy._meta.fields if one.name == name)
        label = capfirst(str(field.verbose_name))
        raise ActionRefused(name, f"{label}: {faults[0]}") from wrong
