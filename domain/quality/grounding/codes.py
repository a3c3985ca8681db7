"""Model codes and versions: `WH-1000XM5`, `A17 Pro`, `IP68`, `USB-C 3.2`, `Wi-Fi 6E`."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.quality.grounding.values import Amount, Claim, Code, Sense
from domain.quality.grounding.words import Words

_TAIL = re.compile(r"(?:[-./][a-z0-9]+){0,6}")
_RUNS = re.compile(r"[a-z]+|\d+")
_PROTECTION = re.compile(r"ipx?\d{1,2}x?k?")
_JOINED_VERSION = re.compile(r"(usb|bluetooth|wifi|hdmi|bt)(\d{1,2}(?:\.\d)?)")
_VERSIONED = {
    "usb": "usb", "bluetooth": "bluetooth", "bt": "bluetooth", "wifi": "wifi", "fi": "wifi",
    "hdmi": "hdmi", "displayport": "displayport", "thunderbolt": "thunderbolt",
    "android": "android", "ios": "ios", "windows": "windows", "pcie": "pcie", "ufs": "ufs",
    "emmc": "emmc", "kategori": "cat", "cat": "cat", "gen": "gen",
}  # fmt: skip
_BETWEEN = frozenset({"c", "a", "b", "type", "tip", "v", "surum", "surumu", "version", "ver"})
_VARIANT_WORDS = "pro max plus ultra mini lite fe neo turbo bionic elite slim ti super oled"
VARIANTS = frozenset(_VARIANT_WORDS.split())
_LONGEST = 60
_JOINTS = frozenset({" ", "-", "  ", ""})
_APERTURE = re.compile(r"f(\d{1,2}(?:\.\d{1,2})?)")
_DECIMAL = re.compile(r"\d{1,6}(?:\.\d{1,3})?")
_NUMBERED = re.compile(r"v\d{1,3}(?:\.\d{1,2})?")


def code_at(words: Words, index: int, free: int = 0) -> tuple[Claim | None, int]:
    """The code that starts at a word holding a digit, with what hangs on it by hyphens.

    `free` is the first word that no code before it has taken: codes never overlap, and a long
    row of hyphens is walked through once.
    """
    flat, start = words.reading.flat, words.starts[index]
    if (numbered := _NUMBERED.match(flat, start)) is not None:
        version = versioned(words, index, numbered.end())
        if version is not None:
            return version
    tail = _TAIL.match(flat, words.ends[index])
    end = tail.end() if tail else words.ends[index]
    farthest = words.ends[index] - _LONGEST
    while index > free and _hangs(words, index):
        if words.starts[index - 1] < farthest:
            break
        index -= 1
        start = words.starts[index]
    end = min(end, start + _LONGEST)
    body = flat[start:end]
    if (joined := _JOINED_VERSION.fullmatch(body)) is not None:
        amount = Amount(f"version:{_VERSIONED[joined.group(1)]}", ((Decimal(joined.group(2)),),))
        return _claim(words, index, start, end, "model_code", (amount,))
    if (aperture := _APERTURE.fullmatch(body)) is not None:
        amount = Amount("aperture", ((Decimal(aperture.group(1)),),))
        return _claim(
            words, index, start, end, "model_code", (Code(tuple(_RUNS.findall(body))), amount)
        )
    runs = tuple(_RUNS.findall(body))
    if not runs:
        return None, index + 1
    if body[0].isdigit() and all(run.isdigit() for run in runs):
        return _claim(words, index, start, end, "number", (Code(runs),))
    if _PROTECTION.fullmatch(body):
        return _claim(words, index, start, end, "certificate", (Code(runs),))
    variants, end = variants_after(words, index, end)
    return _claim(words, index, start, end, "model_code", (Code(runs, variants),))


def versioned(words: Words, index: int, end: int) -> tuple[Claim | None, int] | None:
    """The version of a named technology that a number tells; None where it tells none."""
    head = index - 1
    while head >= 0 and index - head <= 3 and words.texts[head] in _BETWEEN:
        head -= 1
    name = _VERSIONED.get(words.texts[head]) if head >= 0 else None
    if name is None or any(words.gap(i) not in _JOINTS for i in range(head, index)):
        return None
    if words.texts[head] == "fi":
        if words.texts[max(head - 1, 0)] != "wi":
            return None
        head -= 1
    body = words.reading.flat[words.starts[index] : end].removeprefix("v").replace(",", ".")
    end = words.ends[words.at_offset(end, index + 1) - 1]
    whole = words.reading.flat[words.starts[index] : end].removeprefix("v").replace(",", ".")
    sense: Sense = Code((name, *_RUNS.findall(whole)))
    if whole == body and _DECIMAL.fullmatch(body):
        sense = Amount(f"version:{name}", ((Decimal(body).normalize() + 0,),))
    return _claim(words, index, words.starts[head], end, "model_code", (sense,))


def variants_after(words: Words, index: int, end: int) -> tuple[tuple[str, ...], int]:
    """The variant words that follow a code or a model's number: `15 Pro Max`."""
    found: list[str] = []
    if words.reading.flat[end : end + 1] == "+" and not words.texts[index].isdigit():
        found, end = ["plus"], end + 1
    here = words.at_offset(end, index + 1)
    while here < len(words.texts) and len(found) < 3 and words.texts[here] in VARIANTS:
        if words.reading.flat[end : words.starts[here]] != " ":
            break
        if words.texts[index].startswith(words.texts[here]):
            break  # An OLED55C3 is called an OLED once more; that is no variant of it.
        found.append(words.texts[here])
        end = words.ends[here]
        here += 1
    return tuple(found), end


def _hangs(words: Words, index: int) -> bool:
    """Whether a word belongs to the code with the one before: WH-1000, but also L.12.12."""
    gap = words.gap(index - 1)
    if gap == ".":
        letter = words.written(words.starts[index - 1], words.ends[index - 1])
        return len(letter) == 1 and letter.isupper()
    return gap == "-" and _is_head(words, index - 1)


def _is_head(words: Words, index: int) -> bool:
    """Whether a word before a hyphen belongs to the code: short and in capitals, or mixed."""
    word = words.texts[index]
    written = words.written(words.starts[index], words.ends[index])
    return len(word) <= 6 and (written.isupper() or not word.isalpha())


def _claim(
    words: Words, index: int, start: int, end: int, kind: str, senses: tuple[Sense, ...]
) -> tuple[Claim, int]:
    after = words.at_offset(end, index + 1)
    raw_start, raw_end = words.reading.span(start, end)
    return Claim(kind, raw_start, raw_end, senses), after
