"""What each level of the model hierarchy asks of its data, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.prompt import Level


@dataclass(frozen=True, slots=True)
class LevelRule:
    """The least number of examples and the least overall score of each; `strict` adds the
    filter for high-quality data."""

    level: Level
    minimum: int
    threshold: int
    strict: bool = False

    def asked(self) -> dict[str, Any]:
        """What was asked of the examples, for the record of a dataset."""
        return {"threshold": self.threshold, "strict": self.strict, "minimum": self.minimum}


LEVELS: Final = {
    Level.BASIC: LevelRule(Level.BASIC, 50, 70),
    Level.ADVANCED: LevelRule(Level.ADVANCED, 200, 80),
    Level.EXPERT: LevelRule(Level.EXPERT, 500, 90),
}
