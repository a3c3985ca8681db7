"""`manage.py canary NAME:VERSION --share N`: try a version on a share of the drafts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from models_registry.actions.starting import start_trial, stop_trial
from models_registry.management.naming import family_called, version_called
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Have a validated version write a share of the drafts, or end such a trial."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME:VERSION", help="with --stop a family's name")
        parser.add_argument("--share", type=int, default=10, help="percent; default 10")
        parser.add_argument("--threshold", type=float, help="the least score, as in deploy")
        parser.add_argument("--stop", action="store_true", help="end the trial of that family")
        add_language(parser)

    def handle(self, *, name: str, **options: Any) -> None:
        ensure_tables()
        try:
            if options["stop"]:
                family = family_called(name.partition(":")[0])
                stop_trial(None, family)
                self.stdout.write(_("The trial of %(family)s has ended.") % {"family": family})
                return
            version = version_called(name)
            share, threshold = options["share"], options["threshold"]
            start_trial(None, version, share, threshold=threshold)
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            _("%(version)s writes for %(share)d of a hundred products from now on.")
            % {"version": version, "share": share}
        )
