"""Adding training examples that come from a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from content.examples.collecting import fingerprint
from content.examples.exchange import Item
from content.models import TrainingExample
from domain.quality import judge

BATCH = 500


def import_examples(items: Sequence[Item], user: User | None = None) -> int:
    """Keep every item that is not there yet, all or none; returns how many were new.

    Called by whoever administers the machine (`user` None); people in pages need
    `Right.COLLECT_EXAMPLES`, which their view's action checks.

    Everything is judged before the transaction begins: judging takes most of the time, and on
    SQLite nobody else can save anything for as long as the transaction lasts.
    """
    by_key = {fingerprint(item.document): item for item in items}
    rows = [_row(key, item, user) for key, item in by_key.items()]
    with transaction.atomic():
        before = TrainingExample.objects.count()
        TrainingExample.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        return TrainingExample.objects.count() - before


def _row(key: str, item: Item, user: User | None) -> TrainingExample:
    scores = judge(item.product, item.listing).scores
    return TrainingExample(
        origin=TrainingExample.Origin.IMPORTED,
        document=item.raw,
        fingerprint=key,
        language=item.product.language,
        category=item.product.category,
        overall=scores.overall_score,
        added_by=user,
    )
