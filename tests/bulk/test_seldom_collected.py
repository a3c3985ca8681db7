"""While rows come and go the cycle collector rests, and works again afterwards, come what may."""

from __future__ import annotations

import gc
import weakref

import pytest

from bulk.importing.collecting import seldom_collected


class Knot:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.own = self


def test_it_rests_and_looks_when_told() -> None:
    with seldom_collected() as collect:
        assert not gc.isenabled()
        gone = weakref.ref(Knot())
        assert gone() is not None
        collect()
        assert gone() is None
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), seldom_collected():
        raise ValueError("broken")
    assert gc.isenabled()


def test_whoever_had_switched_it_off_finds_it_so() -> None:
    gc.disable()
    try:
        with seldom_collected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
