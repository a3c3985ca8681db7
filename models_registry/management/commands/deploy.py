"""`manage.py deploy NAME:VERSION`: check the validation, switch, check the health; or go back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from models_registry.actions.deploying import finish, request_deployment, resume
from models_registry.management.naming import version_called
from models_registry.models import Deployment
from models_registry.sentences import outcome
from terminal.showing import in_one_line
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Have a model version write from now on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", metavar="NAME:VERSION")
        parser.add_argument(
            "--threshold", type=float, help="the least score, in the place of the family's"
        )
        add_language(parser)

    def handle(self, *, version: str, threshold: float | None, **options: Any) -> None:
        ensure_tables()
        resume()
        try:
            wanted = version_called(version)
            deployment = request_deployment(None, wanted, threshold=threshold, queue=False)
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        finish(deployment.pk)
        report(self, deployment)


def report(command: SpokenCommand, deployment: Deployment) -> None:
    """One line that says what came of it; CommandError where it was undone."""
    deployment.refresh_from_db()
    if deployment.status == Deployment.Status.DONE:
        live = deployment.version
        command.stdout.write(_("%(version)s is live.") % {"version": live})
        return
    detail = in_one_line(deployment.error_detail)[:300]
    raise CommandError(outcome(deployment) + (f" ({detail})" if detail else ""))
