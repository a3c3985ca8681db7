"""`manage.py listings export FILE|-`: approved listings as a table, as JSON, or as a feed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bulk.exporting.forms import File, Form, file_of
from bulk.exporting.gate import TOLD, Row, Tally
from bulk.queries.approved import approved, counted
from content.examples.reasons import refusal_of
from content.models import Listing, Product
from content.queries.library import Wanted
from content.queries.search import words
from domain import markets
from domain.feeds.walmart import MOST_ITEMS
from terminal.showing import as_json, in_one_line, visible
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables
from terminal.writing import write_whole

KEPT_OUT: Final = 3
"""The exit status where the feed is written and the gate kept listings out of it."""
_BY_ENDING: Final = {
    ".csv": Form.CSV,
    ".xlsx": Form.XLSX,
    ".json": Form.JSON,
    ".zip": Form.FEEDS,
}
_BINARY: Final = (Form.XLSX, Form.FEEDS)


class Command(SpokenCommand):
    help = "Write the approved listings as a table, as JSON, or as Walmart's item feed."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        export = commands.add_parser("export", help="write approved listings")
        export.add_argument("file", help="the file to write; - for standard output")
        export.add_argument(
            "--format",
            choices=[form.value for form in Form if form is not Form.FEEDS],
            help="by the file's ending where nothing is said; mp_item is Walmart's item feed, in "
            "several where the file ends in .zip; refused is what the gate keeps out of it",
        )
        export.add_argument("--market", choices=markets.codes(), help="of this market alone")
        export.add_argument("--language", choices=Product.Language.values, help="in this one alone")
        export.add_argument(
            "--words", default="", help="only listings that hold these, as in the library"
        )
        export.add_argument("--json", action="store_true", help="tell what was written as JSON")
        add_language(export)

    def handle(self, *, file: str, format: str | None, **options: Any) -> None:
        ensure_tables()
        form = _form_of(file, format)
        found = approved(
            Wanted(
                words=words(options["words"]),
                market=options["market"] or "",
                language=options["language"] or "",
            )
        )
        market = _market_of(found, options["market"]) if form.is_of_one_market else ""
        made = file_of(form, found, market)
        self._write(file, made)
        self._tell(file, form, made.tally, as_machine=options["json"])

    def _write(self, file: str, made: File) -> None:
        if file == "-":
            for piece in made.pieces:
                if isinstance(piece, str):
                    self.stdout.write(piece, ending="")
            return
        try:
            write_whole(Path(file), made.pieces)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": visible(file), "reason": refusal_of(error)}
            ) from error

    def _tell(self, file: str, form: Form, tally: Tally, *, as_machine: bool) -> None:
        """What was written goes where the file did not."""
        out = self.stderr if file == "-" else self.stdout
        rows = [each.as_row() for each in tally.refused]
        if as_machine:
            told = {
                "format": form.value,
                "written": tally.written,
                "kept_out": tally.kept_out,
                "refused": rows,
            }
            out.write(as_json(told))
        elif form is not Form.REFUSED:
            out.write(_written(tally.written), self.style.SUCCESS)
        if form is Form.FEED and tally.written > MOST_ITEMS:
            self.stderr.write(_too_many())
        if tally.kept_out:
            lines = [] if as_machine else [*map(_line, rows), *_more(tally)]
            code = 0 if form is Form.REFUSED else KEPT_OUT
            self._end("\n".join([_kept_out(tally.kept_out), *lines]), code)

    def _end(self, said: str, code: int) -> None:
        if code:
            raise CommandError(said, returncode=code)
        self.stderr.write(said)


def _form_of(file: str, asked: str | None) -> Form:
    """What `--format` says, else the file's ending; CommandError where they do not go together."""
    ending = Path(file).suffix.lower()
    form = Form(asked) if asked else _BY_ENDING.get(ending, Form.CSV if file == "-" else None)
    if form is None:
        raise CommandError(
            _("%(file)s does not say what to write: let it end in %(endings)s, or give --format.")
            % {"file": visible(file), "endings": ", ".join(_BY_ENDING)}
        )
    if form is Form.FEED and ending == ".zip":
        form = Form.FEEDS
    if file == "-" and form in _BINARY:
        raise CommandError(
            _("This form is no text: name a file, or %(device)s for a pipe.")
            % {"device": "/dev/stdout"}
        )
    return form


def _market_of(found: QuerySet[Listing], asked: str | None) -> str:
    """The market that was asked for, else the only one there is."""
    there = [asked] if asked else sorted(counted(found))
    if len(there) != 1:
        known = ", ".join(there or markets.codes())
        raise CommandError(_("A feed is of one market: give --market, one of %s.") % known)
    return there[0]


def _written(count: int) -> str:
    return ngettext("%(count)d listing written.", "%(count)d listings written.", count) % {
        "count": count
    }


def _kept_out(count: int) -> str:
    return ngettext(
        "%(count)d approved listing is kept out of the feed by the market’s rules.",
        "%(count)d approved listings are kept out of the feed by the market’s rules.",
        count,
    ) % {"count": count}


def _too_many() -> str:
    return _(
        "Walmart takes at most %(most)d items in one feed: a file that ends in .zip holds several."
    ) % {"most": MOST_ITEMS}


def _line(row: Row) -> str:
    """One refusal: the SKU, the rule, and how to mend it."""
    sku = in_one_line(row["sku"]) or _("listing %(number)d") % {"number": row["listing"]}
    return f"  {sku}  {row['rule']}  {in_one_line(row['message'])}"


def _more(tally: Tally) -> Iterator[str]:
    if len(tally.refused) >= TOLD:
        yield _("All of them: --format refused.")
