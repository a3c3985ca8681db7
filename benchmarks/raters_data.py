"""`python -m benchmarks.raters_data prepare|inspect …`: a campaign, and what became of it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any, Final

import django

PASSWORD: Final = "fifty raters at once"  # noqa: S105 - of people who live for a measurement


def prepare(raters: int, items: int, each: int) -> dict[str, Any]:
    """Tables, people who may rate, and an open campaign; its number and their names."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from accounts.models import User
    from evaluation.actions.campaigns import Plan, add_items, begin, open_campaign
    from evaluation.models import Campaign
    from evaluation.selecting import Selection

    call_command("migrate", verbosity=0)
    kept = make_password(PASSWORD)
    names = [f"rater{number}" for number in range(raters)]
    people = User.objects.bulk_create(User(username=name, password=kept) for name in names)
    Group.objects.get(name="rater").user_set.add(*people)
    manager = User.objects.create_user("manager", is_superuser=True)
    plan = Plan(name="Ölçüm", selection=Selection(), raters_each=each, gold_every=0)
    campaign = begin(manager, plan, Campaign.Kind.RATING)
    add_items(campaign, [_item(number) for number in range(items)])
    open_campaign(manager, campaign)
    return {"campaign": campaign.pk, "raters": names}


def _item(number: int) -> Any:
    from content.judging import judgement_as_json
    from domain.listing import Listing, Product
    from domain.quality import judge
    from evaluation.models import Item

    product = Product(
        name=f"Lumora Termos {number}",
        features=("750 ml hacim", "12 saat sıcak tutar", "Paslanmaz çelik gövde"),
        brand="Lumora",
        category="Ev > Mutfak",
        keyword="termos",
    )
    listing = Listing(
        title=f"Lumora Termos {number}, 750 ml, Paslanmaz Çelik",
        features=("750 ml hacim ile gün boyu yeter", "Çayı 12 saat sıcak tutar"),
        description="<p>" + "Sabah doldurduğunuz çay akşam da sıcaktır. " * 30 + "</p>",
    )
    judgement = judgement_as_json(judge(product, listing))
    return Item(
        product=product.name,
        language="tr",
        facts=asdict(product),
        listing=asdict(listing),
        evidence=judgement["evidence"],
        scores=judgement["scores"],
    )


def inspect(campaign: int, told: dict[str, int]) -> dict[str, Any]:
    """What is kept of the answers that raters were told were kept, and who has too much."""
    from evaluation.models import Assignment

    rows = Assignment.objects.filter(campaign=campaign, state=Assignment.State.RATED)
    kept = {row.token: row for row in rows}
    lost = [
        token
        for token, score in told.items()
        if token not in kept or set(kept[token].scores.values()) != {score}
    ]
    each = rows.select_related("campaign")[0].campaign.raters_each
    raters = Counter(row.item_id for row in kept.values())
    pairs = Counter((row.item_id, row.rater_id) for row in kept.values())
    return {
        "kept": len(kept),
        "lost": len(lost),
        "over": sum(count > each for count in raters.values()),
        "twice": sum(count > 1 for count in pairs.values()),
    }


if __name__ == "__main__":
    django.setup()
    step, *numbers = sys.argv[1:]
    done = (
        prepare(*map(int, numbers))
        if step == "prepare"
        else inspect(int(numbers[0]), json.load(sys.stdin))
    )
    print(json.dumps(done))
