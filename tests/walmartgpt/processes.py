"""The processes of a system, seen from outside; knows nothing of how tests are set up."""

from __future__ import annotations

import os

import psutil


def alive_in(folder: str) -> list[psutil.Process]:
    """Every other process that was started for the system on that folder."""
    return [
        process
        for process in psutil.process_iter()
        if process.pid != os.getpid() and _folder(process) == folder
    ]


def runs(process: psutil.Process, *words: str) -> bool:
    """Whether the process's command line has all of `words`."""
    try:
        return set(words) <= set(process.cmdline())
    except psutil.Error:
        return False


def _folder(process: psutil.Process) -> str | None:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process.environ().get("WALMARTGPT_DATA")
    except psutil.Error:
        return None
