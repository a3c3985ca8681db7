"""What failure patterns are called: a rule's own sentence, a criterion's name, people's words."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from domain import markets
from domain.judgement import Message
from domain.patterns import Kind, Trait
from domain.rating import CRITERIA
from learning.models import Pattern
from models_registry.names import category_name, language_name

_CRITERIA: Final = {one.key: one.name for one in CRITERIA}
_GAP: Final = re.compile(r"\{\w+\}")
_QUOTED: Final = re.compile(r": “\{text\}”.*| \(“\{text\}”\)")
MOST_TERMS: Final = 4


def kind_name(kind: str) -> str:
    """What sort of pattern it is."""
    return str(dict(Pattern.Kind.choices).get(kind, kind))


def trait_name(trait: Trait) -> str:
    """A pattern in the reader's language."""
    if trait.kind is Kind.RULE:
        return rule_name(trait.key)
    if trait.kind is Kind.CRITERION:
        name = _CRITERIA.get(trait.key)
        return _("%(criterion)s: under 3") % {"criterion": _said(name) if name else trait.key}
    if trait.kind is Kind.CATEGORY:
        return category_name(trait.key)
    if trait.kind is Kind.LANGUAGE:
        return language_name(trait.key)
    if trait.terms:
        return ", ".join(f"“{term}”" for term in trait.terms[:MOST_TERMS])
    return trait.key


def rule_name(code: str) -> str:
    """A rule's sentence without what it would quote; its code where no market has it any more."""
    for market in markets.codes():
        rule = markets.get(market).rules.get(code)
        if rule is not None:
            said = _said(Message(rule.tr, rule.en))
            return _GAP.sub("…", _QUOTED.sub("", said)).rstrip(".")
    return code


def _said(message: Message) -> str:
    return message.in_language(get_language() or "tr")
