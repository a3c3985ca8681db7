"""Feature reordering: the same facts given and told in another order.

It teaches that the order of the given facts says nothing, and that each line stands for itself. The
first line stays first: it is the most important one.
"""

from __future__ import annotations

import random
from dataclasses import replace

from domain.listing import Listing, Product


def reordered(
    product: Product, listing: Listing, draw: random.Random
) -> tuple[Product, Listing] | None:
    """Both with their features in another order; None where there is no other."""
    lines = _shuffled(listing.features[1:], draw)
    facts = _shuffled(product.features, draw)
    if lines is None and facts is None:
        return None
    return (
        replace(product, features=facts or product.features),
        replace(listing, features=(*listing.features[:1], *(lines or listing.features[1:]))),
    )


def _shuffled(items: tuple[str, ...], draw: random.Random) -> tuple[str, ...] | None:
    """In another order than they stand; None where all are the same."""
    if len(set(items)) < 2:
        return None
    shuffled = list(items)
    while tuple(shuffled) == items:
        draw.shuffle(shuffled)
    return tuple(shuffled)
