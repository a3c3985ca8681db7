"""How a training is done, as plain values that are kept beside its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

ALL_LINEAR: Final = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything but the data that decides the weights.

    `length` counts tokens of prompt and answer: a Turkish listing is 428 to 595 of them, its facts
    some 200 more. `rate` is the highest learning rate; it rises over `warmup` of the steps and
    falls on half a cosine to a tenth. The validation loss is looked at `looks` times an epoch, for
    a few hundred examples are learnt by heart within one; training stops when it has not fallen for
    `patience` looks, where it stood before the first step aside. A look reads at most `checked` of
    the validation examples, or it would take longer the more there is to learn from.
    """

    rank: int = 16
    alpha: int = 32
    targets: tuple[str, ...] = ALL_LINEAR
    rate: float = 4e-4
    epochs: int = 3
    accumulate: int = 2
    warmup: float = 0.05
    length: int = 1024
    clip: float = 1.0
    looks: int = 4
    checked: int = 32
    patience: int = 4
    seed: int = 0
    vocabulary: int = 8192
    """On a processor the loss runs over the token ids below this and all that occur in the data;
    a tokenizer's low ids are its most frequent. 0 takes every id, as a GPU always does."""

    def as_json(self) -> dict[str, Any]:
        """For the record beside the weights."""
        return asdict(self) | {"targets": list(self.targets)}
