"""What a manager asks of a report by its address: which criterion, and without whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

GOLD: Final = "gold"
"""Without those who fail gold items, whoever they are by now."""


_KEY: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion's key, and keys of people, or GOLD."""

    criterion: str
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, criterion: str, without: Iterable[str], known: Sequence[str]) -> Asked:
        """What an address says; what means nothing is as if it were not said."""
        chosen = criterion if criterion in known else (known[-1] if known else "")
        left = dict.fromkeys(one for one in without if one == GOLD or _KEY.fullmatch(one))
        return cls(chosen, tuple(left))

    def left_out(self, failing: Iterable[int]) -> set[int]:
        """The keys of everybody who is left out."""
        named = {int(one) for one in self.without if one != GOLD}
        return named | (set(failing) if GOLD in self.without else set())

    def with_criterion(self, criterion: str) -> str:
        """The address's query for another criterion."""
        return replace(self, criterion=criterion).query()

    def toggled(self, who: str) -> str:
        """The address's query with somebody left out, or taken in again."""
        rest = tuple(one for one in self.without if one != who)
        changed = rest if who in self.without else (*self.without, who)
        return replace(self, without=changed).query()

    def query(self) -> str:
        """From "?" on."""
        said = [("criterion", self.criterion)] if self.criterion else []
        return "?" + urlencode([*said, *(("without", one) for one in self.without)])


def by_name(names: Mapping[int, str], keys: Iterable[int]) -> list[str]:
    """People in the order of their names."""
    return sorted(names[key] for key in keys if key in names)
