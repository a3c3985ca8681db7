"""`manage.py train LEVEL`: dataset, training, model files and a summary, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from terminal.interrupting import INTERRUPTED, interruptible
from terminal.speaking import SpokenCommand, add_language
from terminal.tables import ensure_tables
from training import sentences
from training.actions import request_training
from training.models import TrainingRun
from training.presentation.telling import duration, progress_line
from training.running import running

Status = TrainingRun.Status


class Command(SpokenCommand):
    help = "Make a model of a level from the examples there are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("level", choices=TrainingRun.Grade.values)
        parser.add_argument("--category", choices=TrainingRun.Field.values, default="")
        parser.add_argument("--strategy", choices=TrainingRun.Strategy.values, default="lora")
        parser.add_argument("--epochs", type=int, help="rounds over all examples; default 3")
        parser.add_argument("--limit", type=int, help="only a trial with so many examples")
        parser.add_argument(
            "--augment", action="store_true", help="make up for missing examples with variants"
        )
        parser.add_argument(
            "--strict", action="store_true", help="learn only from examples of high quality"
        )
        parser.add_argument(
            "--no-starter",
            action="store_false",
            dest="starter",
            help="without the examples that the product brings along",
        )
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        add_language(parser)

    def handle(self, *, level: str, **options: Any) -> None:
        ensure_tables()
        chosen = ("category", "strategy", "epochs", "limit", "augment", "strict", "starter")
        with interruptible() as stop:
            try:
                wanted = {name: options[name] for name in chosen}
                run = request_training(None, level, queue=False, **wanted)
            except ActionRefused as refused:
                raise CommandError(str(refused)) from refused
            running.run(run.pk, self._tell, stop.is_set)
        run.refresh_from_db()
        self._report(run, as_json=options["json"])

    def _tell(self, run: TrainingRun) -> None:
        self.stderr.write(f"   {progress_line(run)}", self.style.SUCCESS)

    def _report(self, run: TrainingRun, *, as_json: bool) -> None:
        if run.status == Status.CANCELLED:
            raise CommandError(
                _("Stopped. The checkpoint is kept: the same command goes on from it."),
                returncode=INTERRUPTED,
            )
        if run.status != Status.DONE:
            said = sentences.failure(run.error, run.result)
            detail = run.error_detail.strip()
            raise CommandError(said + (f" ({detail})" if detail else ""))
        if as_json:
            self.stdout.write(json.dumps(run.as_json(), ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(_summary(run)))


def _summary(run: TrainingRun) -> Iterator[str]:
    told = run.as_json()
    trial = _("a trial") if run.is_trial else ""
    yield ", ".join(filter(None, [run.name, trial, duration(told["seconds"])]))
    if run.dataset is not None:
        counts = {name: getattr(run.dataset, name) for name in ("training", "validation")}
        yield (
            f"  {run.dataset.hash} "
            + _("%(training)d to learn from, %(validation)d to check on") % counts
        )
    if told["version"]:
        yield "  " + _("Model version: %(version)s") % {"version": told["version"]}
    for name, loss in told["losses"].items():
        yield f"  {name}: {loss:.3f}" if loss is not None else f"  {name}: -"
    for artefact in told["artefacts"]:
        yield f"  {artefact['kind']}: {artefact['path']} ({artefact['sha256'][:12]})"
