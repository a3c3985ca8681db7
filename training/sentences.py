"""What people are told when a training cannot be done: one sentence, with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.curation import Dataset


def shortfall(dataset: Dataset) -> dict[str, int]:
    """The figures that `too_few` tells."""
    return {
        "size": dataset.size,
        "minimum": dataset.rule.minimum,
        "missing": dataset.missing,
        "fillable": dataset.fillable,
    }


def too_few(figures: Mapping[str, Any]) -> str:
    """How many examples are missing, and how many of them variants would make up for."""
    said = ngettext(
        "This level needs %(minimum)d examples and %(size)d is fit for it: %(missing)d are "
        "missing.",
        "This level needs %(minimum)d examples and %(size)d are fit for it: %(missing)d are "
        "missing.",
        figures["size"],
    )
    if figures["fillable"] >= figures["missing"]:
        help_ = _("Augmentation could make up for all of them.")
    elif figures["fillable"]:
        help_ = _("Augmentation could make up for %(fillable)d of them.")
    else:
        help_ = _("Approve or import more listings first.")
    return f"{said} {help_}" % figures


def failure(code: str, figures: Mapping[str, Any] | None = None) -> str:
    """One sentence for the code that a training failed with."""
    if code == "too_few" and figures:
        return too_few(figures)
    start = _(
        "The adapter that this training goes on from cannot be read. Train the level below it "
        "again, then this one."
    )
    return {
        "packages_missing": _(
            "The training packages are not installed. Run “make train-setup” once on the machine "
            "that trains, then start the training again."
        ),
        "memory": _(
            "The machine ran out of memory. Close other programs or set WALMARTGPT_TRAIN_BASE to a "
            "smaller base model; a new training goes on from the last checkpoint."
        ),
        "no_examples": _(
            "There are too few examples: at least two products are needed, one to learn from and "
            "one to check on."
        ),
        "no_gain": _(
            "The model did not get better: what it wrote for the products it had not seen was no "
            "nearer to the examples than before. Give it more examples or more rounds."
        ),
        "diverged": _("The losses grew without bounds. Try again with fewer rounds."),
        "base_missing": _(
            "The base model is not there. Look at WALMARTGPT_TRAIN_BASE: it must name a GGUF file "
            "or a Hugging Face folder on the machine that trains."
        ),
        "base_unreadable": _(
            "The base model cannot be read. Look at the file or folder that WALMARTGPT_TRAIN_BASE "
            "names."
        ),
        "start_missing": start,
        "start_unreadable": start,
        "export_differs": _(
            "The exported model does not say what the trained one says, so it is not offered. "
            "This base model cannot be exported with the installed packages."
        ),
        "export_unreadable": _("The exported model cannot be loaded, so it is not offered."),
        "disk": _(
            "A file cannot be written. Make room on the disk, then start the training again."
        ),
        "dataset_changed": _(
            "The dataset's files are not what they were. Start the training again: it will choose "
            "its examples anew."
        ),
        "lost": _("The training was interrupted several times at the same place and given up."),
        "died": _("The training ended unexpectedly. The details below are its last words."),
        "busy": _(
            "Another process still works in this training's folder. It is tried again in a minute."
        ),
        "stopped": _(
            "The training's process was ended from outside. It goes on from its checkpoint in a "
            "minute."
        ),
        "killed": _(
            "The system killed the training's process, as it does when memory runs out. It goes on "
            "from its checkpoint in a minute."
        ),
        "broker": _(
            "The queue is not answering, so the training has not begun. It begins by itself when "
            "the queue is back."
        ),
    }.get(code) or _("The training failed. The details below say why.")
