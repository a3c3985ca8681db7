'''The Modelfile: the one description of a built model, in Ollama's own form.

FROM gemma3-270m
ADAPTER ./adapter.gguf
PARAMETER temperature 0.3
SYSTEM """…"""
MESSAGE user """…"""
'''

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

QUOTES: Final = '"""'
ROLES: Final = ("system", "user", "assistant")
_COMMAND: Final = re.compile(r"[ \t]*([A-Za-z]+)[ \t]+")
_WORD: Final = re.compile(r"([^\s\"]+)[ \t]+")


class ModelfileError(ValueError):
    """A text is no Modelfile, or cannot stand in one; says which line or which part."""


@dataclass(frozen=True, slots=True)
class Modelfile:
    """What a model is built from; `parameters` and `messages` in their order."""

    base: str
    adapter: str = ""
    template: str = ""
    system: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    messages: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def render(model: Modelfile) -> str:
    """The Modelfile as text; ModelfileError for what its quoting cannot carry."""
    lines = [f"FROM {_word('FROM', model.base)}"]
    if model.adapter:
        lines.append(f"ADAPTER {_word('ADAPTER', model.adapter)}")
    if model.template:
        lines.append(f"TEMPLATE {_quoted('TEMPLATE', model.template)}")
    lines += [f"PARAMETER {name} {_word(name, value)}" for name, value in model.parameters]
    if model.system:
        lines.append(f"SYSTEM {_quoted('SYSTEM', model.system)}")
    lines += [f"MESSAGE {_role(role)} {_quoted('MESSAGE', said)}" for role, said in model.messages]
    return "\n".join(lines) + "\n"


def parse(text: str) -> Modelfile:
    """What a Modelfile says; ModelfileError names the line that is wrong."""
    found: dict[str, str] = {}
    parameters: list[tuple[str, str]] = []
    messages: list[tuple[str, str]] = []
    for line, command, value in _commands(text):
        if command == "PARAMETER":
            parameters.append(_pair(value, line))
        elif command == "MESSAGE":
            role, said = _pair(value, line)
            messages.append((_role(role, line), said))
        elif command in ("FROM", "ADAPTER", "TEMPLATE", "SYSTEM"):
            found[command] = _unquoted(value, line)
        elif command != "LICENSE":
            raise ModelfileError(f"line {line}: {command} is not known")
    if not found.get("FROM"):
        raise ModelfileError("FROM is missing")
    return Modelfile(
        base=found["FROM"],
        adapter=found.get("ADAPTER", ""),
        template=found.get("TEMPLATE", ""),
        system=found.get("SYSTEM", ""),
        parameters=tuple(parameters),
        messages=tuple(messages),
    )


def _commands(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, command and what follows it, over several lines where that is quoted."""
    at = 0
    while at < len(text):
        line = text.count("\n", 0, at) + 1
        end = _line_end(text, at)
        stripped = text[at:end].strip()
        if not stripped or stripped.startswith("#"):
            at = end + 1
            continue
        found = _COMMAND.match(text, at, end)
        if found is None:
            raise ModelfileError(f"line {line}: a command and its value are needed")
        end = _value_end(text, found.end(), end, line)
        yield line, found[1].upper(), text[found.end() : end].strip(" \t\r")
        at = end + 1


def _value_end(text: str, start: int, line_end: int, line: int) -> int:
    """Where the value ends: with its line, or with the line of its closing quotes."""
    opening = text.find(QUOTES, start, line_end)
    if opening < 0 or _WORD.sub("", text[start:opening], count=1).strip():
        return line_end
    closing = text.find(QUOTES, opening + len(QUOTES))
    if closing < 0:
        raise ModelfileError(f"line {line}: the quotes are not closed")
    return _line_end(text, closing)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _pair(value: str, line: int) -> tuple[str, str]:
    found = _WORD.match(value)
    if found is None:
        raise ModelfileError(f"line {line}: a name and a value are needed")
    return found[1], _unquoted(value[found.end() :], line)


def _unquoted(value: str, line: int) -> str:
    if value.startswith(QUOTES):
        inner, closed, rest = value[len(QUOTES) :].partition(QUOTES)
        if not closed or rest.strip():
            raise ModelfileError(f"line {line}: nothing may follow the closing quotes")
        return inner
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value


def _role(role: str, line: int | None = None) -> str:
    if role not in ROLES:
        where = f"line {line}: " if line else ""
        raise ModelfileError(f"{where}{role} is none of {', '.join(ROLES)}")
    return role


def _quoted(part: str, text: str) -> str:
    """In triple quotes, which know no escape: a text that holds or touches them cannot be said."""
    if QUOTES in text or text.endswith('"'):
        raise ModelfileError(f"{part} may not hold three quotes or end with one")
    return f"{QUOTES}{text}{QUOTES}"


def _word(part: str, text: str) -> str:
    """One line without quotes around it."""
    if not text or text != text.strip() or re.search(r"[\n\r]", text) or '"' in text:
        raise ModelfileError(f"{part} needs a value of one line without quotes")
    return text
