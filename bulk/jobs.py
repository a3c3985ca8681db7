"""Imports as jobs, and what becomes of one that nobody works on."""

from __future__ import annotations

from bulk.models import Import
from jobs.leases import Jobs

IMPORTS = Jobs(Import, "bulk.tasks.run_import", lease=60, patience=60)


def close_import(row: Import, status: str, error: str = "", detail: str = "") -> bool:
    """End an import; what it wrote stays. False where the job is somebody else's by now."""
    fields = {"error": error[:30], "error_detail": detail[:2000]}
    return IMPORTS.end(row.pk, row.lease, status, **fields)


def reap_imports() -> int:
    """Return imports whose worker fell silent and send again those whose message is lost."""
    return IMPORTS.reap(close_import)
