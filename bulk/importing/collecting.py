"""Python's cycle collector, which has nothing to find among rows and takes as long as they do."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collected() -> Iterator[Callable[[], object]]:
    """Without the collector, which else goes through all that lives every few hundred rows.

    What is yielded has it look at what is new since then: to be called after every chunk, so that
    memory stays flat.
    """
    worked = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.unfreeze()
        if worked:
            gc.enable()
