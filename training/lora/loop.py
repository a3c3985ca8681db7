"""The training loop: AdamW on the adapter's weights, one example at a time.

Deterministic for one machine, seed and set of packages: the order of the examples follows from the
seed, and nothing else is drawn (there is no dropout). It does not know what the examples mean.
"""

from __future__ import annotations

import math
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.errors import TrainingCancelled, TrainingError
from training.lora import checkpoint
from training.lora.checkpoint import Position
from training.lora.corpus import Sequence as Tokens
from training.lora.loss import CompletionLoss, used
from training.lora.recipe import Recipe

LOWEST_RATE = 0.1
"""Of the highest, at the end of the cosine."""
CHECKPOINT_SECONDS = 60.0
BEST = "best"
"""The folder, in the training's own, of the adapter with the lowest validation loss."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a training, as it is shown to people."""

    step: int
    steps: int
    loss: float
    validation: float | None
    seconds_left: float


Watcher = Callable[[Progress], None]


def train(
    model: Any,
    training: Sequence[Tokens],
    validation: Sequence[Tokens],
    recipe: Recipe,
    folder: Path,
    *,
    watch: Watcher = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Position:
    """Train the adapter of `model` and leave the best one in `folder`/BEST as a PEFT folder.

    Goes on from the checkpoint in `folder` where there is one. Raises TrainingCancelled when
    `cancelled` says so between two steps (the checkpoint is written first), and TrainingError
    where there is nothing to learn from.
    """
    if min(recipe.epochs, recipe.accumulate, recipe.looks) < 1:
        raise TrainingError(
            "recipe_unusable",
            f"epochs {recipe.epochs}, {recipe.accumulate} a step, {recipe.looks} looks an epoch",
        )
    if not training or not validation:
        raise TrainingError("no_examples", f"{len(training)} to learn, {len(validation)} to check")
    run = _Run(model, training, validation, recipe, folder)
    run.resume()
    while not run.is_over:
        if cancelled():
            run.keep()
            raise TrainingCancelled
        watch(run.advance())
    return run.position


class _Run:
    def __init__(
        self,
        model: Any,
        training: Sequence[Tokens],
        validation: Sequence[Tokens],
        recipe: Recipe,
        folder: Path,
    ) -> None:
        self.model, self.recipe, self.folder = model, recipe, folder
        self.training, self.validation = training, validation
        self.weights = [value for value in model.parameters() if value.requires_grad]
        self.optimizer = torch.optim.AdamW(self.weights, lr=recipe.rate, weight_decay=0.0)
        on_processor = self.weights[0].device.type == "cpu"
        size = model.get_output_embeddings().weight.shape[0]
        keep = used([*training, *validation], recipe.vocabulary, size) if on_processor else None
        self.loss = CompletionLoss(model, keep)
        self.order = _order(len(training), recipe)
        self.steps = len(self.order)
        self.looks = _looks(self.steps // recipe.epochs, recipe)
        self.position = Position()
        self.kept_at = time.monotonic()

    def resume(self) -> None:
        """From the last checkpoint, or from the beginning with a first look."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model.train()
        self.position = checkpoint.load(self.folder, self.model, self.optimizer)
        if not self.position.looks:
            # What an attempt left whose checkpoint is lost must not pass for this one's.
            shutil.rmtree(self.folder / BEST, ignore_errors=True)
            self.look()

    @property
    def is_over(self) -> bool:
        """Whether all steps are done or the validation loss falls no more."""
        return self.position.step >= self.steps or self.position.stale >= self.recipe.patience

    def advance(self) -> Progress:
        """One optimiser step; where it is time, a look at the validation loss."""
        started = time.monotonic()
        loss = self.step()
        self.position.seconds += time.monotonic() - started
        seen = None
        if self.position.step in self.looks:
            seen = self.look()
            self.keep()
        elif time.monotonic() - self.kept_at > CHECKPOINT_SECONDS:
            self.keep()
        left = self.position.seconds / self.position.step * (self.steps - self.position.step)
        return Progress(self.position.step, self.steps, loss, seen, left)

    def step(self) -> float:
        """Learn from the next few examples; returns their mean loss."""
        rate = self.recipe.rate * _share(self.position.step, self.steps, self.recipe.warmup)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        chosen = self.order[self.position.step]
        total = 0.0
        for index in chosen:
            loss = self.loss(self.training[index]) / len(chosen)
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.item()
        self._must_be_finite(total)
        torch.nn.utils.clip_grad_norm_(self.weights, self.recipe.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.position.step += 1
        self.position.losses.append([self.position.step, total, rate])
        return total

    def look(self) -> float:
        """The validation loss; the adapter is kept where it is the best so far."""
        self.model.eval()
        seen = self.loss.mean(self.validation)
        self.model.train()
        self._must_be_finite(seen)
        is_best = seen < self.position.best
        self.position.looks.append([self.position.step, seen])
        if is_best and self.position.step:
            self.model.save_pretrained(self.folder / BEST)
        return seen

    def _must_be_finite(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise TrainingError("diverged", f"the loss is {loss} at step {self.position.step}")

    def keep(self) -> None:
        """Write a checkpoint; before the first step there is nothing to keep."""
        if self.position.step:
            checkpoint.save(self.folder, self.model, self.optimizer, self.position)
        self.kept_at = time.monotonic()


def _order(count: int, recipe: Recipe) -> list[list[int]]:
    """The examples' numbers by step, shuffled anew for each epoch; no step takes from two."""
    draw = random.Random(recipe.seed)  # noqa: S311 - an order, not a secret
    steps: list[list[int]] = []
    for _ in range(recipe.epochs):
        epoch = list(range(count))
        draw.shuffle(epoch)
        steps += (epoch[at : at + recipe.accumulate] for at in range(0, count, recipe.accumulate))
    return steps


def _looks(an_epoch: int, recipe: Recipe) -> set[int]:
    """After which steps the validation loss is looked at: evenly, and at the end of each epoch."""
    parts = min(recipe.looks, an_epoch)
    return {
        epoch * an_epoch + round(an_epoch * part / parts)
        for epoch in range(recipe.epochs)
        for part in range(1, parts + 1)
    }


def _share(step: int, steps: int, warmup: float) -> float:
    """Of the highest learning rate at a step: rising evenly, then half a cosine."""
    rising = max(1, round(steps * warmup))
    if step < rising:
        return (step + 1) / rising
    done = (step - rising) / max(1, steps - rising)
    return LOWEST_RATE + (1 - LOWEST_RATE) * 0.5 * (1 + math.cos(math.pi * done))
