"""`manage.py ship_model LEVEL`: the newest model of a level becomes one that the product brings
along, with its dataset and its record. For those who make a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from domain.listing import Language, Product
from domain.prompt import ask_tuned
from terminal.speaking import SpokenCommand, add_language
from training.models import Artefact, TrainingRun
from training.running.folder import measured
from training.shipping import NotShippable, next_version, ship
from training.starter import FOLDER


class Command(SpokenCommand):
    help = "Bring the newest finished model of a level along with the product (for a release)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("level", choices=TrainingRun.Grade.values)
        parser.add_argument(
            "--scores", type=Path, help="what `make bench ARGS='models --json FILE'` measured"
        )
        parser.add_argument(
            "--version",
            dest="number",
            help="default: the next patch after the one that comes along, or 1.0.0",
        )
        parser.add_argument("--folder", type=Path, default=FOLDER, help="default: starter")
        add_language(parser)

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Of two options by one name ours counts: Django's tells its own version."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **options)

    def handle(
        self,
        *,
        level: str,
        scores: Path | None,
        number: str | None,
        folder: Path,
        **_options: Any,
    ) -> None:
        run = _newest(level)
        adapter = run.artefacts.filter(kind=Artefact.Kind.ADAPTER).first() if run else None
        if run is None or run.dataset is None or adapter is None:
            raise CommandError(
                _("There is no finished model of the level %(level)s: train one first.")
                % {"level": level}
            )
        try:
            version = number or next_version(run.name, folder)
            made = ship(
                _record(run, version, adapter, _scores(f"{run.name}:{version}", scores)),
                adapter.file,
                run.dataset.folder,
                folder,
            )
        except (NotShippable, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(str(made.adapter))


def _newest(level: str) -> TrainingRun | None:
    """The last training of the level. None that learnt from feedback: what people wrote and said
    here goes to nobody else, and its model may have been rejected."""
    made = TrainingRun.objects.filter(
        level=level,
        category="",
        limit=None,
        strategy=TrainingRun.Strategy.LORA,
        status=TrainingRun.Status.DONE,
    )
    runs = made.select_related("dataset", "parent").order_by("-pk")
    return next((run for run in runs if run.dataset and run.dataset.replayed is None), None)


def _scores(model: str, measured_at: Path | None) -> dict[str, Any] | None:
    """What a benchmark found of this model, under its full name or that of its family."""
    if measured_at is None:
        return None
    told = json.loads(measured_at.read_text(encoding="utf-8"))
    figures = {
        figure: value
        for name, value in told["figures"].items()
        for measured_model, _separator, figure in [name.partition(": ")]
        if measured_model in (model, model.partition(":")[0])
    }
    return {"measured": told["measured"], "figures": figures}


def _record(
    run: TrainingRun, version: str, adapter: Artefact, scores: dict[str, Any] | None
) -> dict[str, Any]:
    assert run.dataset is not None  # noqa: S101 - asked for before
    size, digest = measured(adapter.file)
    result = run.result
    return {
        "name": run.name,
        "version": version,
        "level": run.level,
        "bytes": size,
        "sha256": digest,
        "base": {"name": "gemma3-270m", "licence": "Gemma Terms of Use; see NOTICE.md"},
        "continues": run.continues,
        "dataset": {
            "hash": run.dataset.hash,
            "training": run.dataset.training,
            "validation": run.dataset.validation,
            "counts": run.dataset.counts,
            **run.dataset.datasheet,
        },
        "recipe": run.recipe,
        "prompts": sorted(
            ask_tuned(Product("-", language=language, market=market)).version
            for language, market in ((Language.TR, "walmart-tr"), (Language.EN, "walmart-us"))
        ),
        "losses": result.get("losses", {}),
        "examples": result.get("examples"),
        "replayed": result.get("replayed"),
        "checked": result.get("checked"),
        "too_long": result.get("too_long"),
        "steps": result.get("steps"),
        "seconds": result.get("learning_seconds"),
        "export": result.get("export", {}).get("adapter_check", {}),
        "scores": scores,
    }
