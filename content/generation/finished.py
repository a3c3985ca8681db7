"""What a generation brought, with who wrote it: what is kept of it, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from content.generation.contest import Draft, Outcome
from content.generation.writers import Writer
from content.generation.writing import Draw, Drawn, standing_of
from domain.contest import rank


@dataclass(frozen=True, slots=True)
class Finished:
    """All drafts, and by whom: a draft names its writer by the place in `writers`."""

    outcome: Outcome
    writers: Sequence[Writer]

    def writer_of(self, draft: Draft | None) -> Writer:
        """Who wrote a draft; without one, whose turn was first."""
        return self.writers[draft.writer if draft else 0]

    def texts(self) -> list[tuple[Draft, Drawn]]:
        """Every readable draw, whose text becomes a revision, in the order to be kept in.

        First those that their own draft did not choose, as they were drawn; then the drafts, the
        best last: so the newest of each version is its best, and the newest of all is the text.
        """
        found = [(_order(draft, draw), draft, draw.drawn) for draft, draw in self._draws()]
        found.sort(key=lambda one: one[0])
        return [(draft, drawn) for _place, draft, drawn in found if drawn]

    def draws(self) -> list[dict[str, Any]]:
        """What is kept of each draw beside its text."""
        chosen = self.outcome.chosen
        return [
            draw.as_json()
            | {
                "draft": draft.number,
                "model": self.writer_of(draft).choice.name,
                "model_version": self.writer_of(draft).version_name,
                "best": _is_best(draft, draw),
                "chosen": draw.drawn is not None and draw.drawn is chosen,
            }
            for draft, draw in self._draws()
        ]

    def _draws(self) -> Iterator[tuple[Draft, Draw]]:
        return ((draft, draw) for draft in self.outcome.drafts for draw in draft.written.draws)


def _is_best(draft: Draft, draw: Draw) -> bool:
    return draw.drawn is not None and draw.drawn is draft.written.chosen


def _order(draft: Draft, draw: Draw) -> tuple[bool, tuple[bool, int, int], int]:
    """Of equals the first wins, and so comes last."""
    standing = standing_of(draw)
    if standing is None or not _is_best(draft, draw):
        return False, (False, 0, 0), draw.number
    return True, rank(standing), -draw.number
