"""Which imports a person may see."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Right, require, rights_of
from bulk.models import Import


def visible(user: User) -> QuerySet[Import]:
    """A person's own, and everybody's for whoever manages listings; the newest first."""
    require(user, Right.WRITE_LISTINGS)
    rows = Import.objects.select_related("requested_by", "cancel_requested_by").order_by("-pk")
    return rows if Right.MANAGE_LISTINGS in rights_of(user) else rows.filter(requested_by=user)
