"""Models of a few thousand random weights, and data for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

from training.lora.corpus import Sequence
from training.lora.recipe import Recipe

SIZE = 64
RECIPE = Recipe(
    rank=2, alpha=4, rate=0.02, epochs=3, accumulate=2, looks=1, vocabulary=0, length=32
)
_SHAPE: dict[str, Any] = {
    "vocab_size": SIZE,
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 128,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "initializer_range": 0.3,
}


def llama(folder: Path, **more: Any) -> Path:
    """A Llama's folder."""
    torch.manual_seed(1)
    LlamaForCausalLM(LlamaConfig(**{**_SHAPE, **more})).save_pretrained(folder)
    return folder


def gemma(folder: Path, **more: Any) -> Path:
    """A Gemma's folder."""
    torch.manual_seed(1)
    shape = {**_SHAPE, "head_dim": 4, "query_pre_attn_scalar": 4, "sliding_window": 16, **more}
    Gemma3ForCausalLM(Gemma3TextConfig(**shape)).save_pretrained(folder)
    return folder


def sequence(seed: int, *, length: int = 12, asked: int = 4) -> Sequence:
    """Random tokens, the same for the same seed."""
    drawn = torch.randint(3, SIZE, (length,), generator=torch.Generator().manual_seed(seed))
    return Sequence(tuple(drawn.tolist()), asked)


def weights(model: Any) -> dict[str, torch.Tensor]:
    """What is trained, as it is now."""
    return {
        name: value.detach().clone()
        for name, value in model.named_parameters()
        if value.requires_grad
    }


def with_letters(folder: Path) -> Path:
    """A Llama's folder with a tokenizer: a token for each byte."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    marks = ["<pad>", "<s>", "</s>"]
    vocabulary = {letter: number for number, letter in enumerate([*marks, *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>"
    ).save_pretrained(folder)
    return llama(folder, vocab_size=len(vocabulary), max_position_embeddings=4096)
