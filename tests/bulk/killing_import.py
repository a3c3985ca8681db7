"""A script beside a running system: an import whose worker dies again and again, and what is found.

It prints one JSON object. Run by test_killed_batch.py with the environment of a system that is
ready.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django

from tests.models_registry.killing_parts import Parts, until

if TYPE_CHECKING:
    from bulk.models import Import

LONGEST_PAUSE: Final = 0.5
"""Seconds from the moment at which rows begin to be written to the worker's death, at most."""


def main(rows: int, deaths: int) -> None:
    """Import a file, and kill the worker while its rows are written."""
    from accounts.models import User
    from bulk.actions.importing import begin_import, look_at_import, receive_piece, start_import
    from content.models import Listing, Product

    author = User.objects.get(username="author")
    lines = "".join(f"K-{number:06};Tencere {number};Çelik | 5 litre\n" for number in range(rows))
    file = f"SKU;Ürün adı;Özellikler\n{lines};Adsız;Özellik\n".encode()
    parts, chance = Parts(), random.Random(5)
    row = begin_import(author, "tencere.csv", len(file))
    row = start_import(author, look_at_import(author, receive_piece(author, row, 0, file)))
    killed = []
    for _death in range(deaths):
        before = row.done
        until(lambda before=before: moved(row, before), "rows are written")  # type: ignore[misc]
        time.sleep(chance.uniform(0, LONGEST_PAUSE))
        if not row.is_active:
            break
        parts.kill("worker")
        row.refresh_from_db()
        killed.append(row.done)
        taken_up(row)
    until(lambda: moved(row, row.rows), "the import ends")
    found = Product.objects.filter(sku__startswith="K-")
    result = {
        "status": row.status,
        "killed_at": killed,
        "counts": [row.created, row.updated, row.unchanged, row.rejected],
        "products": found.count(),
        "skus": found.values("sku").distinct().count(),
        "listings": Listing.objects.filter(product__in=found).count(),
    }
    print(json.dumps(result))


def moved(row: Import, behind: int) -> bool:
    """Whether more rows than `behind` were dealt with, or it has ended."""
    row.refresh_from_db()
    return row.done > behind or not row.is_active


def taken_up(row: Import) -> None:
    """Have it taken up again without waiting for its lease, which outlives a dead worker."""
    from bulk.jobs import reap_imports
    from bulk.models import Import

    held = Import.objects.filter(pk=row.pk, status__in=Import.ACTIVE)
    held.update(lease_until=row.created_at - timedelta(hours=1))
    reap_imports()


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
