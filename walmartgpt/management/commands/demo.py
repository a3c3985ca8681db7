"""`manage.py demo`: load demo people, listings and a campaign; a second time changes nothing."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from content import demo
from evaluation import demo as campaigns
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables


class Command(SpokenCommand):
    help = "Load demo sign-ins (author, rater, manager), listings and a campaign to rate them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the sign-ins as JSON")
        add_language(parser)

    def handle(self, **options: Any) -> None:
        ensure_tables()
        sign_ins = demo.load()
        campaigns.load()
        if options["json"]:
            self.stdout.write(json.dumps(sign_ins))
            return
        changed = _("changed or switched off since")
        for name, password in sign_ins.items():
            self.stdout.write(f"{name:<8} {password or f'({changed})'}")
