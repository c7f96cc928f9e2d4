"""One for each event loop, made once."""

import asyncio
import gc
import weakref

import pytest

from peerlearn.common.per_loop import PerLoop


class Made:
    """Something one can point to."""


async def twice(of):
    return of() is of(), weakref.ref(of())


def test_a_loop_has_one_of_its_own_which_goes_with_it():
    of = PerLoop(Made)
    with asyncio.Runner() as runner, asyncio.Runner() as other:
        same, made = runner.run(twice(of))
        assert same
        assert other.run(twice(of))[1]() is not made()
        assert runner.run(twice(of))[1]() is made()
    del runner, other
    gc.collect()
    assert made() is None


def test_outside_of_a_loop_there_is_none():
    with pytest.raises(RuntimeError):
        PerLoop(Made)()
