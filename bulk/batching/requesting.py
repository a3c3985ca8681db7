"""Asking for the draft of one product of a batch."""

from __future__ import annotations

from dataclasses import replace

from bulk.models import Batch, BatchItem
from content.actions import change_facts, request_draft
from content.models import Generation
from domain.listing import Language
from domain.markets import get as get_market
from domain.prompt import Level


def ask_for(batch: Batch, item: BatchItem) -> Generation:
    """The job that writes it, over the text that was there when the product was chosen.

    ActionRefused where somebody changed or approved the text since, and where it is being written.
    """
    _move_market(batch, item)
    return request_draft(
        batch.requested_by,
        item.listing,
        model=batch.model or None,
        level=Level(batch.level) if batch.level else None,
        seen=item.seen,
        approval=item.approval,
        best_of=batch.best_of,
        ensemble=batch.ensemble,
        behind=True,
    )


def _move_market(batch: Batch, item: BatchItem) -> None:
    """Have the product be of the batch's market, which is a change of its facts like any other."""
    product = item.listing.product
    if not batch.market or product.market == batch.market:
        return
    language = get_market(batch.market).language
    facts = replace(product.facts(), market=batch.market, language=Language(language))
    change_facts(batch.requested_by, item.listing, facts, approval=item.approval)
    item.listing.refresh_from_db()
    item.approval = item.listing.approval
