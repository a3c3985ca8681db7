"""Entering and changing the facts of many products: the rules of one, a few queries for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import Origin, add_revision, search_text
from content.actions.rows import insert, prepared, update
from content.models import Event, Listing, Product, Revision
from domain import listing as domain
from domain.products_file import Fault, Stated, complete
from domain.turkish import fold

_TRIES = 3
_FACTS = (
    *("name", "features", "brand", "category", "price_range", "competition"),
    *("keyword", "tone", "language", "market"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """Other facts for a product that is there, with its listings."""

    stated: Stated
    product: Product
    facts: domain.Product
    listings: tuple[Listing, ...]


@dataclass(slots=True)
class Decided:
    """What becomes of some lines, each of which is in one of these."""

    new: list[tuple[Stated, domain.Product]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    """Numbers of products."""
    rejected: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entered:
    """Numbers of the products, by what became of them; `rejected` has no product to be changed."""

    created: list[int]
    updated: list[int]
    unchanged: list[int]
    rejected: list[Fault]


def decide_many(lines: Sequence[Stated], *, over: datetime | None, held: bool = False) -> Decided:
    """What `enter_many` would do, and nothing done. SKUs are to differ.

    A change that ends an approval is rejected, unless that was given before `over`: whoever asks
    for the change must have known of it. `held` has what is to be changed locked.
    """
    decided = Decided()
    known = _known([line.sku for line in lines])
    changing: dict[int, Stated] = {}
    for line in lines:
        number, before = known.get(line.sku, (0, None))
        after = complete(line, before)
        if isinstance(after, list):
            decided.rejected += after
        elif before is None:
            decided.new.append((line, after))
        elif after == before:
            decided.unchanged.append(number)
        else:
            changing[number] = line
    for product, listings in _products(changing, held=held):
        _decide_change(decided, changing[product.pk], product, listings, over)
    return decided


def enter_many(
    user: User,
    lines: Sequence[Stated],
    *,
    over: datetime | None = None,
    source: Mapping[str, Any] | None = None,
) -> Entered:
    """Enter new products with their listings and change the facts of those that are there, all or
    nothing. `source` is added to what the history says of each.

    Where somebody enters one of the SKUs at the same moment, it is all decided once more.
    """
    require(user, Right.WRITE_LISTINGS)
    about = dict(source or {})
    for _again in range(_TRIES - 1):
        try:
            return _enter(user, lines, over, about)
        except IntegrityError:
            continue
    return _enter(user, lines, over, about)


@transaction.atomic
def _enter(
    user: User, lines: Sequence[Stated], over: datetime | None, about: dict[str, Any]
) -> Entered:
    decided = decide_many(lines, over=over, held=True)
    return Entered(
        _create(user, decided.new, about),
        _change(user, decided.changed, about),
        decided.unchanged,
        decided.rejected,
    )


def _known(skus: list[str]) -> dict[str, tuple[int, domain.Product]]:
    """The facts of the products that have these SKUs, without an object of the ORM for each."""
    rows = Product.objects.of_skus(skus).values_list("sku", "pk", *_FACTS)
    found = {}
    for (
        sku,
        number,
        name,
        features,
        brand,
        category,
        price,
        rival,
        keyword,
        tone,
        lang,
        market,
    ) in rows:
        found[sku] = (
            number,
            domain.Product(
                name=name,
                features=tuple(features),
                brand=brand,
                category=category,
                price_range=price,
                competition=rival,
                keyword=keyword,
                tone=tone,
                language=_LANGUAGES[lang],
                market=market,
            ),
        )
    return found


_LANGUAGES = {language.value: language for language in domain.Language}


def _products(
    numbers: Mapping[int, object], *, held: bool
) -> Iterator[tuple[Product, tuple[Listing, ...]]]:
    """The products with their listings as they are now; listings are locked before products, as
    whoever changes one does."""
    if not numbers:
        return
    rows = Listing.objects.filter(product_id__in=list(numbers)).order_by("pk")
    products = Product.objects.filter(pk__in=list(numbers)).order_by("pk")
    if held:
        rows, products = rows.select_for_update(), products.select_for_update()
    listings: dict[int, list[Listing]] = {}
    for row in rows:
        listings.setdefault(row.product_id, []).append(row)
    for product in products:
        own = listings.get(product.pk, [])
        for listing in own:
            listing.product = product
        yield product, tuple(own)


def _decide_change(
    decided: Decided,
    line: Stated,
    product: Product,
    listings: tuple[Listing, ...],
    over: datetime | None,
) -> None:
    after = complete(line, product.facts())
    if isinstance(after, list):
        decided.rejected += after
    elif after == product.facts():
        decided.unchanged.append(product.pk)
    elif any(_is_kept(listing, over) for listing in listings):
        decided.rejected.append(Fault(line.row, "", "approved"))
    else:
        decided.changed.append(Change(line, product, after, listings))


def _is_kept(listing: Listing, over: datetime | None) -> bool:
    """Whether an approval stands that whoever asked did not know of."""
    if listing.status != Listing.Status.APPROVED or listing.approved_at is None:
        return False
    return over is None or listing.approved_at > over


def _create(
    user: User, new: list[tuple[Stated, domain.Product]], about: dict[str, Any]
) -> list[int]:
    if not new:
        return []
    features = prepared(Product, "features")
    products = insert(
        Product,
        ("sku", *_FACTS),
        [(line.sku, *_row(facts, features)) for line, facts in new],
        {"created_by_id": user.pk},
        returning=("sku", "id"),
    )
    numbers = dict(products)
    listings = insert(
        Listing,
        ("product_id", "market", "language", "search"),
        [
            (numbers[line.sku], facts.market, str(facts.language), _search(line.sku, facts))
            for line, facts in new
        ],
        {"owner_id": user.pk},
        returning=("id",),
    )
    constant = {"kind": Event.Kind.CREATED.value, "actor_id": user.pk, "data": about}
    insert(Event, ("listing_id",), listings, constant)
    return list(numbers.values())


def _row(facts: domain.Product, features: Callable[[list[str]], Any]) -> tuple[Any, ...]:
    """A product's facts in the order of _FACTS, as the database takes them."""
    return (
        facts.name,
        features(list(facts.features)),
        facts.brand,
        facts.category,
        facts.price_range,
        facts.competition,
        facts.keyword,
        facts.tone,
        str(facts.language),
        facts.market,
    )


