"""What docs/webhooks.md gives as examples, as the tests run it."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[2] / "docs" / "webhooks.md"


def blocks(language: str) -> list[str]:
    """The examples in one language, in their order."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def check_of(folder: Path) -> Callable[[str, Mapping[str, str], bytes], bool]:
    """The documented `is_genuine`, from the document itself."""
    (code,) = blocks("python")
    path = folder / "documented_check.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("documented_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    check: Callable[[str, Mapping[str, str], bytes], bool] = module.is_genuine
    return check


def messages() -> dict[str, dict[str, Any]]:
    """The documented messages by their type."""
    return {one["type"]: one for one in map(json.loads, blocks("json"))}
