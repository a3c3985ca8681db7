"""A person vouches in writing for a claim that the product's facts do not carry."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions.editing import edit_listing
from content.actions.revising import Origin, add_revision, heed_approval, locked
from content.judging import judge_listing
from content.models import Event, Listing, Revision, Substantiation
from domain import listing as domain

SHORTEST, LONGEST = 10, 2000


@transaction.atomic
def substantiate(
    user: User, listing: Listing, key: str, evidence: str, *, approval: str | None = None
) -> Substantiation:
    """Keep the evidence and judge the listing again with it; said twice, it is kept once."""
    require(user, Right.APPROVE_LISTINGS)
    evidence = " ".join(evidence.split())
    if not SHORTEST <= len(evidence) <= LONGEST:
        raise ActionRefused(
            "evidence_length",
            _(
                "Say in %(shortest)d to %(longest)d characters where this claim is shown, "
                "for example the data sheet and its page."
            )
            % {"shortest": SHORTEST, "longest": LONGEST},
        )
    row = locked(listing)
    heed_approval(row, approval)
    open_claims = {e.key: e for e in judge_listing(row).evidence if e.fact is None}
    if key not in open_claims:
        raise ActionRefused(
            "no_claim", _("The listing no longer makes that claim without a source.")
        )
    same = row.substantiations.filter(key=key, evidence=evidence, by=user).first()
    if same is not None:
        return same
    claim = open_claims[key].text[:300]
    kept, _new = Substantiation.objects.update_or_create(
        listing=row, key=key, defaults={"claim": claim, "evidence": evidence, "by": user}
    )
    _judge_again(row, user, Event.Kind.SUBSTANTIATED, key=key, claim=claim, evidence=evidence)
    return kept


@transaction.atomic
def save_and_substantiate(
    user: User,
    listing: Listing,
    text: domain.Listing,
    key: str,
    evidence: str,
    *,
    seen: int,
    approval: str | None = None,
) -> Substantiation:
    """Save a person's text and vouch for a claim in it: both, or nothing."""
    edit_listing(user, listing, text, seen=seen, approval=approval)
    return substantiate(user, listing, key, evidence, approval=approval)


@transaction.atomic
def save_and_withdraw(
    user: User,
    listing: Listing,
    text: domain.Listing,
    key: str,
    *,
    seen: int,
    approval: str | None = None,
) -> None:
    """Save a person's text and take the evidence for a claim back: both, or nothing."""
    edit_listing(user, listing, text, seen=seen, approval=approval)
    withdraw_substantiation(user, listing, key, approval=approval)


@transaction.atomic
def withdraw_substantiation(
    user: User, listing: Listing, key: str, *, approval: str | None = None
) -> None:
    """Remove the evidence; what it said stays in the history."""
    require(user, Right.APPROVE_LISTINGS)
    row = locked(listing)
    heed_approval(row, approval)
    if row.substantiations.filter(key=key).delete()[0]:
        _judge_again(row, user, Event.Kind.WITHDRAWN, key=key)


def _judge_again(row: Listing, user: User, kind: Event.Kind, **data: Any) -> None:
    add_revision(row, row.text(), Origin(Revision.Kind.REJUDGED, author=user), kind, **data)
