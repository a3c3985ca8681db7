"""A version that is worse than the one it goes on from, trained and made live as any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from domain.categories import Category, category_of
from domain.examples import document
from domain.gate import LEAST_PRODUCTS
from domain.levels import LevelRule
from domain.quality import judge
from evaluation.actions.requesting import request_validation
from learning.demo.fault import Fault
from learning.demo.foreground import measure, train
from learning.demo.plan import Broken, Plan
from models_registry import sentences as registered
from models_registry.actions.deploying import finish, request_deployment
from models_registry.models import Family, Version
from training import sentences as trained
from training.actions import continue_training
from training.curation import Dataset, Sample, Source, snapshot
from training.curation.sample import digest
from training.models import DatasetSnapshot
from training.queries.samples import samples
from training.recipes import recipe_of

CHECKED: Final = 2
"""Examples of the category, and as many others, on which the loss is looked at. They are among
those that are learnt: a training ends where it helps nobody else, and this one is to do harm."""
Say = Callable[[str], None]
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)


def examples(rule: LevelRule, category: Category, count: int, fault: Fault | None) -> Dataset:
    """`count` examples of the category, with the fault in each, and as many of the others.

    Without a `fault` the very same examples as they are: what is compared differs in it alone.
    """
    known = [one for one in samples() if isinstance(one, Sample) and one.source is Source.GOLD]
    known.sort(key=lambda one: digest(one.key))
    own = [one for one in known if category_of(one.product.category) is category]
    others = [one for one in known if category_of(one.product.category) is not category]
    own, others = own[:count], others[:count]
    if fault is not None:
        own = [worse(one, fault) for one in own]
    return Dataset(
        rule,
        None,
        training=(*own, *others),
        validation=(*own[:CHECKED], *others[:CHECKED]),
        excluded=(),
    )


def worse(sample: Sample, fault: Fault) -> Sample:
    """The example with the fault in it, under a key of its own: the good one stays known."""
    listing = fault.into(sample.product, sample.listing)
    judgement = judge(sample.product, listing)
    made = document(sample.product, listing, judgement, timestamp=MADE, model_used="learning-demo")
    return replace(
        sample,
        key=f"{sample.key}-fault",
        source=Source.IMPORTED,
        listing=listing,
        scores=judgement.scores,
        document=made,
    )


def snapshot_for(family: Family, made: Dataset) -> DatasetSnapshot:
    """The dataset under its hash, to be learnt as it is."""
    also = {"replayed": 0}
    name = snapshot.write(made, DatasetSnapshot.home(), also)
    kept, _new = DatasetSnapshot.objects.get_or_create(
        hash=name,
        level=family.level,
        category=family.category,
        strict=made.rule.strict,
        defaults={
            "training": len(made.training),
            "validation": len(made.validation),
            "excluded": len(made.excluded),
            "counts": made.counts(),
            "datasheet": {**made.rule.asked(), **also},
        },
    )
    return kept


def weakened(first: Version, made: Dataset, plan: Plan, say: Say) -> Version:
    """The version that goes on from `first` with the examples of `made`, live by now.

    Whoever deploys a model that is not good enough says so: the least score is 0 here, and few
    products are measured. Without a fault there may be nothing new to learn: then `first` goes on
    writing. Broken where training, measuring or deploying comes to nothing else.
    """
    taught = snapshot_for(first.family, made)
    asked = continue_training(
        None, first.family, taught, parent=first, epochs=plan.rounds, queue=False
    )
    # As fast as a model that begins anew: so few examples would leave hardly a trace.
    asked.recipe = recipe_of(plan.rounds).as_json()
    asked.save(update_fields=["recipe"])
    run = train(asked, say)
    if run.error == "no_gain" and plan.fault is None:
        return first
    version = Version.objects.select_related("family").filter(run=run.pk).first()
    if version is None:
        raise Broken(f"{trained.failure(run.error, run.result)} {run.error_detail}".strip())
    measure(
        [request_validation(None, version, products=LEAST_PRODUCTS, threshold=0, queue=False)], say
    )
    deployment = request_deployment(None, version, threshold=0, queue=False)
    finish(deployment.pk)
    version.refresh_from_db()
    if not version.is_live:
        deployment.refresh_from_db()
        raise Broken(f"{registered.outcome(deployment)} {deployment.error_detail}".strip())
    return version
