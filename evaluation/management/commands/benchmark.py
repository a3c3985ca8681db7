"""`manage.py benchmark [NAME…]`: model versions side by side, as Markdown, CSV or JSON."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from domain.versions import State
from evaluation.actions.requesting import is_measurable
from evaluation.benchmark import is_mixed, newest, rows
from evaluation.management.foreground import validate
from evaluation.presentation.tables import as_csv, as_markdown, as_text
from models_registry.management.naming import version_called
from models_registry.models import Version
from terminal.interrupting import INTERRUPTED, interruptible
from terminal.showing import as_json, visible
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Compare model versions by their newest validations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="versions; all by default")
        parser.add_argument(
            "--measure", action="store_true", help="validate first those that never were"
        )
        parser.add_argument(
            "--products", type=int, help="with --measure: so many of the held-out products only"
        )
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON")
        form.add_argument("--markdown", action="store_true", help="print a Markdown table")
        form.add_argument("--csv", action="store_true", help="print CSV")
        add_language(parser)

    def handle(
        self, *, names: list[str], measure: bool, products: int | None, **options: Any
    ) -> None:
        ensure_tables()
        if products is not None and not measure:
            raise CommandError(_("--products says how many --measure asks: give both."))
        named = [version_called(name) for name in names] or None
        failed = self._measure(named, products) if measure else []
        found = rows(named)
        if not found:
            without = _("No version has been validated yet: “manage.py benchmark --measure” does.")
            raise CommandError(" ".join([*failed, without]))
        if options["json"]:
            self.stdout.write(as_json([row.as_json() for row in found]))
        elif options["csv"]:
            self.stdout.write(as_csv(found), ending="")
        else:
            form = as_markdown if options["markdown"] else as_text
            self.stdout.write(visible(form(found)))
        if is_mixed(found):
            self.stderr.write(_("Not all of them were asked the same products."))
        if failed:
            raise CommandError(" ".join(failed))

    def _measure(self, named: list[Version] | None, products: int | None) -> list[str]:
        """Validate what has no result yet; why some could not be."""
        failed = []
        with interruptible() as stop:
            for version in _unmeasured(named):
                self._say(str(version))
                try:
                    validate(version, self._say, stop.is_set, products=products)
                except ActionRefused as refused:
                    if refused.code == "cancelled":
                        raise CommandError(str(refused), returncode=INTERRUPTED) from refused
                    failed.append(f"{version}: {refused}")
        return failed

    def _say(self, line: str) -> None:
        self.stderr.write(f"   {line}", self.style.SUCCESS)


def _unmeasured(named: list[Version] | None) -> list[Version]:
    has_result = set(newest().values_list("version", flat=True))
    if named is not None:
        return [version for version in named if version.pk not in has_result]
    every = Version.objects.exclude(state__in=(State.RETIRED, State.FAILED))
    waiting = every.select_related("family").order_by("pk")
    return [
        one
        for one in waiting
        # One that was left in the midst is gone on with.
        if one.pk not in has_result and (is_measurable(one) or one.state == State.VALIDATING)
    ]
