"""The suite: the held-out products, each asked of a version once, and what came of it.

A draw is repaired and judged just as the first draw of any listing is; there is no second one, so
that the figures are the model's own.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from content.generation.writing import TEMPERATURES, Draw, Order, Written, write
from domain import markets
from domain.gate import Criterion
from domain.judgement import Message
from domain.listing import Listing, Product
from engines import get_engine
from engines.base import Sampling, Timings
from evaluation.figures import UNREADABLE, figures_of
from evaluation.heldout import category_name_of, held_out, spread
from models_registry.catalog import ModelChoice, UnknownModel, choose, is_instructed
from models_registry.models import Version

SEED: Final = 7
"""What every validation draws with, so that two of them differ in the model alone."""
DRAWS: Final = 1


class EngineGone(Exception):
    """The settings no longer have the engine that a version was built for."""


class SuiteChanged(Exception):
    """The products or rules are not those that were asked for: an update came between."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One product's listing as a version wrote it; the fields of a `Measurement`."""

    product: str
    category: str
    language: str
    outcome: str
    listing: dict[str, Any]
    scores: dict[str, int]
    findings: list[dict[str, str]]
    figures: dict[str, Any]
    timings: dict[str, float]


def chosen(count: int | None = None) -> dict[str, Product]:
    """The first `count` held-out products in their order spread over the kinds; all without one."""
    products = held_out(Path(settings.STARTER_DIR))
    return {key: products[key] for key in spread(products)[:count]}


def suite_of(products: Mapping[str, Product], seed: int) -> str:
    """The hash of everything that makes two results comparable."""
    today = datetime.now(UTC).date()
    packs = sorted({product.market for product in products.values()})
    sampling = asdict(Sampling(temperature=TEMPERATURES[0], seed=seed))
    del sampling["repetition"]  # what suits a model depends on how it was made
    described = {
        "products": {key: asdict(product) for key, product in sorted(products.items())},
        "packs": {code: markets.get(code, today).version for code in packs},
        "draws": DRAWS,
        "sampling": sampling,
    }
    text = json.dumps(described, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def choice_for(version: Version) -> ModelChoice:
    """How `version` is asked: as it is for anybody's listing. EngineGone where it cannot be."""
    try:
        choice = choose(version.name)
    except UnknownModel as unknown:
        raise EngineGone(version.engine) from unknown
    if choice.version is None or choice.version.pk != version.pk:
        raise EngineGone(version.engine)
    return choice


def draw_once(
    choice: ModelChoice, product: Product, seed: int, cancelled: Callable[[], bool]
) -> Written:
    """One draw, repaired and judged as the first one of any listing, which nobody watches."""
    order = Order(
        product,
        get_engine(choice.engine),
        choice.name,
        choice.level,
        instructed=is_instructed(choice.engine),
        seed=seed,
        style=choice.style,
        draws=DRAWS,
    )
    return write(order, _Nobody(), cancelled)


def measure(
    choice: ModelChoice, key: str, product: Product, seed: int, cancelled: Callable[[], bool]
) -> Measured:
    """Ask for one listing and judge it; EngineError where the engine, not the model, fails."""
    started = time.monotonic()
    written = draw_once(choice, product, seed, cancelled)
    seconds = time.monotonic() - started
    if written.error:
        raise written.error
    return _measured(key, product, written.draws[0], seconds)


def _measured(key: str, product: Product, draw: Draw, seconds: float) -> Measured:
    told: dict[str, Any] = {
        "product": key,
        "category": category_name_of(product),
        "language": product.language.value,
        "outcome": draw.outcome,
        "timings": _timings(draw.timings, seconds),
    }
    if draw.drawn is None:
        nothing = {criterion.value: 0 for criterion in Criterion}
        return Measured(**told, listing={}, scores=nothing, findings=[], figures={**UNREADABLE})
    judgement = draw.drawn.judgement
    return Measured(
        **told,
        listing=asdict(draw.drawn.listing),
        scores=judgement.scores.as_json(),
        findings=[
            {"code": found.code, "severity": found.severity.value} for found in judgement.findings
        ],
        figures=figures_of(product, judgement),
    )


def _timings(timings: Timings | None, seconds: float) -> dict[str, float]:
    """Seconds and tokens; of an answer that was no listing only how long it took is known."""
    if timings is None:
        return {"total": round(seconds, 3)}
    told = {name: round(value, 3) for name, value in asdict(timings).items()}
    if timings.generation:
        told["tokens_a_second"] = round(timings.generated_tokens / timings.generation, 2)
    return told


class _Nobody:
    """Watches nothing."""

    def phase(self, name: str, draw: int, reasons: Sequence[Message] = ()) -> None: ...

    def partial(self, draw: int, listing: Listing) -> None: ...
