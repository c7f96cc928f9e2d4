"""Time of a search of the catalogue among 1,000 and among 100,000 sessions, on PostgreSQL.

Runs inside the product. The rows are made in bulk, for this only. Each search asks for a word that
stands in at most one session of a hundred; the figure is p95 / p95. The list without words shows
all there is, with a topic a tenth of it: both are printed, and no bound is set.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max
from django.http import QueryDict

from learning.models import Domain, Mentor, Session
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
    # Past the last of the demo's: two at once of one mentor are refused by the database.
    others = Session.objects.exclude(title__startswith="Bench ").aggregate(last=Max("ends_at"))
    start = max(now(), others["last"] or now()) + timedelta(days=1)
    for first in range(have, upto, BATCH):
        made = Session.objects.bulk_create(
            _made(number, mentors[number % len(mentors)], start)
            for number in range(first, min(first + BATCH, upto))
        )
        indexing.refresh(session.pk for session in made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _made(number: int, mentor: Mentor, start) -> Session:
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


def words(number: int) -> str:
    """Return the parameters of a search for another word."""
    return f"q={WORDS[number * 7 % len(WORDS)]}"


def p95(asking: Callable[[int], str]) -> tuple[float, float]:
    """Return the median and the 95th percentile of a search with nothing kept, in ms."""
    times = []
    for number in range(SEARCHES + 5):
        page_middleware.forget()
        asked = QueryDict(asking(number))
        began = time.perf_counter()
        found = catalogue.search(asked, zone=ZONE)
        rows = list(found.page.object_list)
        times.append((time.perf_counter() - began) * 1000)
        if not rows:
            raise RuntimeError("a search found nothing")
    times = sorted(times[5:])
    return statistics.median(times), times[int(len(times) * 0.95)]


def measure() -> dict[str, tuple[float, float]]:
    """Return median and p95 of each kind of list among what there is now."""
    slug = Domain.objects.order_by("pk")[0].slug
    kinds = {"a word": words, "everything": lambda _n: "", "a topic": lambda _n: f"topic={slug}"}
    return {name: p95(asking) for name, asking in kinds.items()}


def main() -> None:
    """Print all of them and the ratio of the words."""
    fill(FEW)
    few = measure()
    fill(MANY)
    many = measure()
    for count, figures in ((FEW, few), (MANY, many)):
        for name, (middle, high) in figures.items():
            print(f"  {count:8,} sessions  {name:10}  median {middle:7.1f} ms  p95 {high:7.1f} ms")
    ratio = many["a word"][1] / few["a word"][1]
    print(
        f"  a word: p95 / p95 {ratio:.2f}, at most {MOST:.0f}: {'OK' if ratio <= MOST else 'OVER'}"
    )
