"""What can go wrong between examples and weights, as one sentence each."""

from __future__ import annotations


class TrainingError(Exception):
    """Training cannot be done or go on. `code` is stable and what the interface translates;
    `detail` says which file, package or number."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail


class TrainingCancelled(Exception):
    """Somebody asked to stop; the last checkpoint stays."""
