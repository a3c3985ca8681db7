"""Which policy feedback about a version's text counts for."""

from __future__ import annotations

from learning.models import Policy
from models_registry.models import Version


def policy_for(version: Version | None, category: str) -> Policy | None:
    """The category's policy of the version's family where there is one, else the family's own.

    The family's own is made on first use, by whoever is first. None without a version, and of a
    base model, which is not trained: there is nobody to teach.
    """
    if version is None or version.family.rule is None:
        return None
    known = Policy.objects.filter(family=version.family_id, category__in={"", category})
    # The empty name comes first: the last one is the more special.
    found = known.order_by("category").last()
    if found is None:
        found, _new = Policy.objects.get_or_create(family_id=version.family_id, category="")
    return found
