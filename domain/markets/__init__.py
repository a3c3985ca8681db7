"""Markets as data: one rule pack each, found by its code."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from domain.judgement import Message
from domain.markets import walmart_tr, walmart_us
from domain.markets.pack import Limits, Part, Rule, RulePack, Source

__all__ = ["Limits", "Part", "Rule", "RulePack", "Source", "UnknownMarket", "codes", "get"]

_PACKS: Final = MappingProxyType({pack.code: pack for pack in (walmart_tr.PACK, walmart_us.PACK)})


class UnknownMarket(LookupError):
    """No rule pack has the code that was asked for."""

    def __init__(self, code: str) -> None:
        known = ", ".join(_PACKS)
        shown = code if len(code) <= 40 else code[:39] + "…"
        self.message = Message(
            tr=f"“{shown}” adlı pazar yok; şunlardan birini seçin: {known}.",
            en=f"There is no market “{shown}”; choose one of: {known}.",
        )
        super().__init__(self.message.en)


def get(code: str, on: date | None = None) -> RulePack:
    """The pack of a market as it holds on a day; without a day, as it stands in full."""
    if code not in _PACKS:
        raise UnknownMarket(code)
    return _PACKS[code] if on is None else _on(code, on)


@lru_cache(maxsize=64)
def _on(code: str, day: date) -> RulePack:
    """The pack of one day, put together once."""
    return _PACKS[code].on(day)


def codes() -> tuple[str, ...]:
    """The codes of all markets, the user's own first."""
    return tuple(_PACKS)
