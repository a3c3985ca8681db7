"""How much of a file is written in one transaction: as much as keeps nobody else waiting for long.

Many rows together are fastest, and where products are new or unchanged they are quickly written. A
text is judged anew by itself where its product's facts change, and all who write wait meanwhile.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from content.models import Listing, Product
from domain.products_file import Chunk, joined, sku_of

TOGETHER: Final = 8
"""Chunks in one portion at most."""
MOST_TEXTS: Final = 500
"""Texts of the products of a portion, unless a single chunk has more: a few seconds' work."""
Weighed = tuple[Chunk, int]
"""A chunk, and how many texts its products have."""


def portions(chunks: Iterator[Chunk], columns: Mapping[str, int]) -> Iterator[Chunk]:
    """All the chunks in their order, as many joined as their texts allow."""
    waiting: deque[Weighed] = deque()
    while True:
        fresh = list(islice(chunks, TOGETHER - len(waiting)))
        waiting.extend(zip(fresh, _texts_of(fresh, columns), strict=True))
        if not waiting:
            return
        yield joined(_first_of(waiting))


def _first_of(waiting: deque[Weighed]) -> list[Chunk]:
    chunk, texts = waiting.popleft()
    taken = [chunk]
    while waiting and texts + waiting[0][1] <= MOST_TEXTS:
        chunk, more = waiting.popleft()
        taken.append(chunk)
        texts += more
    return taken


def _texts_of(chunks: Sequence[Chunk], columns: Mapping[str, int]) -> list[int]:
    """Of each chunk, how many texts its products have now; one query."""
    skus = [[sku_of(line, columns) for line in chunk.lines] for chunk in chunks]
    products = Product.objects.of_skus(sku for some in skus for sku in some)
    written = Listing.objects.filter(product__in=products, number__gt=0)
    found = set(written.values_list("product__sku", flat=True)) if skus else set()
    return [sum(sku in found for sku in some) for some in skus]
