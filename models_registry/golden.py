"""The golden prompt: the last rung of the health ladder, a listing that every model must manage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.forms import FormError
from domain.forms import read as read_listing
from domain.listing import Product
from domain.markets import get as get_market
from domain.prompt import Level, Style, answer_schema, ask
from engines import get_engine
from engines.base import AnswerInvalid, AnswerTruncated, EngineError, Sampling, repetition_for
from models_registry.models import Version

PRODUCT: Final = Product(
    name="Galaxy S24 Ultra",
    brand="Samsung",
    category="Elektronik > Cep Telefonu",
    features=("6.8 inç ekran", "200 MP kamera", "S Pen", "12 GB RAM", "256 GB depolama"),
)
SEEDS: Final = (20, 21, 22)
"""One listing that can be read is asked for, of so many: a small model now and then fails."""


class Unhealthy(Exception):
    """A version does not work; `code` is an engine's error code, the text the technical detail.

    `passing` says that it may be the engine's trouble of the moment: away, busy, late.
    """

    def __init__(self, code: str, detail: str, *, passing: bool = False) -> None:
        super().__init__(detail)
        self.code = code
        self.passing = passing


def check(
    version: Version, *, golden: bool = True, lost: Callable[[], bool] = lambda: False
) -> None:
    """Climb the ladder: the engine's own rungs, cheapest first, then the golden prompt.

    Unhealthy where a rung breaks, and where `lost`, which is asked while a listing is written,
    says that nobody waits for the result any more.
    """
    try:
        get_engine(version.engine).verify(version.served_as, version.digest)
        if golden:
            _write(version, lost)
    except EngineError as error:
        detail, passing = error.detail or str(error), not error.permanent
        raise Unhealthy(error.code, detail, passing=passing) from error


def _write(version: Version, lost: Callable[[], bool]) -> None:
    engine = get_engine(version.engine)
    style = Style(version.style)
    prompt = ask(PRODUCT, style, Level(version.family.level))
    schema = answer_schema(get_market(PRODUCT.market), PRODUCT)
    for seed in SEEDS:
        sampling = Sampling(seed=seed, repetition=repetition_for(style))
        try:
            text = engine.complete(
                prompt, model=version.served_as, schema=schema, sampling=sampling, cancelled=lost
            ).text
        except AnswerInvalid as invalid:
            text = invalid.partial  # too short a title breaks the schema and can still be read
        except AnswerTruncated:
            continue
        if _readable(text):
            return
    raise Unhealthy("invalid", f"none of {len(SEEDS)} golden listings could be read")


def _readable(text: str) -> bool:
    try:
        return bool(read_listing(text).title)
    except FormError:
        return False
