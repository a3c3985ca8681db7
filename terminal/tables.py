"""Tables for commands that run alone, on a data folder where no system was ever started."""

from __future__ import annotations

from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def ensure_tables() -> None:
    """Make what is missing in the database that the product brings along; refuse any other.

    A database server's tables may be in use by another version: only a person changes them.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if connection.vendor != "sqlite":
        raise CommandError(
            _("The database does not have this version’s tables. Run “manage.py prepare” first.")
        )
    call_command("migrate", interactive=False, verbosity=0)
