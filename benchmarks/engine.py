"""Seconds from asking to the first piece of text and to the whole listing, on the real engine."""

from __future__ import annotations

import time
from dataclasses import replace

import django

from benchmarks.figures import Figure
from domain.listing import Listing, Product

RUNS = 5
S24 = Product(
    name="Samsung Galaxy S24 Ultra",
    brand="Samsung",
    features=(
        "6.8 inç Dynamic AMOLED 2X ekran",
        "200MP ana kamera sistemi",
        "5000mAh batarya",
    ),
    category="Elektronik > Cep Telefonu",
    keyword="akıllı telefon",
)


def measure() -> list[Figure]:
    """One draw of the example product: the first run finds the prompt cache cold."""
    django.setup()
    from content.generation.writing import MOST_DRAWS, Order, prompt_for, sampling_for, write
    from domain.forms import to_json
    from domain.markets import get as get_market
    from domain.prompt import answer_schema
    from engines import get_engine
    from engines.base import AnswerTruncated
    from models_registry.catalog import default_choice, is_instructed

    choice = default_choice()
    engine = get_engine(choice.engine)
    order = Order(S24, engine, choice.name, choice.level, is_instructed(choice.engine), seed=1)
    schema = answer_schema(get_market(S24.market), S24)
    timings = []
    for run in range(RUNS):
        try:
            completion = engine.complete(
                prompt_for(order),
                model=choice.name,
                schema=schema,
                sampling=sampling_for(replace(order, seed=run)),
            )
        except AnswerTruncated:
            continue
        timings.append(completion.timings)
    if not timings:
        raise SystemExit("The model never finished an answer.")

    started = time.monotonic()
    whole = write(order, _Nobody(), lambda: False)
    seconds = time.monotonic() - started
    length = len(to_json(whole.chosen.listing)) if whole.chosen else 0
    cold, warm = timings[0], timings[1:] or timings
    rates = [t.generated_tokens / t.generation for t in timings if t.generation]
    return [
        Figure("first text, prompt not yet cached", [cold.first_token], "s"),
        Figure("first text, prompt cached", [t.first_token for t in warm], "s"),
        Figure("one whole draw", [t.total for t in timings], "s"),
        Figure("generated tokens a second", rates, "/s"),
        Figure(
            f"a listing with its {len(whole.draws)} of at most {MOST_DRAWS} draws "
            f"({length} characters)",
            [seconds],
            "s",
        ),
    ]


class _Nobody:
    """Watches nothing."""

    def phase(self, name: str, draw: int, reasons: object = ()) -> None: ...

    def partial(self, draw: int, listing: Listing) -> None: ...
