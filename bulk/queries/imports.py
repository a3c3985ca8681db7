"""Which imports a person may see, and what an import brought."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Right, require, rights_of
from bulk.models import Import
from content.models import Listing


def visible(user: User) -> QuerySet[Import]:
    """A person's own, and everybody's for whoever manages listings; the newest first."""
    require(user, Right.WRITE_LISTINGS)
    rows = Import.objects.select_related("requested_by", "cancel_requested_by").order_by("-pk")
    return rows if Right.MANAGE_LISTINGS in rights_of(user) else rows.filter(requested_by=user)


def brought_by(number: int) -> QuerySet[Listing]:
    """The listings of the products of import `number`: new, updated, or found as they were."""
    return Listing.objects.filter(product__imported__of=number)
