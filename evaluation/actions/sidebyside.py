"""What an experiment's versions wrote, given to people to judge side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from evaluation.actions.campaigns import Plan, create_comparison
from evaluation.models import Campaign, Experiment, ExperimentResult, Item
from evaluation.selecting import Selection

A, B = ExperimentResult.Arm.A, ExperimentResult.Arm.B
RATERS_EACH = 3


@transaction.atomic
def ask_people(user: User, experiment: Experiment) -> Campaign:
    """A campaign in preparation with a pair for each product, as both wrote it with the first seed.

    An experiment has one: asked again, it gives the same. Pairs of which a text is missing, or
    that are word for word the same, have nothing to compare and are left out.
    """
    require(user, Right.MANAGE_RATINGS)
    rows = Experiment.objects.select_for_update(of=("self",))
    row = rows.select_related("a__family", "b__family", "campaign").get(pk=experiment.pk)
    if row.campaign is not None:
        return row.campaign
    items = list(_items(row))
    if not items:
        raise ActionRefused(
            "nothing_to_compare",
            _(
                "No product has two different texts that can be read: wait until the experiment "
                "has some."
            ),
        )
    # Raters read the name: it must not tell whose texts they compare.
    name = _("Comparison %(number)d") % {"number": row.pk}
    plan = Plan(name, Selection(), RATERS_EACH)
    row.campaign = create_comparison(user, plan, items)
    row.save(update_fields=["campaign"])
    return row.campaign


def _items(row: Experiment) -> Iterator[Item]:
    written: dict[str, dict[str, ExperimentResult]] = defaultdict(dict)
    results = row.results.filter(seed=row.seeds[0]).exclude(listing={})
    for result in results.order_by("place"):
        written[result.product][result.arm] = result
    products = row.facts()
    for key, arms in written.items():
        if len(arms) < 2 or arms[A].listing == arms[B].listing:
            continue
        yield Item(
            product=key if row.source == Experiment.Source.HELD_OUT else products[key].name,
            category=arms[A].category,
            language=arms[A].language,
            facts=asdict(products[key]),
            listing=arms[A].listing,
            scores=arms[A].scores,
            version=row.a,
            model=row.a.name,
            other=arms[B].listing,
            other_scores=arms[B].scores,
            other_version=row.b,
        )
