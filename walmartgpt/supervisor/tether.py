"""Ties a process to its parent, so that no part outlives a supervisor that was killed.

Run as a script it ties itself and then becomes the command it is given:
`python tether.py PARENT_PID SIGNAL COMMAND…`. A step of its own, because running Python between
fork and exec is not safe in a process that has threads. Linux alone can do this; elsewhere a
part ends with the supervisor only when that is stopped in an orderly way.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def die_with_parent(death: int = signal.SIGKILL) -> None:
    """Asks the kernel to send this process `death` when its parent dies."""
    _prctl(PR_SET_PDEATHSIG, int(death))


def adopt_orphans() -> None:
    """Makes grandchildren whose own parent died children of this process, to be waited for."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def command(argv: list[str], death: int = signal.SIGKILL) -> list[str]:
    """`argv`, tied to the calling process."""
    return [sys.executable, "-IS", __file__, str(os.getpid()), str(int(death)), *argv]


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    die_with_parent(int(sys.argv[2]))
    # The parent may have died before the request was made; then nobody would ever end us.
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the supervisor is gone")
    os.execvp(sys.argv[3], sys.argv[3:])  # noqa: S606 - the command is the supervisor's own
