"""`manage.py examples import|export|analyze`: training examples in and out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.actions.examples import import_examples
from content.examples.exchange import FileRefused, read_items
from content.examples.readiness import Example, analyze
from content.examples.reasons import file_name, refusal_of
from content.management.analysis import analysis_lines
from content.models import TrainingExample
from domain.examples import read
from terminal.showing import as_json, visible
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables
from terminal.writing import write_whole


class Command(SpokenCommand):
    help = "Read, write and assess training examples in the exchange format."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        importing = commands.add_parser("import", help="add a file's examples, all or none")
        importing.add_argument("file", help="a JSON list or one object; - for standard input")
        exporting = commands.add_parser("export", help="write every example as a JSON list")
        exporting.add_argument("file", help="the file to write; - for standard output")
        analyzing = commands.add_parser("analyze", help="counts, quality, and what is missing")
        analyzing.add_argument("file", nargs="?", help="a file instead of the kept examples")
        analyzing.add_argument("--json", action="store_true", help="print JSON")
        for parser in (importing, exporting, analyzing):
            add_language(parser)

    def handle(self, *, what: str, **options: Any) -> None:
        ensure_tables()
        try:
            getattr(self, f"_{what}")(**options)
        except FileRefused as refused:
            raise CommandError(visible(str(refused))) from refused

    def _import(self, *, file: str, **_options: Any) -> None:
        items = read_items(file)
        added = import_examples(items)
        known = len(items) - added
        self.stdout.write(
            ngettext("%(count)d example added", "%(count)d examples added", added)
            % {"count": added}
            + (_(", %(count)d were already there") % {"count": known} if known else "")
            + "."
        )

    def _export(self, *, file: str, **_options: Any) -> None:
        if file == "-":
            for piece in _pieces():
                self.stdout.write(piece, ending="")
            return
        try:
            count = write_whole(Path(file), _pieces()) - 2  # the brackets are pieces too
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": file, "reason": refusal_of(error)}
            ) from error
        self.stdout.write(
            ngettext("%(count)d example written", "%(count)d examples written", count)
            % {"count": count}
            + "."
        )

    def _analyze(self, *, file: str | None, messages: str, **options: Any) -> None:
        examples = _of_file(file) if file else _kept()
        result = analyze(examples).as_json()
        if options["json"]:
            self.stdout.write(as_json(result))
            return
        self.stdout.write("\n".join(map(visible, analysis_lines(result, messages))))


def _pieces() -> Iterator[str]:
    documents = TrainingExample.objects.order_by("pk").values_list("document", flat=True)
    yield "["
    for number, document in enumerate(documents.iterator(chunk_size=500)):
        yield (",\n" if number else "\n") + document
    yield "\n]\n"


def _of_file(name: str) -> Iterator[Example]:
    for item in read_items(name):
        yield Example(f"{file_name(name)} #{item.number}", "file", item.product, item.listing)


def _kept() -> Iterator[Example]:
    for row in TrainingExample.objects.order_by("pk").iterator(chunk_size=500):
        product, listing = read(json.loads(row.document))
        yield Example(f"#{row.pk}", row.origin, product, listing)
