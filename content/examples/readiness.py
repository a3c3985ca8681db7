"""How far a set of examples is from training a model: what is usable, and why the rest is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from domain.judgement import Message, Scores
from domain.levels import LEVELS, LevelRule
from domain.listing import Listing, Product
from domain.markup import plain
from domain.prompt import Level
from domain.quality import judge
from domain.turkish import tokens


@dataclass(slots=True)
class Readiness:
    """Counts over all examples, and per level the usable ones."""

    examples: int = 0
    by: dict[str, Counter[str]] = field(default_factory=dict)
    overall: list[int] = field(default_factory=list)
    compliance: list[int] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    rejections: list[dict[str, Any]] = field(default_factory=list)
    usable: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """examples, by, quality, accepted, rejected (reason: count), rejections, levels."""
        return {
            "examples": self.examples,
            "by": {name: dict(counts.most_common()) for name, counts in self.by.items()},
            "quality": {"overall": _spread(self.overall), "compliance": _spread(self.compliance)},
            "accepted": self.examples - len(self.rejections),
            "rejected": dict(self.rejected.most_common()),
            "rejections": self.rejections,
            "levels": [self._level(rule) for rule in LEVELS.values()],
        }

    def _level(self, rule: LevelRule) -> dict[str, Any]:
        usable = self.usable[rule.level]
        return {
            "level": rule.level.value,
            "needed": rule.minimum,
            "threshold": rule.threshold,
            "usable": usable,
            "missing": max(0, rule.minimum - usable),
            "ready": usable >= rule.minimum,
        }


@dataclass(frozen=True, slots=True)
class Example:
    """One example as it is to be analysed; `label` is how a person finds it again."""

    label: str
    origin: str
    product: Product
    listing: Listing


def analyze(examples: Iterable[Example]) -> Readiness:
    """Judge every example by today's rules, whatever scores came with it."""
    result = Readiness(by={"origin": Counter(), "language": Counter(), "category": Counter()})
    for example in examples:
        _add(result, example)
    return result


def _add(result: Readiness, example: Example) -> None:
    product, listing = example.product, example.listing
    scores = judge(product, listing).scores
    result.examples += 1
    result.by["origin"][example.origin] += 1
    result.by["language"][product.language.value] += 1
    result.by["category"][product.category or "-"] += 1
    result.overall.append(scores.overall_score)
    result.compliance.append(scores.walmart_compliance)
    if reasons := _reasons(listing, scores):
        codes = [code for code, _message in reasons]
        result.rejected.update(codes)
        result.rejections.append(
            {
                "example": example.label,
                "product": product.name,
                "reasons": [
                    {"code": code, "tr": message.tr, "en": message.en} for code, message in reasons
                ],
            }
        )
        return
    result.usable.update(
        rule.level for rule in LEVELS.values() if scores.overall_score >= rule.threshold
    )


def _reasons(listing: Listing, scores: Scores) -> list[tuple[str, Message]]:
    """The quality criteria for training data that this example does not meet."""
    title, words = len(listing.title), len(tokens(plain(listing.description)))
    longest = max(map(len, listing.features), default=0)
    count, compliance = len(listing.features), scores.walmart_compliance
    lowest = LEVELS[Level.BASIC].threshold
    criteria = [
        (
            50 <= title <= 100,
            "title_length",
            Message(
                f"Başlık {title} karakter; 50-100 karakter olmalı.",
                f"The title has {title} characters; it needs 50 to 100.",
            ),
        ),
        (
            3 <= count <= 10,
            "features_count",
            Message(
                f"{count} özellik var; 3-10 özellik olmalı.",
                f"There are {count} features; it needs 3 to 10.",
            ),
        ),
        (
            longest <= 80,
            "feature_length",
            Message(
                f"En uzun özellik {longest} karakter; en çok 80 karakter olabilir.",
                f"The longest feature has {longest} characters; at most 80 are allowed.",
            ),
        ),
        (
            words >= 150,
            "description_words",
            Message(
                f"Açıklama {words} kelime; en az 150 kelime olmalı.",
                f"The description has {words} words; it needs at least 150.",
            ),
        ),
        (
            compliance >= 80,
            "compliance",
            Message(
                f"Kurallara uyum puanı {compliance}; en az 80 olmalı.",
                f"Compliance is {compliance}; it needs at least 80.",
            ),
        ),
        (
            scores.overall_score >= lowest,
            "overall",
            Message(
                f"Genel puan {scores.overall_score}; en alt düzey için bile en az {lowest} "
                "gerekir.",
                f"The overall score is {scores.overall_score}; even the lowest level needs "
                f"{lowest}.",
            ),
        ),
    ]
    return [(code, message) for met, code, message in criteria if not met]


def _spread(values: list[int]) -> dict[str, float] | None:
    if not values:
        return None
    return {
        "mean": round(mean(values), 1),
        "median": median(values),
        "lowest": min(values),
        "highest": max(values),
    }
