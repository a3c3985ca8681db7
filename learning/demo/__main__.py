"""`python -m learning.demo PLAN`: play it in this process, on the data of its own environment."""

from __future__ import annotations

import json
import os
import sys

import django


def main(told: str) -> int:
    """The exit status: 0 where everything that was to be shown was."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")
    django.setup()
    from django.utils.translation import override

    from accounts.errors import ActionRefused
    from learning.demo.plan import Broken, Plan
    from learning.demo.playing import play
    from learning.demo.proving import hold
    from learning.demo.telling import as_document, lines_of
    from terminal.showing import as_json, visible
    from terminal.tables import ensure_tables

    asked = json.loads(told)
    with override(asked["messages"]):
        ensure_tables()
        try:
            played = play(Plan.of(asked["plan"]), _say)
        except (Broken, ActionRefused) as broken:
            _say(str(broken))
            return 1
        print(
            as_json(as_document(played)) if asked["json"] else visible("\n".join(lines_of(played)))
        )
        return 0 if hold(played) else 1


def _say(line: str) -> None:
    print(f"   {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
