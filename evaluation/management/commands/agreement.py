"""`manage.py agreement FILE.csv`: how far raters agree, of ratings from anywhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from content.examples.exchange import FileRefused
from domain.agreement import assess
from domain.statistics.agreement import Level
from evaluation.management.ratings import read_ratings
from evaluation.presentation.agreement import as_document, as_lines
from terminal.showing import as_json, visible
from terminal.speaking import SpokenCommand, add_language


class Command(SpokenCommand):
    help = "Krippendorff's alpha, ICC and Fleiss' kappa of a table of ratings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="CSV with the columns rater, item and score; - for standard input"
        )
        parser.add_argument(
            "--level",
            choices=[level.value for level in Level],
            default=Level.ORDINAL.value,
            help="what may be done with the scores (ordinal)",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_language(parser)

    def handle(self, *, file: str, level: str, **options: Any) -> None:
        try:
            ratings = read_ratings(file)
        except FileRefused as refused:
            raise CommandError(visible(str(refused))) from refused
        found = assess(ratings, Level(level))
        if options["json"]:
            self.stdout.write(as_json(as_document(found)))
        else:
            self.stdout.write("\n".join(as_lines(found)))
