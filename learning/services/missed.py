"""Words that found nothing: noted in the cache while somebody reads, written down by a sweep."""

from collections import Counter
from datetime import timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from peerlearn.common.clock import now

from .. import words
from ..models import MissedSearch

NEXT = "learning:missed:next"
DONE = "learning:missed:done"
KEPT = 2 * 24 * 3600
ONCE_IN = 3600
MOST_WAITING = 1000
MOST_ROWS = 5000
FORGOTTEN_AFTER = timedelta(days=90)


def note(*, text: str, whose: str) -> None:
    """Remember that `text` found nothing; the same from one address counts once an hour.

    `whose` tells addresses apart and is kept as a hash only. Writes to the cache, to no table.
    """
    plain = normal(text)
    seen = sha256(f"{whose}:{plain}".encode()).hexdigest()
    if not plain or not cache.add(f"learning:missed:seen:{seen}", 1, ONCE_IN):
        return
    cache.add(NEXT, 0, None)
    place = cache.incr(NEXT)
    cache.set(_slot(place), plain, KEPT)


def normal(text: str) -> str:
    """Return the words of a search as they are counted; empty for what is no word of a language."""
    typed = words.cut(words.tidy(text))
    if not any(len(word) >= 3 and not word.isdigit() for word in typed):
        return ""
    return " ".join(typed)[: words.MOST_CHARACTERS]


@transaction.atomic
def write_down() -> int:
    """Add up what was noted since the last time; forget what nobody missed for 90 days."""
    last, first = cache.get(NEXT, 0), cache.get(DONE, 0)
    first = max(first if first <= last else 0, last - MOST_WAITING)
    places = [_slot(place) for place in range(first + 1, last + 1)]
    counted = Counter(cache.get_many(places).values())
    room = MOST_ROWS - MissedSearch.objects.count()
    known = set(MissedSearch.objects.filter(text__in=counted).values_list("text", flat=True))
    fresh = [text for text in counted if text not in known][: max(0, room)]
    moment = now()
    MissedSearch.objects.bulk_create(
        (MissedSearch(text=text, first_seen=moment) for text in fresh), ignore_conflicts=True
    )
    for text in [*known, *fresh]:
        MissedSearch.objects.filter(text=text).update(
            count=F("count") + counted[text], last_seen=moment
        )
    MissedSearch.objects.filter(last_seen__lt=moment - FORGOTTEN_AFTER).delete()
    transaction.on_commit(lambda: _finish(last, places))
    return len(known) + len(fresh)


def _finish(last: int, places: list[str]) -> None:
    cache.set(DONE, last, None)
    cache.delete_many(places)


def _slot(place: int) -> str:
    return f"learning:missed:{place}"
