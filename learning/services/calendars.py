"""Calendars whose times a mentor is busy at: added, read every hour, removed."""

from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common import fetch
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError
from peerlearn.common.zones import zone_of

from ..busy_calendar import Times, busy_times
from ..models import BusyCalendar, BusyTime
from .availability import BOUNDS, locked_mentor

TASK = "learning.tasks.read_calendar"
MOST_CALENDARS = 5
MOST_NAME = 60
EVERY = timedelta(hours=1)
SWEEP_LIMIT = 20
# As far as anybody may offer times, and the day that runs.
AHEAD = timedelta(days=BOUNDS["horizon"][1] + 2)
BEFORE = timedelta(days=1)


@transaction.atomic
def add(*, user: User, name: str, url: str) -> BusyCalendar:
    """Store a calendar, which a task reads at once; the same twice is once.

    Raises NotFound("no_mentor"), DomainError: name_invalid, address_refused, too_many_calendars.
    """
    mentor, url, name = locked_mentor(user), fetch.check_url(url), name.strip()
    if not name or len(name) > MOST_NAME or "\0" in name:
        message = _("Give it a name of at most %d characters.") % MOST_NAME
        raise DomainError("name_invalid", message, fields={"name": message})
    own = list(BusyCalendar.objects.filter(mentor=mentor))
    same = next((one for one in own if one.url == url), None)
    if same is not None:
        return same
    if len(own) >= MOST_CALENDARS:
        message = _("At most %d calendars can be imported.") % MOST_CALENDARS
        raise Conflict("too_many_calendars", message, fields={"url": message})
    moment = now()
    calendar = BusyCalendar.objects.create(
        mentor=mentor, name=name, url=url, created_at=moment, fetch_from=moment
    )
    # Without a queue it is the sweep's.
    transaction.on_commit(lambda: _start(calendar.pk), robust=True)
    return calendar


def _start(calendar_id: int) -> None:
    current_app.send_task(TASK, [calendar_id], retry=False)


@transaction.atomic
def remove(*, user: User, calendar_id: int) -> None:
    """Forget a calendar and its times; somebody else's stays."""
    BusyCalendar.objects.filter(mentor=locked_mentor(user), pk=calendar_id).delete()


def read(*, calendar_id: int) -> bool:
    """Read a calendar if that is due, and put its times in place of the former ones.

    If it can't be read the former times stay and the reason is stored, in words for the mentor.
    Calls the net, so no transaction may be open. Returns whether it was read.
    """
    due = BusyCalendar.objects.filter(pk=calendar_id, fetch_from__lte=now())
    # Of two who start at once, one finds it due no more.
    if not due.update(fetch_from=now() + EVERY):
        return False
    calendar = BusyCalendar.objects.select_related("mentor__user").get(pk=calendar_id)
    zone = zone_of(calendar.mentor.user.time_zone)
    start, end = now() - BEFORE, now() + AHEAD
    try:
        times = busy_times(fetch.read(calendar.url), zone=zone, start=start, end=end)
    except DomainError as error:
        BusyCalendar.objects.filter(pk=calendar_id).update(error=error.message[:200])
        return False
    _store(calendar_id, times)
    return True


@transaction.atomic
def _store(calendar_id: int, times: Times) -> None:
    # The row's lock: whoever removes the calendar meanwhile waits, and takes the times along.
    if not BusyCalendar.objects.filter(pk=calendar_id).update(fetched_at=now(), error=""):
        return
    BusyTime.objects.filter(calendar_id=calendar_id).delete()
    BusyTime.objects.bulk_create(
        (
            BusyTime(calendar_id=calendar_id, starts_at=begins, ends_at=ends)
            for begins, ends in times
        ),
        batch_size=100,
    )


def read_due() -> int:
    """Read calendars whose turn it is, some at once; returns how many were read."""
    due = BusyCalendar.objects.filter(fetch_from__lte=now(), mentor__user__is_active=True)
    keys = list(due.order_by("fetch_from").values_list("pk", flat=True)[:SWEEP_LIMIT])
    return sum(read(calendar_id=key) for key in keys)
