"""A schema whose strings may hold certain numbers only, as a grammar for llama.cpp's llguidance.

JSON Schema cannot say it in a form that the engine keeps together with the bounds of a string's
length: a `pattern` beside `minLength` is dropped in silence. A grammar of regular expressions that
are intersected can, and the answer has the very form that the schema asks for.

The schema is one of `domain.prompt.schema`: an object of strings and lists of strings in a fixed
order, with `x-numbers` for the numbers that are admitted, as the facts write them, and with what.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from domain.turkish import fold

NUMBERS: Final = "x-numbers"
"""The schema's own word for the numbers that its strings may hold; other engines ignore it."""
QUOTE: Final = '"'
_TAG: Final = r"<\x2f?h[1-6]>"
"""The digit of a heading's tag is no number of the text."""
_SIGN: Final = rf'([^0-9"\\\x00-\x1f]|\\"|{_TAG})'
# What ends a short word, and a number: "5 W" does not become "5 weeks", "size 7" no "7-foot", and 7
# and 5 do not make 7,5.
_WORD_END: Final = rf'[.,]*([^0-9A-Za-zÇĞİÖŞÜçğıöşü".,\\\x00-\x1f]|\\"|{_TAG})'
_NUMBER_END: Final = rf'[.,]*([^0-9A-Za-zÇĞİÖŞÜçğıöşü".,%°\\\x00-\x1f-]|\\"|{_TAG})'
# What a number, or the word that it is told behind, may stand after: "140 W", but no "USB-#140 W".
_LEAD: Final = rf"([ ('’“‘,;:\x2f>…]|\\\"|{_TAG})[-–+±~]?"
_BEFORE: Final = "[ '’:-]{0,2}"
_AFTER: Final = "[ '’-]?"
_SHORT: Final = 2
_Ways = defaultdict[frozenset[str], set[str]]
_ANY: Final = r'([^"\\\x00-\x1f]|\\")*'
_LONGEST: Final = 12_000
"""Signs of the regular expression of a text; a larger one was not tried. Where the engine cannot go
on it drops the whole grammar in the middle of the answer, with a line in its log only."""
_FORESEEN: Final = 450
"""The least length of one lexeme. At a number the engine looks for a way to that length, through
some 200 states a sign, and gives up as above beyond 200,000 of them."""
_LEEWAY: Final = 99
"""Signs within which a space must come that ends a part: no word is as long."""
_SEPARATORS: Final = frozenset("-–x×*/~")
_ANY_FORM: Final = {
    "c": "[cçCÇ]", "g": "[gğGĞ]", "i": "[iıİI]", "o": "[oöOÖ]", "s": "[sşSŞ]", "u": "[uüUÜ]",
    "2": "[2²]", "3": "[3³]", "x": "[xX×]", "-": "[-–]", " ": " ",
}  # fmt: skip


def has_numbers(schema: Mapping[str, Any]) -> bool:
    """Whether `schema` says which numbers are admitted."""
    return NUMBERS in schema


def grammar(schema: Mapping[str, Any]) -> str:
    """The grammar of a schema that has `x-numbers`."""
    text = _held(schema[NUMBERS])
    rules, parts = [], []
    for position, (name, node) in enumerate(schema["properties"].items()):
        opening = ("{" if position == 0 else ", ") + f"{json.dumps(name)}: "
        said, own = _string(position, text, node["items"] if node["type"] == "array" else node)
        rules.extend(own)
        if node["type"] == "array":
            least, most = node["minItems"] - 1, node["maxItems"] - 1
            parts.append(
                f"{_literal(opening + '[' + QUOTE)} {said} {_literal(QUOTE)} "
                f"more{position}{{{least},{most}}} {_literal(']')}"
            )
            rules.append(f"more{position}: {_literal(', ' + QUOTE)} {said} {_literal(QUOTE)}")
        else:
            parts.append(f"{_literal(opening + QUOTE)} {said} {_literal(QUOTE)}")
    start = " ".join([*parts, _literal("}")])
    return "\n".join(["%llguidance {}", f"start: {start}", *rules]) + "\n"


