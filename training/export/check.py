"""Does llama.cpp say of the exported adapter what torch says of the trained one?

llama.cpp continues prompts greedily and tells how likely each token was; torch reads the same
tokens and says how likely it finds them. A tensor in the wrong place, a missed scale or another
tokenizer drives the two apart by nats; the engine's arithmetic in fewer bits by a few hundredths.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
import xllamacpp

from training.errors import TrainingError

TOLERANCE: Final = 0.15
"""Nats a token, mean absolute difference. The engine multiplies in 8 bits what torch does in 16;
measured on the starter models: see docs/training.md."""
TOKENS: Final = 48


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the two say of the same tokens, in nats a token."""

    tokens: int
    torch_mean: float
    engine_mean: float
    difference: float
    """Mean absolute difference a token."""
    tolerance: float = TOLERANCE

    def as_json(self) -> dict[str, float]:
        """For the record beside the weights."""
        return asdict(self)


def compare(
    model: Any, gguf: Path, adapter: Path | None, prompts: Sequence[list[int]]
) -> Comparison:
    """Both on the same tokens; TrainingError("export_differs") where they part by more.

    `model` is the trained one in torch, `gguf` the file the engine loads, with `adapter` over it
    (None for a merged file), `prompts` the token ids of some prompts.
    """
    longest = max(map(len, prompts), default=0)
    server = _server(gguf, adapter, longest + TOKENS)
    told: list[float] = []
    found: list[float] = []
    for prompt in prompts:
        ids, likelihoods = _continued(server, prompt, with_adapter=adapter is not None)
        told += likelihoods
        found += _likelihoods(model, prompt, ids)
    count = len(told)
    if not count:
        raise TrainingError("export_differs", f"{gguf.name} does not continue any prompt")
    difference = sum(abs(a - b) for a, b in zip(told, found, strict=True)) / count
    result = Comparison(count, sum(found) / count, sum(told) / count, difference)
    if difference > TOLERANCE:
        raise TrainingError(
            "export_differs", f"{difference:.3f} nats a token, {TOLERANCE} is allowed"
        )
    return result


def _server(gguf: Path, adapter: Path | None, length: int) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    params.n_parallel, params.n_ctx = 1, length
    # As many threads as the training had: others are at work beside it.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = torch.get_num_threads()
    params.api_keys = [secrets.token_hex()]  # it also listens, but for nobody
    params.verbosity, params.check_tensors = -1, True
    if adapter is not None:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(adapter), 1.0)]
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise TrainingError("export_unreadable", f"{adapter or gguf}: {error}") from error


def _continued(
    server: Any, prompt: list[int], *, with_adapter: bool
) -> tuple[list[int], list[float]]:
    """The engine's own continuation, greedily, and its log-likelihood of each token."""
    request = {"prompt": prompt, "n_predict": TOKENS, "temperature": 0, "n_probs": 1}
    if with_adapter:
        request["lora"] = [{"id": 0, "scale": 1.0}]
    answer = server.handle_completions(request)
    if "error" in answer:
        raise TrainingError("export_unreadable", str(answer["error"]))
    tokens = answer["choices"][0]["logprobs"]["content"]
    return [token["id"] for token in tokens], [token["logprob"] for token in tokens]


@torch.no_grad()
def _likelihoods(model: Any, prompt: list[int], ids: list[int]) -> list[float]:
    device = next(model.parameters()).device
    logits = model(input_ids=torch.tensor([[*prompt, *ids]], device=device)).logits[0]
    scores = torch.log_softmax(logits[len(prompt) - 1 : -1].float(), dim=-1)
    return [scores[at, token].item() for at, token in enumerate(ids)]
