"""`manage.py products import FILE`: products from a file, as the page imports them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from bulk.importing.direct import Found, import_file
from bulk.presentation.import_messages import fault_sentence, field_name, refusal_sentence
from content.examples.reasons import file_name, refusal_of
from domain.products_file import Fault, FileRefused
from domain.products_file.faults import LARGEST
from terminal.interrupting import INTERRUPTED, interruptible
from terminal.showing import as_json, in_one_line
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables

SHOWN = 20
"""Errors that are told to a person; `--json` has them all."""


class Command(SpokenCommand):
    help = "Enter products from a CSV, XLSX or JSON file, or change those that are there, by SKU."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        one = commands.add_parser("import", help="enter a file's products, or change them, by SKU")
        one.add_argument("file", help="CSV, XLSX or JSON; - for standard input")
        one.add_argument("--user", help="in whose name; the first manager's otherwise")
        one.add_argument("--dry-run", action="store_true", help="only tell what would be done")
        one.add_argument("--approved", action="store_true", help="also where that ends an approval")
        one.add_argument("--json", action="store_true", help="print JSON")
        add_language(one)

    def handle(self, *, what: str, file: str, **options: Any) -> None:
        ensure_tables()
        user = None if options["dry_run"] else _user(options["user"])
        try:
            with _opened(file) as content, interruptible() as stop:
                over = timezone.now() if options["approved"] else None
                found = import_file(content, user, over, stop.is_set)
        except FileRefused as refused:
            said = refusal_sentence(refused.code, refused.said)
            raise CommandError(f"{in_one_line(file_name(file))}: {in_one_line(said)}") from refused
        except PermissionDenied as denied:
            raise CommandError(_("This person may not write listings.")) from denied
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s.")
                % {"file": in_one_line(file_name(file)), "reason": refusal_of(error)}
            ) from error
        self._tell(found, dry=options["dry_run"], machine=options["json"])
        if found.stopped:
            said = _("Stopped: what had been imported stays, and the same command goes on.")
            raise CommandError(said, returncode=INTERRUPTED)

    def _tell(self, found: Found, *, dry: bool, machine: bool) -> None:
        if machine:
            self.stdout.write(as_json(_as_json(found)))
            return
        for fault in found.faults[:SHOWN]:
            self.stderr.write(in_one_line(_sentence(fault)))
        if more := len(found.faults[SHOWN:]):
            told = ngettext("and %(count)d more error", "and %(count)d more errors", more)
            self.stderr.write(told % {"count": more})
        if dry:
            self.stdout.write(_("Nothing was done. It would be:"))
        self.stdout.write(
            _("%(new)d new, %(changed)d changed, %(same)d unchanged, %(rejected)d rejected.")
            % {
                "new": found.created,
                "changed": found.updated,
                "same": found.unchanged,
                "rejected": found.rejected,
            }
        )


def _as_json(found: Found) -> dict[str, Any]:
    """Every fault with its row, as a machine reads it."""
    return {
        "created": found.created,
        "updated": found.updated,
        "unchanged": found.unchanged,
        "rejected": [
            {
                "row": fault.row,
                "field": fault.field,
                "message": fault_sentence(fault.code, fault.said),
            }
            for fault in found.faults
        ],
    }


def _sentence(fault: Fault) -> str:
    name, said = field_name(fault.field), fault_sentence(fault.code, fault.said)
    told = f"{name}: {said}" if name else said
    return _("Row %(row)d: %(what)s") % {"row": fault.row, "what": told}


def _user(name: str | None) -> User:
    """Who enters the products."""
    people = User.objects.filter(is_active=True).order_by("pk")
    if name:
        found = people.filter(username=name).first()
    else:
        managers = people.filter(groups__name=Role.MANAGER.value)
        found = managers.first() or people.filter(is_superuser=True).first()
    if found:
        return found
    if name:
        raise CommandError(_("There is nobody called “%(name)s”.") % {"name": in_one_line(name)})
    raise CommandError(_("There is no manager yet: say by --user in whose name to import."))


def _opened(name: str) -> BinaryIO:
    """The file, bounded; what comes by standard input is laid down first."""
    if name != "-":
        if Path(name).stat().st_size > LARGEST:
            raise _too_large()
        return Path(name).open("rb")
    content = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever reads it
    left = LARGEST
    while block := sys.stdin.buffer.read(1 << 20):
        left -= len(block)
        if left < 0:
            content.close()
            raise _too_large()
        content.write(block)
    return cast(BinaryIO, content)


def _too_large() -> FileRefused:
    return FileRefused("too_large", most=LARGEST // 1024**2)
