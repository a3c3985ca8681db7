"""How several drafts of one listing came out, in words: the best, the others, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Generation
from domain.contest import MOST_VERSIONS


@dataclass(frozen=True, slots=True)
class Contest:
    """The drafts of one request that wanted several; scores are whole numbers from 0 to 100."""

    asked: int
    best: int
    others: tuple[int, ...]
    """Of the drafts that did not win, in the order of writing."""
    writer: str
    """The version that wrote the best, or the model where no version is known."""

    @property
    def result(self) -> str:
        """The best score beside the others."""
        if not self.others:
            return _("Only one draft of %(asked)d brought a text: %(best)d points.") % {
                "asked": self.asked,
                "best": self.best,
            }
        return _("Best of %(count)d: %(best)d points (others %(others)s).") % {
            "count": len(self.others) + 1,
            "best": self.best,
            "others": ", ".join(map(str, self.others)),
        }

    @property
    def origin(self) -> str:
        """Who wrote the best."""
        return _("Written by %(writer)s.") % {"writer": self.writer}

    @property
    def missing(self) -> str:
        """How many drafts were wanted and did not come; empty where all did, or one alone."""
        count = self.asked - len(self.others) - 1
        if not self.others or count <= 0:
            return ""
        return ngettext(
            "%(count)d more draft was wanted: it brought no text, or time ran out.",
            "%(count)d more drafts were wanted: they brought no text, or time ran out.",
            count,
        ) % {"count": count}

    @property
    def sentence(self) -> str:
        """All of it."""
        return " ".join(filter(None, (self.result, self.origin, self.missing)))


def contest_of(generation: Generation | None) -> Contest | None:
    """How it came out; None where one draft was wanted, and while or where none has a text."""
    if generation is None or generation.is_active:
        return None
    writers = len(generation.writers) if generation.ensemble else 1
    asked = generation.best_of * min(writers, MOST_VERSIONS)
    drafts = [draw for draw in generation.draws if draw.get("best")]
    won = next((draw for draw in drafts if draw["chosen"]), None)
    if asked < 2 or won is None:
        return None
    return Contest(asked, _score(won), tuple(_others(drafts)), _writer(won))


def _others(drafts: Iterable[Mapping[str, Any]]) -> list[int]:
    return [_score(draw) for draw in drafts if not draw["chosen"]]


def _score(draw: Mapping[str, Any]) -> int:
    return int(draw["scores"]["overall"])


def _writer(draw: Mapping[str, Any]) -> str:
    return str(draw["model_version"] or draw["model"])
