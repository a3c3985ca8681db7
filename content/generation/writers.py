"""The models that write one generation: the one it names, or all that were live at the click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from content.models import Generation
from domain.categories import category_of
from domain.prompt import Level, Style
from domain.versions import State
from models_registry.catalog import ModelChoice, default_choice
from models_registry.models import Version
from models_registry.queries.live import is_served

GONE = (State.FAILED, State.RETIRED)


@dataclass(frozen=True, slots=True)
class Writer:
    """One model that writes, and what its engine is by its own name."""

    choice: ModelChoice
    engine_name: str

    @property
    def version_name(self) -> str:
        """family:1.2.0; empty for a model that only an engine knows."""
        return self.choice.version.name if self.choice.version else ""


def choices_of(generation: Generation) -> list[ModelChoice]:
    """What writes now: what was live at the request and is no more of use by now leaves its turns
    to the others, and the draft to what is live now where there are none."""
    if generation.ensemble:
        rows = generation.writers
        keys = [row["version"] for row in rows if row["version"]]
        versions = Version.objects.select_related("family").in_bulk(keys)
        kept = [row for row in rows if _is_of_use(row, versions)]
        found = [_choice(row, versions.get(row["version"])) for row in kept]
        return found or [_default(generation)]
    version = generation.version
    if not generation.by_hand and version is not None and version.state in GONE:
        return [_default(generation)]
    return [
        ModelChoice(
            generation.model,
            generation.engine,
            Level(generation.level),
            version,
            Style(version.style) if version else None,
        )
    ]


def _is_of_use(row: dict[str, Any], versions: dict[int, Version]) -> bool:
    if row["version"] is None:
        return True
    version = versions.get(row["version"])
    return version is not None and version.state not in GONE and is_served(version)


def _choice(row: dict[str, Any], version: Version | None) -> ModelChoice:
    style = Style(version.style) if version else None
    return ModelChoice(row["model"], row["engine"], Level(row["level"]), version, style)


def _default(generation: Generation) -> ModelChoice:
    """What is live now, told as much as the row says."""
    choice = default_choice(category_of(generation.listing.product.category) or "")
    level = Level(generation.level)
    return ModelChoice(choice.name, choice.engine, level, choice.version, choice.style)
