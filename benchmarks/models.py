"""The models side by side on the 60 held-out products: one draw each, judged as it comes.

Nothing is repaired and nothing drawn again, so that the figures are the model's own; the studio
does both. Seeds are fixed. `BENCH_PRODUCTS=n` takes every n-th product only, which is quicker,
`BENCH_MODELS=a,b` these models only; `BENCH_ADAPTERS` names a folder of further adapters (GGUF),
which are measured beside the shipped: `a@1.0.1.gguf` as `a:1.0.1`, `a.gguf` as `a`. `BENCH_KEEP`
names a file to which what was written and found is added, a line of JSON a listing: what stands in
it is not asked again, so that a measurement of hours may be broken off and gone on with.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, quantiles
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from environs import Env

from benchmarks.figures import Figure
from domain.judgement import Judgement
from domain.listing import Listing, Product
from evaluation.figures import UNREADABLE, figures_of
from evaluation.heldout import held_out

if TYPE_CHECKING:
    from engines.base import Engine

SEED = 7


@dataclass(frozen=True, slots=True)
class Result:
    """One product's draw; nothing of it where the answer could not be read."""

    product: Product
    seconds: float
    listing: Listing | None = None
    judgement: Judgement | None = None

    @property
    def figures(self) -> Mapping[str, Any]:
        """Lengths kept, claims with an unsupported number, the share of the facts told."""
        return figures_of(self.product, self.judgement) if self.judgement else UNREADABLE


def measure() -> list[Figure]:
    """The models of the embedded engine."""
    django.setup()
    from engines import get_engine

    if further := Env().path("BENCH_ADAPTERS", None):
        adapters = Path(settings.DATA_DIR) / "models" / "adapters"
        shutil.copytree(further, adapters, ignore=lambda _folder, names: _others(names))
    engine = get_engine("default")
    step = Env().int("BENCH_PRODUCTS", 1)
    products = list(held_out().values())[::step]
    keep = Env().path("BENCH_KEEP", None)
    known = _known(keep) if keep and keep.exists() else {}
    figures: list[Figure] = []
    for model in Env().list("BENCH_MODELS", engine.models()):
        results = []
        for product in products:
            result = _again(product, known.get((model, product.name)))
            if result is None:
                result = _draw(engine, model, product)
                if keep:
                    _keep(keep, model, result)
            results.append(result)
        figures += _told(model, results)
    return figures


def _known(file: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What was written before, by model and product."""
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {(one["model"], one["product"]): one for one in lines}


def _again(product: Product, told: Mapping[str, Any] | None) -> Result | None:
    """A listing that was kept, judged by the rules of today; None where there is none."""
    from domain.quality import judge

    if told is None:
        return None
    kept = told["listing"]
    if kept is None:
        return Result(product, told["seconds"])
    listing = Listing(kept["title"], tuple(kept["features"]), kept["description"])
    return Result(product, told["seconds"], listing, judge(product, listing))


def _keep(file: Path, model: str, result: Result) -> None:
    judgement = result.judgement
    told = {
        "model": model,
        "product": result.product.name,
        "language": result.product.language.value,
        "seconds": round(result.seconds, 2),
        "listing": asdict(result.listing) if result.listing else None,
        "scores": judgement.scores.as_json() if judgement else None,
        "findings": [
            {"code": one.code, "severity": one.severity.value, "text": one.text}
            for one in (judgement.findings if judgement else ())
        ],
        "figures": dict(result.figures),
    }
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(told, ensure_ascii=False) + "\n")


def _others(names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".gguf")]


def _draw(engine: Engine, model: str, product: Product) -> Result:
    from content.generation.writing import Order, prompt_for, sampling_for
    from domain.forms import FormError, read
    from domain.keeping import kept
    from domain.markets import get as get_market
    from domain.prompt import Level, answer_schema
    from domain.quality import judge
    from engines.base import AnswerInvalid, EngineError

    order = Order(product, engine, model, Level.BASE, instructed=False, seed=SEED)
    schema = answer_schema(get_market(product.market), product)
    started = time.monotonic()
    try:
        text = engine.complete(
            prompt_for(order), model=model, schema=schema, sampling=sampling_for(order)
        ).text
    except AnswerInvalid as invalid:
        text = invalid.partial
    except EngineError:
        text = ""
    seconds = time.monotonic() - started
    try:
        listing = kept(read(text), product.market)
    except FormError:
        return Result(product, seconds)
    return Result(product, seconds, listing, judge(product, listing))


def _told(model: str, results: Sequence[Result]) -> list[Figure]:
    judged = [result.judgement for result in results if result.judgement]
    overall = [judgement.scores.overall_score for judgement in judged] or [0]
    compliance = [judgement.scores.walmart_compliance for judgement in judged] or [0]
    listings = [result.listing for result in results if result.listing]
    count = len(results)
    clean = [result.figures["ungrounded"] == 0 for result in results if result.listing]
    return [
        Figure(f"{model}: readable answers", [100 * len(listings) / count], "%"),
        Figure(
            f"{model}: within all length rules",
            [_share(r.figures["lengths"] for r in results)],
            "%",
        ),
        Figure(f"{model}: no errors", [_share(not j.errors for j in judged)], "%"),
        Figure(f"{model}: compliance, mean", [mean(compliance)], ""),
        Figure(f"{model}: compliance, 5th percentile", [_fifth(compliance)], ""),
        Figure(f"{model}: overall, mean", [mean(overall)], ""),
        Figure(f"{model}: overall, 5th percentile", [_fifth(overall)], ""),
        Figure(f"{model}: listings without an ungrounded number", [_share(clean)], "%"),
        Figure(
            f"{model}: ungrounded numbers a listing",
            [mean(result.figures["ungrounded"] for result in results)],
            "",
        ),
        Figure(f"{model}: facts covered", [100 * mean(r.figures["covered"] for r in results)], "%"),
        Figure(f"{model}: a listing", [result.seconds for result in results], "s"),
        Figure(f"{model}: distinct sequences of four words", [_distinct(listings)], "%"),
    ]


def _share(values: Iterable[bool]) -> float:
    each = list(values)
    return 100 * sum(each) / len(each) if each else 0.0


def _fifth(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[0] if len(values) > 1 else values[0]


def _distinct(listings: Iterable[Listing]) -> float:
    """Of all sequences of four words in all descriptions: how many stand there once, in percent."""
    from domain.markup import plain
    from domain.turkish import words

    every: list[tuple[str, ...]] = []
    for listing in listings:
        said = words(plain(listing.description))
        every += zip(said, said[1:], said[2:], said[3:], strict=False)
    return 100 * len(set(every)) / len(every) if every else 0.0
