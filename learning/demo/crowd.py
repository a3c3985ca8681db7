"""Drafts by the live version, and what simulated people say of them through the real actions."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import connection

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from content.actions import approve_listing, create_listing, edit_listing, request_draft
from content.generation import generating
from content.judging import judge_listing
from content.models import Listing
from domain.listing import Product
from learning.actions.giving import give_stars
from learning.actions.triggering import consider
from learning.demo.people import edited, opinion
from learning.models import Policy, Retraining

Say = Callable[[str], None]
AT_ONCE = 2
"""Drafts: the embedded engine writes so many in little more time than one."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who enters products, has drafts written and approves them; who gives stars; who manages."""

    author: User
    readers: Sequence[User]
    manager: User


def crowd(readers: int) -> Crowd:
    """People who can sign in nowhere: they have no password."""
    return Crowd(
        _person("author", Role.AUTHOR),
        [_person(f"reader-{number}", Role.AUTHOR) for number in range(1, readers + 1)],
        _person("manager", Role.MANAGER),
    )


def gather(
    people: Crowd, policy: Policy, products: Sequence[Product], seed: int, say: Say
) -> Retraining | None:
    """Have drafts written and rated, one product after the other, until a retraining begins.

    After each piece of feedback the counter is looked at, as a worker does. None where the products
    were not enough.
    """
    draw = random.Random(seed)  # noqa: S311 - opinions, not secrets
    for start in range(0, len(products), AT_ONCE):
        for listing in drafts(people.author, products[start : start + AT_ONCE]):
            say(_told(listing))
            for _given in feedback(people, listing, draw):
                if consider(policy.pk):
                    return Retraining.objects.get(policy=policy)
    return None


def drafts(author: User, products: Sequence[Product]) -> list[Listing]:
    """The listings that whatever is live writes for `products`, those without a text left out."""
    listings = [create_listing(author, facts) for facts in products]
    asked = [request_draft(author, listing).pk for listing in listings]
    if len(asked) == 1:
        generating.run(asked[0])
    else:
        with ThreadPoolExecutor(len(asked), thread_name_prefix="demo") as pool:
            list(pool.map(_write, asked))
    found = Listing.objects.select_related("product").in_bulk([one.pk for one in listings])
    return [found[one.pk] for one in listings if found[one.pk].number]


def _write(generation: int) -> None:
    try:
        generating.run(generation)
    finally:
        connection.close()  # a thread has one of its own


def feedback(people: Crowd, listing: Listing, draw: random.Random) -> Iterator[None]:
    """Each reader's stars, one after the other, and then what the author makes of the text."""
    judgement = judge_listing(listing)
    seen = listing.number
    for reader in people.readers:
        said = opinion(judgement, listing.product.facts().language, draw)
        give_stars(reader, listing, seen=seen, stars=said.stars, comment=said.comment)
        yield
    better = edited(listing.text(), judgement)
    if better == listing.text():
        return
    edit_listing(people.author, listing, better, seen=seen)
    listing.refresh_from_db()
    with suppress(ActionRefused):  # what has other errors is approved by nobody
        approve_listing(people.author, listing, seen=listing.number)
        yield


def _told(listing: Listing) -> str:
    codes = sorted({finding.code for finding in judge_listing(listing).errors})
    return f"{listing.product.name[:50]}: {', '.join(codes) or '–'}"


def _person(name: str, role: Role) -> User:
    user, new = User.objects.get_or_create(username=f"demo-{name}")
    if new:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=role.value))
    return user
