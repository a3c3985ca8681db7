# ruff: noqa: N999 - the command is called so
"""`manage.py model-history [--at TIME] [--listing N]`: what was live when, and what wrote what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from models_registry.management.naming import family_called
from models_registry.models import Event, Family
from models_registry.models.version import STATE_NAMES
from models_registry.names import why_name
from models_registry.queries.live import live_at
from terminal.showing import in_one_line
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables

MOST = 200


class Command(SpokenCommand):
    help = "What happened to the model versions, or what was live at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="a family; all of them otherwise")
        parser.add_argument("--at", help="a time such as 2026-11-24T09:30; or a day, for its end")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_language(parser)

    def handle(self, *, name: str, at: str | None, **options: Any) -> None:
        ensure_tables()
        families = [family_called(name)] if name else list(Family.objects.all())
        told = _at(families, _time(at)) if at else _happened(families)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        lines = _live_lines(told) if at else _event_lines(told)
        self.stdout.write("\n".join(lines) or _("Nothing has happened yet."))


def _time(said: str) -> datetime:
    try:
        # The day first: as a time, it would be that of its beginning.
        day = parse_date(said)
        moment = None if day else parse_datetime(said)
    except ValueError:
        moment, day = None, None
    if day is not None:
        moment = datetime.combine(day, datetime.max.time())
    if moment is None:
        raise CommandError(
            _("“%(said)s” is no time: write it as 2026-11-24T09:30 or as 2026-11-24.")
            % {"said": in_one_line(said)[:60]}
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _at(families: list[Family], moment: datetime) -> list[dict[str, Any]]:
    found = ((family, live_at(family, moment)) for family in families)
    return [
        {"family": family.name, "live": version.name if version else None}
        for family, version in found
    ]


def _live_lines(told: list[dict[str, Any]]) -> Iterator[str]:
    for line in told:
        yield f"{line['family']:<28} {line['live'] or '–'}"


def _happened(families: list[Family]) -> list[dict[str, Any]]:
    events = Event.objects.filter(family__in=families).select_related("version__family", "by")
    newest = list(events.order_by("-pk")[:MOST])
    return [
        {
            "at": event.at.isoformat(),
            "version": event.version.name,
            "from": event.before or None,
            "to": event.after,
            "why": event.why,
            "by": event.by.get_username() if event.by else None,
            "details": event.details,
        }
        for event in reversed(newest)
    ]


def _event_lines(told: list[dict[str, Any]]) -> Iterator[str]:
    states = {state.value: str(name) for state, name in STATE_NAMES.items()}
    for line in told:
        moment = timezone.localtime(datetime.fromisoformat(line["at"]))
        when = date_format(moment, "SHORT_DATETIME_FORMAT")
        by = f" ({in_one_line(line['by'])})" if line["by"] else ""
        state = states[line["to"]]
        yield f"{when}  {line['version']:<34} {state}: {why_name(line['why'])}{by}"
