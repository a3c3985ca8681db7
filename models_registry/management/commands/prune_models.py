"""`manage.py prune_models [--dry-run]`: take away the files of retired and failed versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from engines.base import EngineError
from models_registry.actions.pruning import KEPT_DAYS, Left, leftovers, prune
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Take away the files of versions that were retired or failed long enough ago."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would go")
        parser.add_argument(
            "--days", type=int, default=KEPT_DAYS, help=f"for so many days; default {KEPT_DAYS}"
        )
        add_language(parser)

    def handle(self, *, days: int, dry_run: bool, **options: Any) -> None:
        ensure_tables()
        if not 0 <= days <= 36_500:
            raise CommandError(_("--days is a number from 0 to 36500."))
        size = 0
        for found in leftovers(days):
            self.stdout.write(_line(found))
            if dry_run or self._prune(found):
                size += found.bytes
        told = {"mib": f"{size / 2**20:.1f}"}
        said = _("%(mib)s MiB would go.") if dry_run else _("%(mib)s MiB are free again.")
        self.stdout.write(said % told)

    def _prune(self, found: Left) -> bool:
        """Whether it could be taken away."""
        try:
            prune(None, found)
        except (OSError, EngineError) as error:
            self.stderr.write(_("That could not be taken away: %(why)s") % {"why": error})
            return False
        return True


def _line(found: Left) -> str:
    where = found.path or _("the copy at the engine")
    return f"{found.version}: {where}"
