"""What a version has learnt, and what those before it have: examples to learn again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from models_registry.models import Version
from training.curation import Exclusion, Sample
from training.curation.snapshot import FILES, lines_in
from training.queries.parents import going_on_from, learnt_before
from training.queries.samples import of_lines, samples

Tick = Callable[[], None]


def known_samples(version: Version | None, tick: Tick = lambda: None) -> list[Sample]:
    """The examples that `version` and the models it goes on from learnt or were checked on, each
    once; where that is not known, all that there is to learn from.

    `tick` is called now and again.
    """
    run = going_on_from(version)
    paths = [path for file in FILES for path in learnt_before(run, file) if path.exists()]
    known = [one for path in paths for one in _of(of_lines(lines_in(path)), tick)]
    known = known or _of(samples(), tick)
    return list({one.key: one for one in reversed(known)}.values())


def _of(found: Iterable[Sample | Exclusion], tick: Tick) -> list[Sample]:
    readable = []
    for one in found:
        tick()
        if isinstance(one, Sample):
            readable.append(one)
    return readable
