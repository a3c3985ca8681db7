"""`manage.py ship_model LEVEL`: the newest model of a level becomes one that the product brings
along, with its dataset and its record. For those who make a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from domain.listing import Language, Product
from domain.prompt import ask_tuned
from training.models import Artefact, TrainingRun
from training.running.folder import measured
from training.shipping import NotShippable, ship
from training.starter import FOLDER


class Command(BaseCommand):
    help = "Bring the newest finished model of a level along with the product (for a release)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("level", choices=TrainingRun.Grade.values)
        parser.add_argument(
            "--scores", type=Path, help="what `make bench ARGS='models --json FILE'` measured"
        )
        parser.add_argument("--folder", type=Path, default=FOLDER, help="default: starter")

    def handle(self, *, level: str, scores: Path | None, folder: Path, **_options: Any) -> None:
        run = (
            TrainingRun.objects.filter(
                level=level,
                category="",
                limit=None,
                strategy=TrainingRun.Strategy.LORA,
                status=TrainingRun.Status.DONE,
            )
            .select_related("dataset", "parent")
            .order_by("-pk")
            .first()
        )
        adapter = run.artefacts.filter(kind=Artefact.Kind.ADAPTER).first() if run else None
        if run is None or run.dataset is None or adapter is None:
            raise CommandError(
                _("There is no finished model of the level %(level)s: train one first.")
                % {"level": level}
            )
        try:
            made = ship(
                _record(run, adapter, _scores(run, scores)),
                adapter.file,
                run.dataset.folder,
                folder,
            )
        except (NotShippable, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(str(made.adapter))


def _scores(run: TrainingRun, measured_at: Path | None) -> dict[str, Any] | None:
    """What a benchmark found of this model, by name."""
    if measured_at is None:
        return None
    told = json.loads(measured_at.read_text(encoding="utf-8"))
    mine = f"{run.name}: "
    figures = {
        name.removeprefix(mine): value
        for name, value in told["figures"].items()
        if name.startswith(mine)
    }
    return {"measured": told["measured"], "figures": figures}


def _record(run: TrainingRun, adapter: Artefact, scores: dict[str, Any] | None) -> dict[str, Any]:
    assert run.dataset is not None  # noqa: S101 - asked for before
    size, digest = measured(adapter.file)
    result = run.result
    return {
        "name": run.name,
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
