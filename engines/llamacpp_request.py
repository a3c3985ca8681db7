"""A question in llama.cpp's own form: which adapter, whose instructions, how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from domain.modelfile import Modelfile
from domain.prompt import Prompt
from engines import llamacpp_built
from engines.answers import schema_for_model
from engines.base import ModelMissing, RequestRefused
from engines.building import typed
from engines.driver import Request
from engines.grammar import grammar, has_numbers
from engines.llamacpp_info import ServerInfo

FREQUENT: Final = 0.1875
"""Of the strength; taken from a token's logit for each time that it was written lately."""
RECENT: Final = 300
"""Tokens, half of a listing or more."""
_SHARED = {
    *("top_k", "min_p", "typical_p", "repeat_last_n", "repeat_penalty"),
    *("presence_penalty", "frequency_penalty", "seed", "stop"),
}
"""The PARAMETERs that llama.cpp knows by the same name and that a request does not set itself, but
for two of them where it holds back what was said."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model's name stands for: an adapter (None: the base model), and what it was told."""

    adapter: str | None = None
    system: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)


def recipe_of(info: ServerInfo, models: Path, name: str) -> Recipe:
    """Follow FROM to a model that is loaded; what is said nearer to `name` counts, as in Ollama."""
    told: list[Modelfile] = []
    while True:
        if name not in info.models:
            raise ModelMissing(f"There is no model {name!r}; available: {', '.join(info.models)}")
        offer = llamacpp_built.built(models, name)
        if offer is not None:
            told.append(offer.modelfile)
        if name in info.adapters or name == info.model:
            break
        if offer is None or told.count(offer.modelfile) > 1:
            raise ModelMissing(f"There is no model {name!r} any more.")
        name = offer.modelfile.base
    parameters: dict[str, Any] = {}
    for modelfile in reversed(told):
        parameters |= typed(modelfile)
    return Recipe(
        adapter=name if name in info.adapters else None,
        system=next((one.system for one in told if one.system), ""),
        examples=next((examples_of(one) for one in told if one.messages), ()),
        parameters={key: parameters[key] for key in parameters.keys() & _SHARED},
    )


def examples_of(modelfile: Modelfile) -> tuple[tuple[str, str], ...]:
    """The MESSAGEs in pairs of request and answer, which is all that a text to be continued has."""
    roles = [role for role, _ in modelfile.messages]
    if roles != ["user", "assistant"] * (len(roles) // 2):
        raise RequestRefused("The MESSAGEs must be pairs of user and assistant.")
    said = [text for _, text in modelfile.messages]
    return tuple(zip(said[::2], said[1::2], strict=True))


def body(request: Request, recipe: Recipe, info: ServerInfo) -> dict[str, Any]:
    """The JSON of a completion. What the request says of sampling wins over the model's own."""
    sampling = request.sampling
    said: dict[str, Any] = {
        "seed": -1,
        **recipe.parameters,
        "prompt": text_of(recipe, request.prompt),
        "n_predict": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "cache_prompt": True,
        "stream": True,
        # A sign of life after each batch of the prompt: the server notices a closed connection
        # only when it writes, so without it a cancelled prompt would be read to its end.
        "return_progress": True,
        # An adapter that is not named is applied at its global scale.
        "lora": [
            {"id": number, "scale": 1.0 if name == recipe.adapter else 0.0}
            for number, name in enumerate(info.adapters)
        ],
    }
    if sampling.seed is not None:
        said["seed"] = sampling.seed
    if sampling.repetition:
        said |= _unlike_before(sampling.repetition, info.n_ctx)
    if request.schema is not None and has_numbers(request.schema):
        said["grammar"] = grammar(request.schema)
    elif request.schema is not None:
        said["json_schema"] = schema_for_model(request.schema)
    return said


def text_of(recipe: Recipe, prompt: Prompt) -> str:
    """What a base model is to continue. As in Ollama, the model's MESSAGEs stand before the
    request, and its SYSTEM before all where the request has none."""

    def parts() -> Iterator[str]:
        if recipe.system and not prompt.system:
            yield recipe.system
        for asked, answered in recipe.examples:
            yield f"{asked}\n{answered}"
        yield prompt.as_text()

    return "\n\n".join(parts())


def _unlike_before(strength: float, reach: int) -> dict[str, Any]:
    """llama.cpp's DRY sampler: the longer a sequence that has begun as before, the less likely its
    next token. No sequence runs past a tag or a digit: a number is written as the facts have it.

    And its penalty for frequent tokens, or one word would stand there again and again. Measured on
    the held-out products (docs/benchmarks.md): with twice as much, facts are left out.
    """
    return {
        "frequency_penalty": FREQUENT * strength,
        "repeat_last_n": RECENT,
        "dry_multiplier": strength,
        "dry_base": 1.75,
        "dry_allowed_length": 5,
        "dry_penalty_last_n": reach,
        "dry_sequence_breakers": ["<", ">", *"0123456789"],
    }