def _string(position: int, text: str, node: Mapping[str, Any]) -> tuple[str, list[str]]:
    """What stands between the quotes, and its rules: where it must be long, parts of which each
    ends with the first space after its least length, so that none of them must be long."""
    least, most = node["minLength"], node["maxLength"]
    count = max(1, -(-least // _FORESEEN))
    each, leeway = least // count, min(_LEEWAY, (most - least) // count)
    names, rules = [], []
    for part in range(1, count):
        names.append(f"part{position}_{part}")
        bounds = f"(?s:.{{{each - 1},{each - 1 + leeway}}}[ ])"
        rules.append(f"{names[-1]}[lazy]: T{position}_{part}")
        rules.append(f"T{position}_{part}: /({text})/ & /{bounds}/")
    before = count - 1
    last = f"(?s:.{{{least - before * each},{most - before * (each + leeway)}}})"
    rules.append(f"T{position}: /({text})/ & /{last}/")
    return " ".join([*names, f"T{position}"]), rules


def _held(numbers: Iterable[Mapping[str, Any]]) -> str:
    """The strictest text that the engine can hold an answer to: numbers with what they are told
    with, or, of facts with very many, the numbers alone, or any text."""
    told = list(numbers)
    alone = [{**one, "before": [], "after": []} for one in told]
    ways = (_text(told), _text(alone))
    return next((text for text in ways if len(text) <= _LONGEST), _ANY)


def _text(numbers: Iterable[Mapping[str, Any]]) -> str:
    """Any text between the quotes of a JSON string, with no digits but those of `numbers`, each
    with what it is told with."""
    # By their names: what is told with the same ones is written once, or an ordinary product's
    # grammar would be more than the engine can hold.
    behind, before, alone = _Ways(set), _Ways(set), set[str]()
    for told in numbers:
        number = _number(told["number"])
        if told["after"]:
            behind[frozenset(told["after"])].add(number)
        if told["before"]:
            before[frozenset(told["before"])].add(number)
        if not told["after"] and not told["before"]:
            alone.add(number)
    whole, words = set[str](), set[str]()
    for names, ones in behind.items():
        for ways, fits in ((whole, True), (words, False)):
            if said := {_name(name) for name in names if _may_go_on(name) is fits}:
                ways.add(f"{_any_of(ones)}{_AFTER}{_any_of(said)}")
    ends = alone | {
        f"{_any_of(map(_name, names))}{_BEFORE}{_any_of(ones)}" for names, ones in before.items()
    }
    if not whole | words | ends:
        return f"{_SIGN}*"
    further = f"{_SIGN}*{_LEAD}"
    inner, last = [], []
    for ways, end in ((whole, ""), (words, _WORD_END), (ends, _NUMBER_END)):
        if ways:
            told_with = _any_of(ways)
            # Of what ends it the last sign may be the one that the next stands after.
            inner.append(f"{told_with}({end}{further}{f'|[.,]*{_LEAD}' if end else ''})")
            last.append(f"{told_with}({end}{_SIGN}*{'|[.,]*' if end else ''})")
    return f"{_SIGN}*|({further}|[-–+±~]?)({'|'.join(inner)})*({'|'.join(last)})"


def _any_of(ways: Iterable[str]) -> str:
    return f"({'|'.join(sorted(ways, key=lambda one: (-len(one), one)))})"


def _may_go_on(name: str) -> bool:
    """Whether a word may go on: "inch" in "inches", but not "w" in "wonderful"."""
    return (name.isalpha() and len(name) > _SHORT) or not name[-1].isalnum()


def _number(number: str) -> str:
    """A number with either separator, since facts in English may be told in Turkish; what stands
    between several, or in a code, is as the facts have it, but for spaces."""
    parts = re.split(r"([0-9]+(?:[.,][0-9]+)*)", number)
    return "".join(
        re.sub(r"[.,]", "[.,]", part) if at % 2 else _gap(part) for at, part in enumerate(parts)
    )


def _gap(signs: str) -> str:
    tight = signs.strip()
    return f" ?{_name(tight)} ?" if tight != signs or tight in _SEPARATORS else _name(signs)


def _name(word: str) -> str:
    """A word in any case and with or without the marks of its letters."""
    return "".join(_ANY_FORM.get(letter, _sign(letter)) for letter in fold(word))


def _sign(letter: str) -> str:
    if letter == QUOTE:
        return r'(\\"|″)'
    if letter.isalpha():
        return f"[{letter}{letter.upper()}]" if letter.upper() != letter else letter
    # As JSON writes it: a backslash or a tab of the facts would end the answer's being JSON.
    said = json.dumps(letter, ensure_ascii=False)[1:-1]
    return "".join(f"\\x{ord(one):02x}" if one.isascii() else one for one in said)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
