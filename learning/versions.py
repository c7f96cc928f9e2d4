"""One number for all that the catalogue shows: it changes with every session, seat and rating.

What is computed from the catalogue is cached under it, so nothing old is ever read.
"""

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

KEY = "learning:catalogue:version"
KEPT = 7 * 24 * 3600


def current() -> str:
    """Return the version that holds now; read it before reading the database."""
    found = cache.get(KEY)
    if found is None:
        cache.add(KEY, uuid4().hex, KEPT)
        found = cache.get(KEY)
    return found or uuid4().hex


def bump() -> None:
    """Make a new version once the running transaction is committed."""
    transaction.on_commit(_bump)


def _bump() -> None:
    cache.set(KEY, uuid4().hex, KEPT)
