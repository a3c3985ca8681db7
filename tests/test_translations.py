"""Every sentence of the code and the pages is in Turkish, and what is compiled is what is written.

Needs none of the gettext tools: Python is read by its syntax tree, templates by Django's own
extraction, and the catalogue by the few rules of its format.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "tr" / "LC_MESSAGES"
APPS = [
    "accounts",
    "api",
    "bulk",
    "content",
    "engines",
    "evaluation",
    "jobs",
    "learning",
    "models_registry",
    "terminal",
    "training",
    "walmartgpt",
]
CALLS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "_"}
PLACES = re.compile(r"%(?:\(\w+\))?[a-z%]|\{\w+\}")


def in_python(text: str) -> Iterator[str]:
    """The sentences that a module marks for translation."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def in_template(text: str) -> Iterator[str]:
    """The sentences that a template marks for translation."""
    for found in re.finditer(r"\b(?:n?gettext|_)\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")",
                             templatize(text)):  # fmt: skip
        yield ast.literal_eval(found[1])


def sentences() -> dict[str, str]:
    """Every marked sentence with one of the files that it stands in."""
    found: dict[str, str] = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            found |= dict.fromkeys(in_python(path.read_text()), str(path.relative_to(ROOT)))
    for path in (ROOT / "templates").rglob("*.html"):
        found |= dict.fromkeys(in_template(path.read_text()), str(path.relative_to(ROOT)))
    return found


def written() -> dict[str, str]:
    """The catalogue's source: each sentence with its translation (of the plural, the last)."""
    entries: dict[str, str] = {}
    kind, parts = "", {"msgid": "", "msgstr": ""}
    for line in [*(FOLDER / "django.po").read_text().splitlines(), 'msgid ""']:
        if line.startswith("msgid "):
            entries[parts["msgid"]] = parts["msgstr"]
            parts = {"msgid": "", "msgstr": ""}
        start = re.match(r"(msgid|msgid_plural|msgstr)(?:\[\d\])? ", line)
        if start:
            kind, line = start[1], line[start.end() :]
            if kind == "msgstr":
                parts["msgstr"] = ""
        if line.startswith('"'):
            parts[kind] = parts.get(kind, "") + ast.literal_eval(line)
    return entries


@pytest.fixture(scope="module")
def compiled() -> gettext.GNUTranslations:
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_there_is_something_to_translate() -> None:
    found = sentences()
    assert len(found) > 300
    assert "Library" in found
    assert "%(counter)s error" in found


def test_every_sentence_is_translated(compiled: gettext.GNUTranslations) -> None:
    catalogue = compiled._catalog  # type: ignore[attr-defined]
    known = {key if isinstance(key, str) else key[0] for key in catalogue}
    missing = {text: path for text, path in sentences().items() if text not in known}
    assert not missing


def test_nothing_is_kept_that_nobody_says() -> None:
    unused = set(written()) - set(sentences()) - {""}
    assert not unused


def test_the_compiled_catalogue_is_the_written_one(compiled: gettext.GNUTranslations) -> None:
    catalogue = compiled._catalog  # type: ignore[attr-defined]
    stale = [
        text
        for text, translation in written().items()
        if text and translation not in (catalogue.get(text), catalogue.get((text, 1)))
    ]
    assert not stale
    assert not any(translation == "" for text, translation in written().items() if text)


def test_a_translation_fills_the_same_places() -> None:
    wrong = {
        text: translation
        for text, translation in written().items()
        if text and set(PLACES.findall(text)) != set(PLACES.findall(translation))
    }
    assert not wrong


def test_nothing_is_marked_as_uncertain() -> None:
    assert "fuzzy" not in (FOLDER / "django.po").read_text()
