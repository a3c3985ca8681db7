"""Examples as token ids: the prompt, which is only read, and the answer, which is learnt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.listing import Listing, Product
from domain.prompt.tuned import answer_of, ask_tuned

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True, slots=True)
class Sequence:
    """The ids of one example; the first `asked` of them are the prompt's."""

    ids: tuple[int, ...]
    asked: int


def spread(sequences: list[Sequence], most: int) -> list[Sequence]:
    """At most so many of them, at even distances, always the same."""
    count = min(most, len(sequences))
    return [sequences[number * len(sequences) // count] for number in range(count)]


def encode(
    pairs: Iterable[tuple[Product, Listing]], tokenizer: PreTrainedTokenizerBase, length: int
) -> tuple[list[Sequence], int]:
    """The examples that fit into `length` tokens, and how many did not.

    A listing cut off in the middle would teach a model to end there, so it is left out whole.
    Prompt and answer are tokenized apart, as they are when a model is asked: the prompt's ids then
    are the same in both. The prompt begins with the model's own first token where it has one.
    """
    sequences = []
    too_long = 0
    for product, listing in pairs:
        prompt = tokenizer(ask_tuned(product).as_text()).input_ids
        answer = tokenizer(answer_of(listing), add_special_tokens=False).input_ids
        ids = (*prompt, *answer, tokenizer.eos_token_id)
        if len(ids) > length:
            too_long += 1
        else:
            sequences.append(Sequence(ids, len(prompt)))
    return sequences, too_long
