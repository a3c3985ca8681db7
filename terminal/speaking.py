"""Commands that speak the person's language."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import get_language, override


class SpokenCommand(BaseCommand):
    """A command that says everything in one language: `--messages`, else the site's own.

    Django's checks are left out, which are made before anything is released: they would load every
    page that there is, and that takes longer than most commands.
    """

    requires_system_checks = ()

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run with the chosen language active, so that errors are told in it too."""
        with override(options.get("messages") or spoken()):
            return super().execute(*args, **options)


def spoken() -> str:
    """The language that is spoken now, among the two that there are."""
    return "en" if (get_language() or "tr").startswith("en") else "tr"


def add_language(parser: CommandParser) -> None:
    """`--messages tr|en`: the language that the command speaks."""
    parser.add_argument(
        "--messages",
        choices=("tr", "en"),
        default=spoken(),
        help="the language of everything that is told",
    )
