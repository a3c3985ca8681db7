"""`manage.py versions`: the model versions there are, with their states and scores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from models_registry.management.naming import family_called
from models_registry.models import Version
from models_registry.queries.lists import as_json, listed_versions
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "List the model versions with their states and scores."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--family", default="", help="only those of one family")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_language(parser)

    def handle(self, *, family: str, **options: Any) -> None:
        ensure_tables()
        if family:
            family_called(family)
        versions = listed_versions(family)
        if options["json"]:
            told = [as_json(version) for version in versions.iterator(chunk_size=2000)]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        lines = list(_lines(versions.iterator(chunk_size=2000)))
        self.stdout.write("\n".join(lines) or _("There are no model versions yet."))


def _lines(versions: Iterator[Version]) -> Iterator[str]:
    for version in versions:
        mark = "*" if version.is_live else " "
        score = getattr(version, "score", None)
        told = number_format(score["mean"], 1) if score else "–"
        yield f"{mark} {version.name:<36} {version.get_state_display():<18} {told:>6}"
