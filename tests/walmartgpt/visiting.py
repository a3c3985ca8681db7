"""A visit to the site by a process of its own: settings are read once, when a process starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from walmartgpt.runtime import BASE_DIR

BEGIN = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from content import demo
sign_ins = demo.load()
said = {}
"""
END = "\nprint(json.dumps(said))\n"


def visit(folder: Path, code: str, **environment: str) -> dict[str, Any]:
    """What `code` put into `said`; it finds the demo people's `sign_ins` and a `Client`."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours = {"DJANGO_SETTINGS_MODULE": "walmartgpt.settings", "WALMARTGPT_DATA": str(folder)}
    result = subprocess.run(
        [sys.executable, "-c", BEGIN + code + END],
        cwd=BASE_DIR,
        env=kept | ours | environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    said: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return said
