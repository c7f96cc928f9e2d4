"""Sweeps go from row to row: one that cannot be settled must not hold up all that come after it."""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

log = logging.getLogger(__name__)


def each(ids: Iterable[int], act: Callable[[int], object]) -> int:
    """Call `act` with every id, in a transaction of its own; return how often it did something.

    An answer of False says that there was nothing to do. What raises is undone, logged with its
    trace and left for the next sweep.
    """
    done = 0
    for pk in ids:
        try:
            with transaction.atomic():
                done += act(pk) is not False
        except Exception:
            log.exception("a sweep failed at %s %s", getattr(act, "__qualname__", act), pk)
    return done
