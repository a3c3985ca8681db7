"""The model that is trained: a Hugging Face folder, made once from a GGUF file where need be."""

from __future__ import annotations

import errno
import hashlib
import math
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from training.errors import TrainingError
from training.lora.recipe import Recipe


def folder_of(base: Path, cache: Path) -> Path:
    """`base` itself if it is a folder; for a GGUF file a folder with the same weights.

    Reading the quantised file takes a minute, so the folder is kept in `cache`, whole or not at
    all. TrainingError where `base` is neither.
    """
    if base.is_dir():
        return base
    if not base.is_file():
        raise TrainingError("base_missing", str(base))
    with base.open("rb") as file:
        # By its content: another fine-tuning of the same model is just as long.
        made = cache / f"{base.stem}-{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"
    if not made.exists():
        draft = made.with_name(f".{made.name}.{time.time_ns()}")
        try:
            with _reading(base):
                _unpack(base, draft)
            draft.rename(made)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return made


@contextmanager
def _reading(path: Path, code: str = "base_unreadable") -> Iterator[None]:
    """TrainingError where the block cannot read `path`, whatever its reader calls that.

    Want of disk or memory is another thing, and stays what it is.
    """
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        if "not enough memory" in str(error):
            raise
        raise TrainingError(code, f"{path}: {error}") from error


def _unpack(gguf: Path, folder: Path) -> None:
    """Save a quantised model's weights as they are, in 16 bits."""
    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    model: Any = AutoModelForCausalLM.from_pretrained(
        gguf.parent, gguf_file=gguf.name, dtype=torch.bfloat16
    )
    # Otherwise the saved folder would say that its weights are still packed.
    model.hf_quantizer, model.is_quantized = None, False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def tokenizer_of(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer in a model's folder."""
    with _reading(folder):
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
    return tokenizer


def with_adapter(folder: Path, recipe: Recipe, start: Path | None, device: str) -> Any:
    """The frozen model with an adapter to train: that of the folder `start`, or a new one.

    The weights are 16 bits wide where the processor multiplies those faster; the adapter is
    always 32, since its steps are too small for less.
    """
    dtype = torch.bfloat16 if device == "cuda" or _is_faster_in_16_bits() else torch.float32
    with _reading(folder):
        model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    model.to(device)
    if start is not None:
        if not start.is_dir():  # peft would look for it in the network
            raise TrainingError("start_missing", str(start))
        with _reading(start, "start_unreadable"):
            adapted: Any = PeftModel.from_pretrained(model, str(start), is_trainable=True)
    else:
        adapted = get_peft_model(
            model,
            LoraConfig(
                r=recipe.rank,
                lora_alpha=recipe.alpha,
                lora_dropout=0.0,
                target_modules=list(recipe.targets),
                task_type="CAUSAL_LM",
            ),
        )
    for parameter in adapted.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    return adapted


def _is_faster_in_16_bits(size: int = 640, rounds: int = 8) -> bool:
    """Measured on this processor: not every one has instructions for it."""
    seconds: dict[torch.dtype, float] = {}
    for dtype in (torch.float32, torch.bfloat16):
        left, right = torch.ones(size, size, dtype=dtype), torch.ones(size, 3 * size, dtype=dtype)
        left @ right  # the first multiplication also prepares the kernels
        for _ in range(rounds):  # the best of them: others may be at work on the processor
            started = time.perf_counter()
            left @ right
            seconds[dtype] = min(time.perf_counter() - started, seconds.get(dtype, math.inf))
    return seconds[torch.bfloat16] < seconds[torch.float32]
