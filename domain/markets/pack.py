"""Rule packs as values: what a market asks of a listing, and where each rule comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from domain.judgement import FieldName, Message, Severity
from domain.listing import Language
from domain.markets.phrases import Phrase

_SHOWN = 60


class Part(StrEnum):
    """The scores, beside the overall one, that a rule takes points from."""

    COMPLIANCE = "compliance"
    SEO = "seo"
    GROUNDING = "grounding"
    READABILITY = "readability"


@dataclass(frozen=True, slots=True)
class Source:
    """Where rules come from: a policy with its date, a person's criteria, or plain advice."""

    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what breaking it is called, what it costs, and what is said about it.

    `weight` is the share of points, in per cent, that one finding takes from the overall
    score and from each of `parts`. `tr` and `en` are format strings; the checks fill them.
    """

    code: str
    severity: Severity
    weight: int
    parts: frozenset[Part]
    fields: tuple[FieldName, ...]
    source: Source
    tr: str
    en: str

    @property
    def valid_from(self) -> date:
        """The day from which the rule holds."""
        return self.source.since

    def message(self, **values: object) -> Message:
        """The rule's sentence in both languages, long quotations cut to a readable length."""
        shown = {name: _short(value) for name, value in values.items()}
        return Message(tr=self.tr.format_map(shown), en=self.en.format_map(shown))


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a market; `advised` is the band of title lengths to aim at."""

    title_min: int
    title_max: int
    title_hard_max: int
    title_advised: tuple[int, int]
    features_min: int
    features_max: int
    feature_max: int
    description_min_words: int
    description_max_chars: int
    compliance_min: int
    same_title_word: int = 2
    keyword_density: float = 0.03
    word_density: float = 0.06
    sentence_words: int = 30


@dataclass(frozen=True, slots=True)
class RulePack:
    """Everything one market asks of a listing, valid from the date that `version` names."""

    code: str
    name: Message
    language: Language
    limits: Limits
    allowed_tags: frozenset[str]
    rules: Mapping[str, Rule]
    claims: Mapping[str, tuple[Phrase, ...]]
    """Forbidden wording by the code of the rule that forbids it."""
    fine: tuple[Phrase, ...] = ()
    """Harmless wording that holds a forbidden one: "ground clearance"."""

    version: str = field(init=False)
    """The date of the youngest rule in force, as `2026-06-05`."""

    def __post_init__(self) -> None:
        youngest = max(rule.valid_from for rule in self.rules.values())
        object.__setattr__(self, "version", youngest.isoformat())

    def on(self, day: date) -> RulePack:
        """The pack as it held on `day`: without the rules that came later."""
        if all(rule.valid_from <= day for rule in self.rules.values()):
            return self
        kept = {code: rule for code, rule in self.rules.items() if rule.valid_from <= day}
        return replace(self, rules=MappingProxyType(kept))


def by_code(*groups: Iterable[Rule]) -> Mapping[str, Rule]:
    """Rules by code; a later group's rule takes the place of an earlier one's."""
    return MappingProxyType({rule.code: rule for group in groups for rule in group})


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > _SHOWN:
        return value[: _SHOWN - 1] + "…"
    return value
