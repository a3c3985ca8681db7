"""`manage.py rollback [NAME]`: the version before is live again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from models_registry.actions.deploying import finish, request_rollback, resume
from models_registry.catalog import default_choice
from models_registry.management.commands.deploy import report
from models_registry.management.naming import family_called, version_called
from models_registry.models import Family, Version
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Go back to the version that was live before, or to a validated one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name",
            nargs="?",
            default="",
            metavar="NAME[:VERSION]",
            help="a family, or the version to go back to; the family that writes otherwise",
        )
        add_language(parser)

    def handle(self, *, name: str, **options: Any) -> None:
        ensure_tables()
        resume()
        family, to = _wanted(name)
        try:
            deployment = request_rollback(None, family, to=to, queue=False)
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        finish(deployment.pk)
        report(self, deployment)


def _wanted(name: str) -> tuple[Family, Version | None]:
    if ":" in name:
        version = version_called(name)
        return version.family, version
    if name:
        return family_called(name), None
    live = default_choice().version
    if live is None:
        raise CommandError(_("No model version is live."))
    return live.family, None
