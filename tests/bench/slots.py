"""CPU of free times of 60 days for a mentor with a full life: hours, dates, sessions, calendar.

Runs inside the product's `manage.py shell`; what it writes is rolled back. No floor: the target is
20 ms, for whoever opens a mentor's page asks for them.
"""

import statistics
import time
from datetime import timedelta

from django.db import transaction

from learning.hours import Stretch
from learning.models import BusyCalendar, BusyTime, Mentor
from learning.queries.slots import free_slots
from learning.services import availability, teaching
from peerlearn.common.clock import now
from tests import factories as make

DAYS = 60
ROUNDS = 30
TARGET_MS = 20


def main() -> None:
    """Print the median and the worst of ROUNDS."""
    with transaction.atomic():
        mentor = _busy_mentor()
        times = sorted(_once(mentor) for _ in range(ROUNDS))
        transaction.set_rollback(True)
    middle, worst = statistics.median(times), times[-1]
    words = f"{middle:.1f} ms of CPU, at worst {worst:.1f} (target {TARGET_MS})"
    print(f"  free times of {DAYS} days: {words}")


def _once(mentor: Mentor) -> float:
    begun, moment = time.process_time(), now()
    found = free_slots(mentor, moment, moment + timedelta(days=DAYS), 30)
    took = time.process_time() - begun
    assert len(found) > DAYS, "a mentor without free times measures nothing"
    return took * 1000


def _busy_mentor() -> Mentor:
    """Make somebody with three stretches a day, 30 dates of their own, a lesson and meetings."""
    mentor = make.mentor(domains=[make.domain()], hourly_price=60_000)
    stretches = ((9 * 60, 12 * 60), (13 * 60, 17 * 60), (18 * 60, 21 * 60))
    week = [Stretch(weekday, *one) for weekday in range(7) for one in stretches]
    teaching.update_hours(user=mentor.user, week=week, time_zone="Europe/Berlin")
    here = availability.today(mentor)
    days = {here + timedelta(days=2 * n): [(600, 720), (840, 1080)] for n in range(30)}
    availability.set_days(user=mentor.user, days=days)
    for n in range(4):
        first = here + timedelta(days=14 * n + 3)
        availability.add_time_off(user=mentor.user, first_day=first, last_day=first)
    availability.set_rules(user=mentor.user, buffer_before=10, buffer_after=10, step=15)
    for day in range(DAYS):
        make.session(by=mentor, price=0, starts_in=day * 1440 + 600)
    calendar = BusyCalendar.objects.create(mentor=mentor, name="Work", url="https://example.test")
    BusyTime.objects.bulk_create(
        BusyTime(
            calendar=calendar,
            starts_at=now() + timedelta(days=day, hours=3 * part),
            ends_at=now() + timedelta(days=day, hours=3 * part, minutes=40),
        )
        for day in range(DAYS)
        for part in range(3)
    )
    return mentor
