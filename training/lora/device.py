"""Where the training runs, and what makes it run the same way twice."""

from __future__ import annotations

import os

import torch


def prepare(seed: int, threads: int | None = None) -> str:
    """Set seeds and threads; returns "cuda" where there is a GPU that torch can use, else "cpu"."""
    torch.manual_seed(seed)
    if threads:
        torch.set_num_threads(threads)
    if torch.cuda.is_available():
        # cuBLAS repeats its sums in the same order only with a workspace of its own.
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        return "cuda"
    return "cpu"
