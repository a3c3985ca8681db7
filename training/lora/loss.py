"""The loss of one example: the cross-entropy of the answer's tokens, and of no others.

Half of a small model is its table of 262,144 tokens, and multiplying by it takes most of a
processor's time. A listing uses a few thousand of them, so on a processor the softmax runs over
those alone. What is left out would have had next to no probability; the validation loss is always
taken over every token, so that its figures can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.lora.corpus import Sequence


class CompletionLoss:
    """Computes the loss of an answer with the layers and the output table of `model`."""

    def __init__(self, model: Any, keep: Iterable[int] | None = None) -> None:
        self.layers = model.base_model.model.model
        self.table: Tensor = model.get_output_embeddings().weight
        self.cap = getattr(model.config, "final_logit_softcapping", None)
        self.kept: Tensor | None = None
        self.place: Tensor | None = None
        if keep is not None:
            ids = torch.tensor(sorted(keep), device=self.table.device)
            self.kept = self.table[ids].detach().clone()
            self.place = torch.full((len(self.table),), -1, device=self.table.device)
            self.place[ids] = torch.arange(len(ids), device=self.table.device)

    def __call__(self, sequence: Sequence, *, every_token: bool = False) -> Tensor:
        """The mean negative log-likelihood of a token of the answer, in nats."""
        ids = torch.tensor([sequence.ids], device=self.table.device)
        hidden = self.layers(input_ids=ids, use_cache=False).last_hidden_state
        hidden = hidden[0, sequence.asked - 1 : -1]
        wanted = ids[0, sequence.asked :]
        table = self.table
        if self.kept is not None and self.place is not None and not every_token:
            table, wanted = self.kept, self.place[wanted]
        logits = functional.linear(hidden.to(table.dtype), table).float()
        if self.cap:
            logits = self.cap * torch.tanh(logits / self.cap)
        return functional.cross_entropy(logits, wanted)

    @torch.no_grad()
    def mean(self, sequences: Iterable[Sequence]) -> float:
        """Over examples, each counting the same, and over every token of the vocabulary."""
        losses = [self(sequence, every_token=True).item() for sequence in sequences]
        return sum(losses) / len(losses)


def used(sequences: Iterable[Sequence], below: int, size: int) -> set[int] | None:
    """The token ids below `below` and all that occur; None where that would be everything."""
    if below <= 0:
        return None
    ids = set(range(min(below, size)))
    for sequence in sequences:
        ids.update(sequence.ids)
    return ids if len(ids) < size else None
