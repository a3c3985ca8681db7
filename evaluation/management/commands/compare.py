"""`manage.py compare A B`: both versions write for the same products, here and now."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from evaluation.actions.experiments import MARGIN, ExperimentPlan
from evaluation.management.comparing import compare
from evaluation.management.productfile import products_in
from evaluation.models import Experiment
from evaluation.presentation.experiments import as_document, as_lines
from evaluation.suite import chosen
from models_registry.management.naming import version_called
from terminal.interrupting import INTERRUPTED, interruptible
from terminal.showing import as_json
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Compare two model versions on the same products, in pairs, and say which is better."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("a", metavar="A", help="NAME:VERSION that the other is compared with")
        parser.add_argument("b", metavar="B", help="NAME:VERSION")
        parser.add_argument(
            "--products",
            metavar="FILE",
            help="products of your own as JSON (“-”: standard input) instead of the held-out ones",
        )
        parser.add_argument("--limit", type=int, metavar="N", help="the first N products only")
        parser.add_argument(
            "--seeds", type=int, default=1, metavar="N", help="write each product N times"
        )
        parser.add_argument(
            "--margin",
            type=float,
            default=MARGIN,
            metavar="X",
            help="points of 100 that matter; a smaller difference does not",
        )
        parser.add_argument(
            "--early", action="store_true", help="end as soon as the verdict is decided"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        add_language(parser)

    def handle(self, *, a: str, b: str, **options: Any) -> None:
        ensure_tables()
        started = time.monotonic()
        versions = version_called(a), version_called(b)
        with interruptible() as stop:
            try:
                row = compare(*versions, _plan(options), self._say, stop.is_set)
            except ActionRefused as refused:
                code = INTERRUPTED if refused.code == "cancelled" else 1
                raise CommandError(str(refused), returncode=code) from refused
        if options["json"]:
            document = {**as_document(row), "seconds": round(time.monotonic() - started, 1)}
            self.stdout.write(as_json(document))
        else:
            self.stdout.write("\n".join(as_lines(row)))

    def _say(self, line: str) -> None:
        self.stderr.write(f"   {line}", self.style.SUCCESS)


def _plan(options: dict[str, Any]) -> ExperimentPlan:
    file, limit = options["products"], options["limit"]
    if limit is not None and limit < 1:
        raise ActionRefused("limit", _("“--limit” is a number from 1."))
    products = chosen(limit) if file is None else products_in(file)
    return ExperimentPlan(
        products=dict(list(products.items())[:limit]),
        source=Experiment.Source.HELD_OUT if file is None else Experiment.Source.OWN,
        seeds=options["seeds"],
        margin=options["margin"],
        stops_early=options["early"],
    )
