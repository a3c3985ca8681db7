"""What a prompt is, whoever wrote it and whichever model reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much is asked of the model, as in the model hierarchy."""

    BASE = "base"
    BASIC = "basic"
    ADVANCED = "advanced"
    EXPERT = "expert"


class Style(StrEnum):
    """How much a request has to say, which depends on what the model knows already."""

    WHOLE = "whole"
    """Everything: instructions, worked examples, facts."""
    TUNED = "tuned"
    """A few words and the facts: the form is in the weights."""
    FACTS = "facts"
    """The facts: the model's Modelfile has the instructions and the examples."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request to a model, in the two shapes that models take it.

    `system` and `examples` (pairs of request and answer) are the same for every product of
    one level, language and market, so that an engine's prompt cache keeps them; only
    `request` varies. `version` names the wording, so that a listing can say what wrote it.
    Without `system` a model that was built with one of its own keeps that.
    """

    system: str
    request: str
    examples: tuple[tuple[str, str], ...] = ()
    version: str = ""

    def as_messages(self) -> list[dict[str, str]]:
        """For a chat model: role and content, in order."""
        messages = [{"role": "system", "content": self.system}] if self.system else []
        for asked, answered in self.examples:
            messages += [{"role": "user", "content": asked}]
            messages += [{"role": "assistant", "content": answered}]
        return [*messages, {"role": "user", "content": self.request}]

    def as_text(self) -> str:
        """For a base model without a chat template: one text to be continued."""
        shown = [f"{asked}\n{answered}" for asked, answered in self.examples]
        said = [self.system, *shown, self.request]
        return "\n\n".join(part for part in said if part) + "\n"
