"""The product's commands as a person runs them: a process of their own, read from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone

from domain.examples import document
from domain.quality import judge
from tests.factories import S24, S24_TEXT
from tests.walmartgpt.running import ROOT

MANAGE = [sys.executable, "manage.py"]
FACTS = [S24.name, "--brand", S24.brand, *(word for fact in S24.features for word in ("-f", fact))]


def manage(
    environment: dict[str, str], *arguments: str, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """What a command prints that must succeed; `said` is its standard input."""
    result = subprocess.run(
        [*MANAGE, *arguments],
        cwd=ROOT,
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result


def example() -> str:
    """One training example as a file holds it."""
    judgement = judge(S24, S24_TEXT)
    value = document(S24, S24_TEXT, judgement, timestamp=timezone.now(), model_used="person")
    return json.dumps(value, ensure_ascii=False)


def exchange_examples(environment: dict[str, str], folder: Path) -> None:
    """`examples import`, `export` and `analyze`: what came in is counted and comes out."""
    file = folder / "in.json"
    file.write_text(example(), encoding="utf-8")
    manage(environment, "examples", "import", str(file))
    manage(environment, "examples", "export", str(folder / "out.json"))
    exported = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert json.loads(file.read_text(encoding="utf-8")) in exported
    counted = json.loads(manage(environment, "examples", "analyze", "--json").stdout)
    assert counted["examples"] == len(exported)


def score_from_standard_input(environment: dict[str, str]) -> None:
    """`score -` judges as the product does everywhere."""
    [judged] = json.loads(manage(environment, "score", "-", "--json", said=example()).stdout)
    assert judged["scores"]["overall"] == judge(S24, S24_TEXT).scores.overall_score


def generate(environment: dict[str, str]) -> tuple[dict[str, Any], str]:
    """What `generate --json` printed, and what it said beside it."""
    result = manage(environment, "generate", *FACTS, "--json", "--seed", "1")
    return json.loads(result.stdout), result.stderr
