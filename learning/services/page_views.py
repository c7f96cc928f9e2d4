"""Views of public pages: noted in the cache as they happen, added up in a table by a sweep.

Of a visitor a hash with a salt of the day is kept for half an hour, so that reading a page twice
is one view; the hash can't be led back to anybody, and neither cookie nor row is written.
"""

from collections import Counter
from datetime import date
from hashlib import sha256
from secrets import token_hex

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from peerlearn.common.clock import now
from peerlearn.common.zones import zone_of

from ..models import Mentor, PageViews, Session
from ..queries import mentors, sessions

SESSION, MENTOR = "session", "mentor"
KINDS = (SESSION, MENTOR)
NEXT = "learning:views:next"
DONE = "learning:views:done"
DAY = 24 * 3600
ONCE_IN = 1800
MOST_WAITING = 5000
AT_ONCE = 100
# A view has its place a moment before it stands there: the last ones are read once more.
LATE = 20

# The mentor, the session (None: the mentor's own page), the day.
Page = tuple[int, int | None, date]


def note(*, kind: str, key: int, visitor: str, user_id: int | None = None) -> None:
    """Remember that somebody saw the page of a session or mentor (`kind`, one of KINDS).

    Not what has no public page, not its own mentor, not the same `visitor` again within half an
    hour. Writes to the cache, to no table.
    """
    salt = cache.get_or_set(f"learning:views:salt:{now().date()}", lambda: token_hex(16), 2 * DAY)
    seen = sha256(f"{salt}:{visitor}:{kind}:{key}".encode()).hexdigest()
    if not cache.add(f"learning:views:seen:{seen}", 1, ONCE_IN):
        return
    mentor, session = _page(kind, key)
    if mentor is None or mentor.user_id == user_id:
        return
    day = now().astimezone(zone_of(mentor.user.time_zone)).date()
    cache.add(NEXT, 0, None)
    place = cache.incr(NEXT)
    cache.set(_slot(place), (mentor.pk, session, day), 2 * DAY)


def _page(kind: str, key: int) -> tuple[Mentor | None, int | None]:
    if kind == MENTOR:
        return mentors.shown().filter(pk=key).select_related("user").first(), None
    session = sessions.shown().filter(pk=key).first()
    return (session.mentor, session.pk) if session else (None, None)


def write_down() -> int:
    """Add up what was noted since the last time; return how many views that were.

    A view leaves the cache before it is written, and whoever takes it out writes it: two sweeps at
    once count it once, and one that dies loses at most the AT_ONCE it had in hand.
    """
    last, done = cache.get(NEXT, 0), cache.get(DONE, 0)
    done = done if done <= last else 0
    first = max(0, done - LATE, last - MOST_WAITING)
    written = 0
    for start in range(first + 1, last + 1, AT_ONCE):
        slots = [_slot(place) for place in range(start, min(start + AT_ONCE, last + 1))]
        found = cache.get_many(slots)
        mine = Counter(page for slot, page in found.items() if cache.delete(slot))
        if mine:
            add(mine)
        written += mine.total()
    cache.set(DONE, last, None)
    return written


@transaction.atomic
def add(views: Counter[Page]) -> None:
    """Add views to the table; those of what is deleted by now are dropped."""
    known_mentors = set(
        Mentor.objects.filter(pk__in={mentor for mentor, _s, _d in views}).values_list(
            "pk", flat=True
        )
    )
    asked = {session for _m, session, _d in views if session is not None}
    known_sessions = set(Session.objects.filter(pk__in=asked).values_list("pk", flat=True))
    left = {
        (mentor, session, day): count
        for (mentor, session, day), count in views.items()
        if mentor in known_mentors and (session is None or session in known_sessions)
    }
    PageViews.objects.bulk_create(
        (PageViews(mentor_id=mentor, session_id=session, day=day) for mentor, session, day in left),
        ignore_conflicts=True,
    )
    for (mentor, session, day), count in left.items():
        row = PageViews.objects.filter(mentor=mentor, session=session, day=day)
        row.update(count=F("count") + count)


def _slot(place: int) -> str:
    return f"learning:views:{place}"
