"""A draft of a batch has ended: the next one is sent."""

from __future__ import annotations

from typing import Any

from bulk.batching.advancing import advance
from bulk.models import BatchItem
from content.models import Generation
from content.signals import behind_ended


def connect() -> None:
    """Hear of it, once."""
    behind_ended.connect(_ended, sender=Generation, dispatch_uid="bulk.ended")


def _ended(generation: int, **_rest: Any) -> None:
    item = BatchItem.objects.filter(generation=generation).values_list("batch", flat=True).first()
    if item is not None:
        advance(item)
