"""Doing something and undoing it, several times in one test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Roll back at the end what the block did.

    Like the transaction that Django's TestCase wraps around a test it is nobody's: the gateway may
    be asked inside it (payments/gateway.py).
    """
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
