"""Choosing what is learnt: the corrections, and enough of what the live version knows already."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.identity import identity
from domain.levels import LevelRule
from learning.corrections.examples import samples_of
from learning.models import Policy, Retraining
from learning.steps.step import Answer, End, Next, Turn
from training.curation import Dataset, Sample, Source, curate, snapshot
from training.curation.levels import failures
from training.curation.replay import spread
from training.models import DatasetSnapshot
from training.queries.known import known_samples
from training.queries.samples import held_out

LEAST: Final = 20
"""Corrective examples: from fewer their own words would be learnt, not what they have in common."""
LEAST_SHARE: Final = 5
"""A policy that waits for little feedback is content with one for each so many pieces of it."""
LEAST_REPLAYED: Final = 50
"""Known examples; where more is new, as many as that."""


def choose(turn: Turn) -> Answer:
    """Keep the dataset under its hash; chosen again from the same, it is the same one."""
    row = turn.row
    if row.dataset is not None:
        return Next()
    rule = row.policy.family.rule
    if rule is None:
        return End("nothing", [{"reason": "not_trained", "figures": {}}])
    rule = replace(rule, minimum=least_of(row.policy))
    hidden = held_out()
    new = curate(samples_of(row), rule, category=row.policy.family.field, held_out=hidden)
    if new.missing:
        return _too_few(new)
    turn.look()
    again = _replayed(turn, new, hidden)
    mixed = curate([*_all(new), *again], rule, category=row.policy.family.field, held_out=hidden)
    known = {one.key for one in again}
    mixed = replace(
        mixed,
        validation=_checking(mixed, known),
        excluded=(*new.excluded, *mixed.excluded),
    )
    turn.look()
    turn.note(dataset=_kept(row, mixed, known))
    return Next()


def least_of(policy: Policy) -> int:
    """How many corrective examples a retraining needs."""
    return min(LEAST, max(2, policy.threshold // LEAST_SHARE))


def _too_few(new: Dataset) -> End:
    figures = {"kept": new.size, "least": new.rule.minimum, "excluded": new.counts()["excluded"]}
    return End("nothing", [{"reason": "too_few_corrections", "figures": figures}])


def _replayed(turn: Turn, new: Dataset, hidden: frozenset[str]) -> list[Sample]:
    """Of what is known, as much as is new, from every language and category.

    Nothing of the products that are corrected: what was known of them is what failed. Variants
    of an example are left out, which say nothing without it.
    """
    avoided = hidden | {identity(one.product) for one in _all(new)}
    fit = [
        one
        for one in known_samples(turn.row.live, turn.look)
        if one.source is not Source.AUGMENTED and _may_be_learnt(one, new.rule, avoided)
    ]
    return spread(fit, max(LEAST_REPLAYED, new.size))


def _checking(mixed: Dataset, known: set[str]) -> tuple[Sample, ...]:
    """What the training is checked on: no more known examples than new ones.

    A few corrections among many known examples would hardly be seen in their mean loss, and a
    training that learns what it is meant to would end as one that gained nothing.
    """
    new = [one for one in mixed.validation if one.key not in known]
    familiar = [one for one in mixed.validation if one.key in known]
    return (*new, *(spread(familiar, len(new)) if new else familiar))


def _may_be_learnt(one: Sample, rule: LevelRule, avoided: frozenset[str]) -> bool:
    return not failures(one.listing, one.scores, rule) and identity(one.product) not in avoided


def _all(dataset: Dataset) -> tuple[Sample, ...]:
    return (*dataset.training, *dataset.validation)


def _kept(row: Retraining, mixed: Dataset, known: set[str]) -> DatasetSnapshot:
    replayed = sum(one.key in known for one in mixed.training)
    also = {
        "retraining": row.pk,
        "corrective": sum(one.key not in known for one in _all(mixed)),
        "replayed": replayed,
    }
    name = snapshot.write(mixed, DatasetSnapshot.home(), also)
    counts = mixed.counts()
    told = {**mixed.rule.asked(), **also, "hash": name, "sources": counts["source"]}
    kept, _new = DatasetSnapshot.objects.get_or_create(
        hash=name,
        level=row.policy.family.level,
        category=row.policy.family.category,
        strict=mixed.rule.strict,
        defaults={
            "training": len(mixed.training),
            "validation": len(mixed.validation),
            "excluded": len(mixed.excluded),
            "counts": counts,
            "datasheet": told,
            "created_by": row.requested_by,
        },
    )
    return kept
