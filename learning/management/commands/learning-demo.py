# ruff: noqa: N999 - the command is called so
"""`manage.py learning-demo`: play the loop from feedback to a better version, really trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from domain.categories import Category
from learning.demo import apart
from learning.demo.plan import Plan
from terminal.showing import in_one_line
from terminal.speaking import SpokenCommand, add_language

NUMBERS = {
    "examples": "examples of the category that teach the fault, beside as many good others",
    "rounds": "rounds over those examples",
    "feedback": "pieces of feedback until a retraining begins",
    "readers": "people who give stars to each text",
    "epochs": "rounds over what the retraining learns",
    "seed": "who thinks what, and of which products",
}


class Command(SpokenCommand):
    help = (
        "Show that feedback makes a version better: a version with a known fault is trained, "
        "simulated people rate what it writes, and the retraining that begins by itself mends it. "
        "In a data folder of its own; takes an hour or more without a GPU."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        usual = Plan()
        parser.add_argument("--category", choices=list(map(str, Category)), default="automotive")
        for name, told in NUMBERS.items():
            default = getattr(usual, name)
            parser.add_argument(
                f"--{name}", type=int, default=default, metavar="N", help=f"{told} ({default})"
            )
        parser.add_argument(
            "--products", type=int, metavar="N", help="measure on N of the held-out products"
        )
        parser.add_argument(
            "--least-score",
            type=float,
            default=usual.least_score,
            metavar="X",
            help=f"what the new version has to reach ({usual.least_score:g})",
        )
        parser.add_argument(
            "--without-fault",
            action="store_true",
            help="the same with good examples: no pattern may be found and nothing be deployed",
        )
        parser.add_argument("--keep", type=Path, metavar="DIR", help="keep everything there")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_language(parser)

    def handle(self, *, keep: Path | None, **options: Any) -> None:
        numbers = {name: options[name] for name in (*NUMBERS, "products")}
        if wrong := [name for name, value in numbers.items() if value is not None and value < 1]:
            raise CommandError(_("“--%(name)s” is a number from 1.") % {"name": wrong[0]})
        plan = Plan(
            category=Category(options["category"]),
            with_fault=not options["without_fault"],
            least_score=options["least_score"],
            **numbers,
        )
        try:
            with apart.folder(keep) as data:
                status = apart.run(plan, data, json=options["json"], messages=options["messages"])
        except apart.NotEmpty as used:
            said = _("%(folder)s is not empty: choose another folder.")
            raise CommandError(said % {"folder": in_one_line(str(used))}) from used
        if status:
            raise CommandError(_("The loop did not do what it is there for."), returncode=1)
