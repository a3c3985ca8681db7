"""Which places of a campaign a rater may still be given."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from evaluation.models import Assignment, Item, Remark


def open_to(user: User) -> QuerySet[Assignment]:
    """The free places at items that `user` may judge, has not judged and has not passed on."""
    free = Assignment.objects.filter(state=Assignment.State.FREE)
    return free.exclude(_own(user, "item__")).filter(*_unseen(user, "item"))


def gold_open_to(user: User) -> QuerySet[Item]:
    """The gold items that `user` has not had; each has a place for everybody."""
    gold = Item.objects.filter(gold__isnull=False)
    return gold.exclude(_own(user)).filter(*_unseen(user, "pk"))


def _own(user: User, item: str = "") -> Q:
    """Nobody judges their own; `item` leads from the rows asked for to their items."""
    return Q(**{f"{item}owner": user}) | Q(**{f"{item}author": user})


def _unseen(user: User, item: str) -> tuple[Q, Q]:
    """Neither given to `user` before, nor passed on, nor answered too late."""
    known = Assignment.objects.filter(rater=user, item=OuterRef(item))
    kinds = (Remark.Kind.SKIP, Remark.Kind.LATE)
    passed = Remark.objects.filter(rater=user, item=OuterRef(item), kind__in=kinds)
    return ~Q(Exists(known)), ~Q(Exists(passed))
