"""`manage.py validate NAME:VERSION`: measure a version on the held-out products, here and now."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from content.presentation.names import score_name
from domain.gate import Criterion
from evaluation.management.foreground import validate
from evaluation.presentation.figures import told
from models_registry import sentences
from models_registry.management.naming import version_called
from models_registry.models import ValidationRun
from terminal.interrupting import INTERRUPTED, interruptible
from terminal.showing import as_json
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Measure a model version on the products that no model learns from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", metavar="NAME:VERSION")
        parser.add_argument("--products", type=int, help="so many of the held-out products only")
        parser.add_argument(
            "--threshold", type=float, help="the least score, in the place of the family's"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        add_language(parser)

    def handle(
        self, *, version: str, products: int | None, threshold: float | None, **options: Any
    ) -> None:
        ensure_tables()
        started = time.monotonic()
        wanted = version_called(version)
        with interruptible() as stop:
            try:
                run = validate(
                    wanted, self._say, stop.is_set, products=products, threshold=threshold
                )
            except ActionRefused as refused:
                code = INTERRUPTED if refused.code == "cancelled" else 1
                raise CommandError(str(refused), returncode=code) from refused
        if options["json"]:
            self.stdout.write(as_json(_document(run, time.monotonic() - started)))
        else:
            self.stdout.write("\n".join(_lines(run)))
        if not run.passed:
            raise CommandError(
                _("%(version)s did not pass. %(reasons)s")
                % {"version": run.version, "reasons": sentences.refusals(run.refusals)}
            )

    def _say(self, line: str) -> None:
        self.stderr.write(f"   {line}", self.style.SUCCESS)


def _lines(run: ValidationRun) -> Iterator[str]:
    for criterion in Criterion:
        yield f"  {score_name(criterion)}: {told(run.summary[criterion])}"
    if run.against:
        yield _("Compared with %(version)s.") % {"version": run.against.version}
    if run.passed:
        yield _("%(version)s passed.") % {"version": run.version}


def _document(run: ValidationRun, seconds: float) -> dict[str, Any]:
    return {
        "name": run.version.family.name,
        "version": str(run.version.number),
        "products": run.products,
        "passed": run.passed,
        "threshold": run.threshold,
        "against": run.against and run.against.version.name,
        "summary": run.summary,
        "refusals": [
            {**refusal, "sentence": sentences.refusal(refusal)} for refusal in run.refusals
        ],
        "seconds": round(seconds, 1),
    }