def _search(sku: str, facts: domain.Product) -> str:
    """What `search_text` says of a listing without a title."""
    parts = [facts.name, facts.brand, sku, facts.category]
    return fold(" ".join(part for part in parts if part))


def _change(user: User, changes: list[Change], about: dict[str, Any]) -> list[int]:
    """The facts of all at once; a text that is there is judged anew, one by one."""
    if not changes:
        return []
    now = prepared(Product, "updated_at")(timezone.now())
    features = prepared(Product, "features")
    update(
        Product,
        [*_FACTS, "updated_at"],
        [(*_row(change.facts, features), now, change.product.pk) for change in changes],
    )
    empty: list[tuple[Listing, dict[str, Any]]] = []
    for change in changes:
        told = _taken(change) | about
        for listing in change.listings:
            if listing.number:
                origin = Origin(Revision.Kind.REJUDGED, author=user)
                add_revision(listing, listing.text(), origin, Event.Kind.FACTS, **told)
            else:
                empty.append((listing, told))
    _tell(user, empty, now)
    return [change.product.pk for change in changes]


def _taken(change: Change) -> dict[str, Any]:
    """Has the product say its new facts; what they were and are, as the history keeps it."""
    before = _as_json(change.product)
    for name in _FACTS:
        value = getattr(change.facts, name)
        setattr(change.product, name, list(value) if name == "features" else value)
    return {"before": before, "after": _as_json(change.product)}


def _as_json(product: Product) -> dict[str, Any]:
    """What `facts_as_json` says, without making copies."""
    return {name: getattr(product, name) for name in ("sku", *_FACTS)}


def _tell(user: User, empty: list[tuple[Listing, dict[str, Any]]], now: Any) -> None:
    """The listings without a text, and what happened to them."""
    if not empty:
        return
    columns = ("market", "language", "search", "updated_at")
    rows = []
    for listing, _told in empty:
        product = listing.product
        said = (product.market, str(product.language), search_text(listing), now)
        rows.append((*said, listing.pk))
    update(Listing, columns, rows)
    data = prepared(Event, "data")
    constant = {"kind": Event.Kind.FACTS.value, "actor_id": user.pk}
    insert(
        Event,
        ("listing_id", "data"),
        [(listing.pk, data(told)) for listing, told in empty],
        constant,
    )
