"""`manage.py score FILE`: judge listings in the exchange format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError, CommandParser

from content.examples.exchange import FileRefused, read_items
from content.judging import report
from content.management.judgements import judgement_lines
from domain.judgement import Judgement
from domain.listing import Language, Listing, Product
from domain.markets import codes
from domain.markets import get as get_market
from domain.quality import judge
from terminal.showing import as_json, in_one_line, visible
from terminal.speaking import SpokenCommand, add_language


class Command(SpokenCommand):
    help = "Judge one or many listings: scores and findings, as the studio shows them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="JSON: a list of examples or one; - for standard input")
        parser.add_argument("--market", choices=codes(), help="judge by this market's rules")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_language(parser)

    def handle(self, *, file: str, market: str | None, messages: str, **options: Any) -> None:
        try:
            items = read_items(file)
        except FileRefused as refused:
            raise CommandError(visible(str(refused))) from refused
        judged = [(item, _judge(item.product, item.listing, market)) for item in items]
        if options["json"]:
            result = [report(judgement, messages) for _item, judgement in judged]
            self.stdout.write(as_json(result))
            return
        for item, judgement in judged:
            self.stdout.write(f"{item.number}. {in_one_line(item.product.name)}")
            self.stdout.write("\n".join(judgement_lines(judgement)))


def _judge(product: Product, listing: Listing, market: str | None) -> Judgement:
    if market:
        language = Language(get_market(market).language)
        product = replace(product, market=market, language=language)
    return judge(product, listing)
