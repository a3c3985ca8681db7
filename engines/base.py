"""The interface every engine implements, and what an answer and a failure look like."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.modelfile import Modelfile
from domain.prompt import Prompt, Style

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn; `seed` None lets the engine choose."""

    temperature: float = 0.3
    top_p: float = 0.9
    seed: int | None = None
    max_tokens: int = 1100
    repetition: float = 0.0
    """How strongly what was written before is held back, sequences of tokens and tokens that come
    often; 0 not at all. No sequence with a digit is, for facts have to be said again. Not every
    engine can."""


# A small model that was trained on long texts fills them by saying the same again; one that
# follows instructions is left to follow them.
_TUNED_REPETITION = 0.8


def repetition_for(style: Style) -> float:
    """`Sampling.repetition` for a model that is asked in that style."""
    return _TUNED_REPETITION if style is Style.TUNED else 0.0


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds and token counts; `first_token` and `total` are as the caller saw them."""

    queue: float = 0.0
    load: float = 0.0
    prompt: float = 0.0
    generation: float = 0.0
    first_token: float = 0.0
    total: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer: engines return one only when the model itself said it was done."""

    text: str
    model: str
    engine: str
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an engine can answer now, and if not why: `code` is that of an EngineError and what
    the interface translates, `reason` is the technical detail."""

    ready: bool
    reason: str = ""
    version: str = ""
    models: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Build:
    """What a model is built from. Without files it is told rather than trained: its Modelfile
    gives a model that the engine has a SYSTEM and MESSAGEs of its own."""

    name: str
    """`family:major.minor.patch`, in lower case; what it names never changes."""
    modelfile: Modelfile
    files: Mapping[str, Path] = field(default_factory=dict)
    """"adapter": a LoRA adapter (GGUF); "merged": a whole model (GGUF). Each engine takes what it
    can use."""


class EngineError(Exception):
    """An answer could not be had. `permanent` says that asking again would not help.

    `code` is stable and what the interface translates; `detail` is for the log.
    """

    code = "engine"
    permanent = False

    def __init__(self, detail: str = "", *, partial: str = "", repeatable: bool = False) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.partial = partial
        """What the model had written when it failed."""
        self.repeatable = repeatable
        """Whether the engine surely is not at work on it, so that asking again at once is safe."""


class EngineUnavailable(EngineError):
    """Nothing answers, or what answers is not ready."""

    code = "unavailable"


class EngineBusy(EngineError):
    """Every place at the engine stayed taken for as long as the caller would wait."""

    code = "busy"


class EngineTimeout(EngineError):
    """No token came for too long, or the whole answer took too long."""

    code = "timeout"


class EngineInterrupted(EngineError):
    """The engine failed while it was answering."""

    code = "interrupted"


class AnswerTruncated(EngineError):
    """The model ran into its length limit before it was done."""

    code = "truncated"


class AnswerInvalid(EngineError):
    """The answer does not have the form that was asked for."""

    code = "invalid"


class ModelMissing(EngineError):
    """The engine does not have that model."""

    code = "model_missing"
    permanent = True


class ModelExists(EngineError):
    """A model of that name has been built already, and a version never changes."""

    code = "exists"
    permanent = True


class ModelChanged(EngineError):
    """What answers to a model's name is not what was built under it."""

    code = "changed"
    permanent = True


class RequestRefused(EngineError):
    """The engine rejects the request itself: an unusable schema, a prompt that is too long."""

    code = "refused"
    permanent = True


class Cancelled(EngineError):
    """The caller asked to stop; the model has been told so."""

    code = "cancelled"
    permanent = True


class Engine(ABC):
    """One way of asking models for text. Instances are cheap, hold no connection across a fork,
    and may be used from several threads."""

    name: str
    default_model: str
    """The model to ask where nothing else is known."""

    @property
    def base_model(self) -> str:
        """The model that others are made from, which nobody here trained."""
        return self.default_model

    @abstractmethod
    def complete(
        self,
        prompt: Prompt,
        *,
        model: str,
        schema: Schema | None = None,
        sampling: Sampling = Sampling(),
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Completion:
        """The model's whole answer, or a subclass of EngineError.

        `on_text` gets each new piece of text as it comes. `cancelled` is asked several times
        a second, also while the prompt is read; once it says True the model is stopped and
        Cancelled is raised.
        """

    @property
    def places(self) -> int:
        """How many answers it writes at once."""
        return 1

    def is_tuned(self, model: str) -> bool:
        """Whether `model` was trained on listings, and so is asked in few words."""
        return False

    @abstractmethod
    def health(self, model: str | None = None) -> Health:
        """Whether it can answer now (and has `model`); never raises."""

    @abstractmethod
    def models(self) -> list[str]:
        """The names of the models it has, or a subclass of EngineError."""

    @abstractmethod
    def create(self, build: Build, *, again: bool = False) -> str:
        """Build a model, whole or not at all; its digest (SHA-256 in hexadecimal).

        ModelExists for a name that was built before, unless `again` says that this build was
        broken off before anybody had its digest. It may take minutes.
        """

    @abstractmethod
    def delete(self, name: str) -> None:
        """Take away what `create` built; no error where there is nothing."""

    @abstractmethod
    def digest(self, name: str) -> str:
        """The digest of what is there now under `name`; ModelMissing where nothing is."""

    @abstractmethod
    def verify(self, name: str, digest: str) -> None:
        """Climb the ladder of health, the cheapest rung first: it answers, it has the model, the
        model is the one of `digest` ("" for a model that nobody built), it loads.

        The EngineError of a rung that fails says which; ModelChanged for another digest.
        """
