"""`manage.py ratings export FILE|-`: what people said of listings, as tables or for training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.examples.reasons import refusal_of
from domain.rating import OVERALL
from evaluation.exporting.answers import criteria_of
from evaluation.exporting.examples import Examples, Tally
from evaluation.exporting.forms import TABLES, TRAINING, Training, verdicts_file
from evaluation.exporting.reading import Wanted
from evaluation.models import Campaign
from terminal.showing import visible
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables
from terminal.writing import write_whole


class Command(SpokenCommand):
    help = "Write ratings and comparisons as tables, or as examples for training."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        export = commands.add_parser("export", help="write what people said of listings")
        export.add_argument("file", help="the file to write; - for standard output")
        export.add_argument("--campaign", type=int, metavar="ID", help="of this campaign alone")
        export.add_argument(
            "--form",
            choices=[*TABLES, *TRAINING],
            help="a table, or examples for training; by the file's name where nothing is said",
        )
        export.add_argument(
            "--comparisons",
            action="store_true",
            help="without --campaign: the table of comparisons instead of that of ratings",
        )
        export.add_argument(
            "--verdicts", action="store_true", help="the table of what the experiments say"
        )
        export.add_argument(
            "--criterion",
            default=OVERALL,
            metavar="KEY",
            help=f"whose ratings label the examples; {OVERALL} where nothing is said",
        )
        export.add_argument("--gold", action="store_true", help="gold items too")
        export.add_argument(
            "--names", action="store_true", help="raters by name instead of a pseudonym"
        )
        add_language(export)

    def handle(self, *, file: str, form: str | None, **options: Any) -> None:
        ensure_tables()
        chosen = form or _form_of(file)
        if options["verdicts"]:
            if chosen in TRAINING:
                raise CommandError(_("Verdicts are no examples: choose a table."))
            self._write(file, verdicts_file(chosen).pieces)
            return
        campaigns = _campaigns(options["campaign"])
        wanted = Wanted(gold=options["gold"], names=options["names"])
        if chosen in TRAINING:
            self._train(file, TRAINING[chosen], campaigns, wanted, options["criterion"])
            return
        kind = _kind(options["campaign"], campaigns, options["comparisons"])
        of_kind = [campaign for campaign in campaigns if campaign.kind == kind]
        self._write(file, TABLES[chosen].text(of_kind, kind, wanted))

    def _train(
        self, file: str, form: Training, campaigns: list[Campaign], wanted: Wanted, criterion: str
    ) -> None:
        asked = criteria_of(campaigns)
        if criterion not in asked and any(one.kind == Campaign.Kind.RATING for one in campaigns):
            raise CommandError(
                _("No campaign asks for “%(key)s”: give one of %(keys)s.")
                % {"key": visible(criterion), "keys": ", ".join(asked)}
            )
        examples = Examples(campaigns, wanted, criterion)
        self._write(file, form.text(examples))
        self.stderr.write(" ".join(_told(examples.tally)), self.style.SUCCESS)

    def _write(self, file: str, pieces: Iterable[str]) -> None:
        if file == "-":
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        try:
            write_whole(Path(file), pieces)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": file, "reason": refusal_of(error)}
            ) from error
        self.stdout.write(_("%(file)s is written.") % {"file": visible(file)})


def _form_of(file: str) -> str:
    """The form that the name of a file asks for; CSV where it asks for none."""
    suffix = Path(file).suffix.lower().removeprefix(".")
    return suffix if suffix in TABLES else "csv"


def _campaigns(pk: int | None) -> list[Campaign]:
    every = Campaign.objects.order_by("pk")
    if pk is None:
        return list(every)
    found = list(every.filter(pk=pk))
    if not found:
        known = ", ".join(f"{one.pk} ({visible(one.name)})" for one in every[:10])
        raise CommandError(
            _("There is no campaign %(number)d; there are: %(known)s.")
            % {"number": pk, "known": known or _("none")}
        )
    return found


def _kind(pk: int | None, campaigns: list[Campaign], comparisons: bool) -> Campaign.Kind:
    if pk is not None:
        return Campaign.Kind(campaigns[0].kind)
    return Campaign.Kind.COMPARISON if comparisons else Campaign.Kind.RATING


def _told(tally: Tally) -> Iterator[str]:
    """How many examples there are, and why there are no more."""
    yield ngettext("%(count)d example.", "%(count)d examples.", tally.given) % {
        "count": tally.given
    }
    if tally.held_out:
        yield ngettext(
            "%(count)d text is of a held-out product, which no model may learn from.",
            "%(count)d texts are of held-out products, which no model may learn from.",
            tally.held_out,
        ) % {"count": tally.held_out}
    if tally.unasked:
        yield ngettext(
            "%(count)d text is of facts that no model can be asked for.",
            "%(count)d texts are of facts that no model can be asked for.",
            tally.unasked,
        ) % {"count": tally.unasked}
