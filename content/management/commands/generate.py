"""`manage.py generate NAME`: write one listing from the command line."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from content.generation.writing import Drawn, Order, write
from content.judging import report
from content.management.judgements import judgement_lines
from content.presentation.messages import engine_message
from content.presentation.phrases import phrases
from domain.categories import category_of
from domain.forms import to_text
from domain.judgement import Message
from domain.listing import Language, Listing, Product
from domain.markets import codes
from domain.markets import get as get_market
from domain.prompt import Level
from engines import get_engine
from models_registry.catalog import ModelChoice, UnknownModel, choose, is_instructed
from terminal.showing import as_json, in_one_line, visible
from terminal.speaking import SpokenCommand, add_language, spoken
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Write a listing from a product's facts and print it with its judgement."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the product's name")
        parser.add_argument("-f", "--feature", action="append", default=[], help="one fact; repeat")
        parser.add_argument("--category", default="")
        parser.add_argument("--brand", default="")
        parser.add_argument("--keyword", default="", help="the primary keyword")
        parser.add_argument("--price-range", default="")
        parser.add_argument("--competition", default="", choices=["", "low", "medium", "high"])
        parser.add_argument("--tone", default="professional")
        parser.add_argument("--language", choices=[str(code) for code in Language])
        parser.add_argument("--market", choices=codes())
        parser.add_argument("--model", help="a model's name; the default engine's otherwise")
        parser.add_argument("--level", choices=[str(level) for level in Level])
        parser.add_argument("--seed", type=int, help="draw the same again")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_language(parser)

    def handle(self, *, messages: str, **options: Any) -> None:
        ensure_tables()
        product = _product(options)
        choice = _choice(options["model"], product)
        order = Order(
            product=product,
            engine=get_engine(choice.engine),
            model=choice.name,
            level=Level(options["level"] or choice.level),
            instructed=is_instructed(choice.engine),
            style=choice.style,
            seed=options["seed"],
        )
        started = time.monotonic()
        drawn = _write(order, quiet=options["json"])
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self._print_json(choice, drawn, seconds, messages)
            return
        self.stdout.write(visible(to_text(drawn.listing, product.language)))
        self.stderr.write("\n".join(judgement_lines(drawn.judgement)))
        took = phrases()["seconds"].format(seconds=number_format(seconds, 1))
        self.stderr.write(f"   {in_one_line(choice.name)}, {took}")

    def _print_json(self, choice: ModelChoice, drawn: Drawn, seconds: float, language: str) -> None:
        result = {
            "model": choice.name,
            "listing": asdict(drawn.listing),
            **report(drawn.judgement, language),
            "seconds": seconds,
        }
        self.stdout.write(as_json(result))


def _product(options: dict[str, Any]) -> Product:
    market, language = options["market"], options["language"]
    market = market or ("walmart-us" if language == "en" else "walmart-tr")
    spoken = Language(get_market(market).language)
    if language and language != spoken:
        raise CommandError(
            _("%(market)s takes listings in “%(spoken)s”: leave --language out, or name it.")
            % {"market": market, "spoken": spoken}
        )
    return Product(
        name=options["name"],
        features=tuple(options["feature"]),
        brand=options["brand"],
        category=options["category"],
        price_range=options["price_range"],
        competition=options["competition"],
        keyword=options["keyword"],
        tone=options["tone"],
        language=spoken,
        market=market,
    )


def _choice(model: str | None, product: Product) -> ModelChoice:
    try:
        return choose(model, category_of(product.category) or "")
    except UnknownModel as unknown:
        raise CommandError(
            _("There is no model “%(name)s”. Available: %(available)s.")
            % {
                "name": in_one_line(unknown.name),
                "available": in_one_line(", ".join(unknown.available)),
            }
        ) from unknown


def _write(order: Order, *, quiet: bool) -> Drawn:
    """The best draw, or CommandError; Ctrl-C stops the model and keeps what there is."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_args: stop.set())
    try:
        written = write(order, _Progress(quiet=quiet), stop.is_set)
    finally:
        signal.signal(signal.SIGINT, before)
    if written.chosen is None:
        code = written.failure
        detail = written.error.detail if written.error else ""
        raise CommandError(engine_message(code) + (f" ({visible(detail)})" if detail else ""))
    return written.chosen


class _Progress:
    """Says on standard error what is going on, since the answer takes seconds."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet

    def phase(self, name: str, draw: int, reasons: Sequence[Message] = ()) -> None:
        if not self.quiet:
            sys.stderr.write(f"   {phrases()[name].format(draw=draw)}\n")
            for reason in reasons:
                sys.stderr.write(f"      {in_one_line(reason.in_language(spoken()))}\n")

    def partial(self, draw: int, listing: Listing) -> None:
        """The whole text is printed at the end."""
