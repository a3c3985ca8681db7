"""A training's state in one file, so that it goes on after a crash as if nothing had been.

safetensors, not pickle: reading one runs no code.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

FILE_NAME = "checkpoint.safetensors"
_AVERAGES = ("exp_avg", "exp_avg_sq")


@dataclass(slots=True)
class Position:
    """How far a training is: optimiser steps done, and what they brought."""

    step: int = 0
    losses: list[list[float]] = field(default_factory=list)
    """[step, training loss, learning rate] of each step."""
    looks: list[list[float]] = field(default_factory=list)
    """[step, validation loss] of each look, the first one before any step."""
    seconds: float = 0.0
    """Spent on steps so far, over all attempts."""

    @property
    def best(self) -> float:
        """The lowest validation loss seen."""
        return min((loss for _step, loss in self.looks), default=float("inf"))

    @property
    def stale(self) -> int:
        """Looks since the lowest one after the start.

        Where it began does not count: the first steps from a good model cost it something, and a
        loss that falls again from there is one that still gains.
        """
        losses = [loss for step, loss in self.looks if step]
        return len(losses) - 1 - losses.index(min(losses)) if losses else 0


def save(folder: Path, model: Any, optimizer: torch.optim.AdamW, position: Position) -> None:
    """Write the checkpoint, whole or not at all."""
    tensors: dict[str, Tensor] = {}
    for name, parameter in _trained(model):
        state = optimizer.state[parameter]
        tensors[f"weight.{name}"] = parameter.data.contiguous()
        for key in (*_AVERAGES, "step"):
            tensors[f"{key}.{name}"] = state[key].contiguous()
    told = json.dumps(asdict(position))
    # One name for all drafts: one that a killed process left is written over.
    draft = folder / f".{FILE_NAME}.draft"
    save_file(tensors, draft, metadata={"position": told, "digest": _digest(told, tensors)})
    draft.replace(folder / FILE_NAME)


def load(folder: Path, model: Any, optimizer: torch.optim.AdamW) -> Position:
    """Put the state that `folder` keeps into model and optimiser; the start, and both as they
    were, where it keeps none that can be read whole and fits."""
    path = folder / FILE_NAME
    if not path.exists():
        return Position()
    try:
        position, tensors = _read(path)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError):
        return Position()  # cut off or changed by a disk that lied
    trained = _trained(model)
    if not _fits(tensors, trained):
        return Position()  # another recipe's
    for name, parameter in trained:
        optimizer.state[parameter] = {
            "step": tensors[f"step.{name}"],
            **{key: tensors[f"{key}.{name}"].to(parameter.device) for key in _AVERAGES},
        }
        parameter.data.copy_(tensors[f"weight.{name}"])
    return position


def _read(path: Path) -> tuple[Position, dict[str, Tensor]]:
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    if metadata["digest"] != _digest(metadata["position"], tensors):
        raise ValueError("not what was written")
    return Position(**json.loads(metadata["position"])), tensors


def _fits(tensors: dict[str, Tensor], trained: list[tuple[str, Any]]) -> bool:
    """Whether there is a weight of the right shape, and its averages, for each that is trained."""
    wanted = {
        f"{key}.{name}": parameter.shape
        for name, parameter in trained
        for key in ("weight", *_AVERAGES)
    } | {f"step.{name}": torch.Size([]) for name, _ in trained}
    return wanted == {name: tensor.shape for name, tensor in tensors.items()}


def _digest(position: str, tensors: dict[str, Tensor]) -> str:
    whole = hashlib.sha256(position.encode())
    for name in sorted(tensors):
        whole.update(tensors[name].detach().cpu().numpy().tobytes())
    return whole.hexdigest()


def _trained(model: Any) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in model.named_parameters() if value.requires_grad]
