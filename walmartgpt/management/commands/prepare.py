"""Does what must be done before the system serves; quick when there is nothing to do."""

from __future__ import annotations

import hashlib
import io
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from training.actions.registering import register_own
from walmartgpt.runtime import write_private


class Command(BaseCommand):
    """`manage.py prepare [--demo]`: tables, static files, the models that come along, demo data."""

    help = "Migrates, collects static files and loads demo data, each only when needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo data as well")

    def handle(self, *args: Any, **options: Any) -> None:
        self._migrate()
        self._collect_static()
        register_own()
        if options["demo"]:
            self._demo()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self) -> None:
        mark = Path(settings.STATIC_ROOT) / ".collected"
        fingerprint = static_fingerprint()
        if mark.exists() and mark.read_text(encoding="utf-8") == fingerprint:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(fingerprint, encoding="utf-8")

    def _demo(self) -> None:
        said = io.StringIO()
        call_command("demo", stdout=said)
        write_private(settings.DATA_DIR / "demo.txt", said.getvalue())


def static_fingerprint() -> str:
    """Changes whenever a static file comes, goes or is written."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            modified = storage.get_modified_time(path).timestamp()
            digest.update(f"{path}\0{storage.size(path)}\0{modified}\n".encode())
    return digest.hexdigest()
