"""What one model would learn from, as things stand now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from domain.categories import Category
from domain.prompt import Level
from training.augmentation import variants
from training.curation import LEVELS, Dataset, Exclusion, Sample, curate
from training.curation.dataset import VALIDATION_SHARE
from training.curation.levels import failures
from training.queries.samples import held_out, samples

Tick = Callable[[], None]


def dataset_for(
    level: str,
    category: str = "",
    *,
    starter: bool = True,
    augment: bool = False,
    strict: bool = False,
    limit: int | None = None,
    tick: Tick = lambda: None,
) -> Dataset:
    """The dataset of a level (and category), filled up or cut short as asked; `strict` lets in
    only what passes the filter for high quality too.

    `tick` is called now and again, since this takes minutes where there are many examples.
    """
    found, unreadable = readable(starter=starter, tick=tick)
    hidden = held_out()
    rule = LEVELS[Level(level)]
    rule = replace(rule, strict=rule.strict or strict)

    def choose(chosen: Sequence[Sample]) -> Dataset:
        tick()
        kind = Category(category) if category else None
        return curate(chosen, rule, category=kind, held_out=hidden)

    dataset = choose(found)
    if augment and limit is None:
        dataset = _filled(dataset, found, choose, tick)
    dataset = replace(dataset, excluded=(*dataset.excluded, *unreadable))
    return dataset if limit is None else cut(dataset, limit)


def cut(dataset: Dataset, limit: int) -> Dataset:
    """The best `limit` examples to learn from, and as many to check on as belong to them."""
    check = max(1, limit // VALIDATION_SHARE)
    return replace(
        dataset,
        training=_best(dataset.training, limit),
        validation=_best(dataset.validation, check),
    )


def _best(samples: Sequence[Sample], count: int) -> tuple[Sample, ...]:
    return tuple(sorted(samples, key=lambda one: one.standing)[:count])


def readable(
    *, starter: bool = True, tick: Tick = lambda: None
) -> tuple[list[Sample], list[Exclusion]]:
    """All examples, those that can be read and those that cannot."""
    found: list[Sample] = []
    left: list[Exclusion] = []
    for one in samples(starter=starter):
        tick()
        if isinstance(one, Sample):
            found.append(one)
        else:
            left.append(one)
    return found, left


def _filled(
    dataset: Dataset,
    found: list[Sample],
    choose: Callable[[Sequence[Sample]], Dataset],
    tick: Tick,
) -> Dataset:
    """With as many variants as are missing; some of them repeat others, so it asks again."""
    coming = variants(dataset.training)
    made: list[Sample] = []
    while dataset.missing:
        fresh = list(_fit(coming, dataset, tick))
        if not fresh:
            break
        made += fresh
        dataset = choose([*found, *made])
    return dataset


def _fit(coming: Iterator[Sample], dataset: Dataset, tick: Tick) -> Iterator[Sample]:
    wanted = dataset.missing
    while wanted and (one := next(coming, None)):
        tick()
        if not failures(one.listing, one.scores, dataset.rule):
            wanted -= 1
            yield one
