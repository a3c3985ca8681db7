"""Scores by today's rules, judged once and looked up from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from domain import markets
from domain.judgement import Scores
from domain.listing import Listing, Product
from domain.quality import judge
from training.curation.sample import digest
from training.models import Verdict

Pair = tuple[Product, Listing]


def scores_of(pairs: Sequence[Pair]) -> list[Scores]:
    """The scores of each pair, in their order; what is new is judged and kept."""
    keys = [_key(*pair) for pair in pairs]
    found = Verdict.objects.in_bulk(keys)
    known = {key: Scores(**verdict.scores) for key, verdict in found.items()}
    fresh = []
    for key, (product, listing) in zip(keys, pairs, strict=True):
        if key not in known:
            known[key] = judge(product, listing).scores
            fresh.append(Verdict(key=key, scores=_as_dict(known[key])))
    with transaction.atomic():
        Verdict.objects.bulk_create(fresh, ignore_conflicts=True)
    return [known[key] for key in keys]


def _key(product: Product, listing: Listing) -> str:
    pack = markets.get(product.market, datetime.now(UTC).date())
    return digest(f"{pack.code} {pack.version}\0{product!r}\0{listing!r}")


def _as_dict(scores: Scores) -> dict[str, int]:
    return {name: getattr(scores, name) for name in Scores.__slots__}
