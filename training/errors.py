"""What can go wrong between examples and weights, as one sentence each."""

from __future__ import annotations

from collections.abc import Mapping


class TrainingError(Exception):
    """Training cannot be done or go on. `code` is stable and what the interface translates;
    `detail` says which file, package or number; `losses` what it came to, where it came to any."""

    def __init__(
        self, code: str, detail: str = "", losses: Mapping[str, float] | None = None
    ) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.losses = dict(losses or {})


class TrainingCancelled(Exception):
    """Somebody asked to stop; the last checkpoint stays."""
