"""The table of settings in the documentation names exactly what the code reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [
    *("accounts", "api", "bulk", "content", "domain", "engines", "evaluation", "learning"),
    *("models_registry", "walmartgpt"),
]
# How a module reads a variable: env.str("X"), os.environ.get("X"), os.environ["X"], _number("X").
READERS = {"env", "environ", "_number", "_secret", "getenv"}
# Set by whoever starts a process, never by a person who configures the site.
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE"}
# Read by uvicorn itself.
OTHERS = {"FORWARDED_ALLOW_IPS"}


def reader(node: ast.expr) -> str:
    """The name that stands before a call or an index: env, environ, _number."""
    while isinstance(node, ast.Attribute) and node.attr not in READERS:
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def names_read(text: str) -> Iterator[str]:
    """The variables that a module reads."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args:
            asked, name = node.func, node.args[0]
        elif isinstance(node, ast.Subscript):
            asked, name = node.value, node.slice
        else:
            continue
        if reader(asked) in READERS and isinstance(name, ast.Constant):
            yield str(name.value)


def read_by_the_code() -> set[str]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found = {name for path in files for name in names_read(path.read_text(encoding="utf-8"))}
    return found - NOT_SETTINGS


def in_table(document: str) -> set[str]:
    """The variables in the first column of the table under "Settings"."""
    text = (ROOT / document).read_text(encoding="utf-8")
    section = text.split("## Settings\n", 1)[1].split("\n## ", 1)[0]
    firsts = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in firsts for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_the_reading_is_seen() -> None:
    text = 'env.int("A", 1); os.environ.get("B"); os.environ["C"]; _number("D", low=1); x.get("E")'
    assert set(names_read(text)) == {"A", "B", "C", "D"}


def test_every_setting_is_documented_and_every_documented_one_read() -> None:
    assert in_table("docs/operations.md") == read_by_the_code() | OTHERS


def test_the_short_table_is_a_part_of_the_long_one() -> None:
    short = in_table("README.md")
    assert short
    assert short <= in_table("docs/operations.md")
