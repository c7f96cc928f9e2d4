"""Time of a search of the catalogue among 1,000 and among 100,000 sessions, on PostgreSQL.

Runs inside the product. The rows are made in bulk, for this only. Each search asks for a word that
stands in at most one session of a hundred; the figure is p95 / p95.
"""

import statistics
import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import QueryDict

from learning.models import Mentor, Session
from learning.queries import catalogue
from learning.services import indexing
from peerlearn.common import page_middleware
from peerlearn.common.clock import now

FEW, MANY = 1_000, 100_000
BATCH = 5_000
SEARCHES = 60
MOST = 3.0
# The word of session n is WORDS[n % 200]: each stands in half a percent of them.
SYLLABLES = ("ba", "do", "ki", "lu", "me", "no", "pra", "sti", "ta", "vo")
WORDS = [f"{a}{b}{c}x" for a in SYLLABLES for b in SYLLABLES for c in ("zum", "rel")]
ZONE = ZoneInfo("Asia/Kolkata")


def fill(upto: int) -> None:
    """Make sessions until there are `upto` of ours, all to come."""
    mentors = list(Mentor.objects.filter(vetting="approved").prefetch_related("domains"))
    have = Session.objects.filter(title__startswith="Bench ").count()
    start = now() + timedelta(days=1)
    for first in range(have, upto, BATCH):
        made = Session.objects.bulk_create(
            _made(number, mentors[number % len(mentors)], start)
            for number in range(first, min(first + BATCH, upto))
        )
        indexing.refresh(session.pk for session in made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _made(number: int, mentor: Mentor, start) -> Session:
    # Past the last of the mentor's own: two at once are refused by the database.
    begin = start + timedelta(hours=2 * number)
    return Session(
        mentor=mentor,
        state="scheduled",
        title=f"Bench {WORDS[number % len(WORDS)]} {number}",
        slug="bench",
        summary="Made to be searched among.",
        domain=mentor.domains.all()[0],
        starts_at=begin,
        ends_at=begin + timedelta(hours=1),
        capacity=4,
        price=50_000,
    )


def p95() -> tuple[float, float]:
    """Return the median and the 95th percentile of a search, in ms, each for another word."""
    times = []
    for number in range(SEARCHES + 5):
        page_middleware.forget()
        asked = QueryDict(f"q={WORDS[number * 7 % len(WORDS)]}")
        began = time.perf_counter()
        found = catalogue.search(asked, zone=ZONE)
        rows = list(found.page.object_list)
        times.append((time.perf_counter() - began) * 1000)
        if not rows:
            raise RuntimeError("a search found nothing")
    times = sorted(times[5:])
    return statistics.median(times), times[int(len(times) * 0.95)]


def main() -> None:
    """Print both and the ratio."""
    fill(FEW)
    few = p95()
    fill(MANY)
    many = p95()
    for count, (middle, high) in ((FEW, few), (MANY, many)):
        print(f"  {count:8,} sessions  median {middle:7.1f} ms  p95 {high:7.1f} ms")
    ratio = many[1] / few[1]
    print(f"  p95 / p95 {ratio:.2f}, at most {MOST:.0f}: {'OK' if ratio <= MOST else 'OVER'}")
