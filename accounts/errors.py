"""What an action says when it does not do what was asked."""

from __future__ import annotations


class ActionRefused(Exception):
    """The action changed nothing; `str()` is one sentence for the person, `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
