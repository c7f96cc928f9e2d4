"""Free times of a mentor, read from the tables in a few statements."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.hours import Stretch
from learning.models import BusyCalendar, BusyTime, Session
from learning.queries.slots import free_slots, obstacles
from learning.services import availability, closing, sessions, teaching
from learning.slots import Obstacle
from peerlearn.common.clock import travel
from tests import factories as make

pytestmark = pytest.mark.django_db

# A Monday; Kolkata is at UTC+5:30 all year.
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WEEK = timedelta(days=7)


def kolkata(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


@pytest.fixture
def mentor():
    """A mentor in Kolkata with Tuesday and Wednesday from 18 to 20, a week before."""
    with travel(MONDAY - WEEK):
        made = make.mentor()
        week = [Stretch(1, 18 * 60, 20 * 60), Stretch(2, 18 * 60, 20 * 60)]
        teaching.update_hours(user=made.user, week=week, time_zone="Asia/Kolkata")
        made.user.refresh_from_db()
        yield made


def free(mentor, minutes=60, **more):
    return free_slots(mentor, MONDAY, MONDAY + WEEK, minutes, **more)


TUESDAY = [kolkata(24, 18), kolkata(24, 18, 30), kolkata(24, 19)]
WEDNESDAY = [kolkata(25, 18), kolkata(25, 18, 30), kolkata(25, 19)]


def teach(mentor, starts_at, **fields):
    made = make.draft(by=mentor, **fields)
    Session.objects.filter(pk=made.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
    )
    return made


def test_the_weekly_hours_are_in_the_mentors_zone(mentor):
    assert free(mentor) == TUESDAY + WEDNESDAY


@pytest.mark.parametrize("kind", ["public", "private"])
def test_a_session_takes_its_time_and_a_draft_does_not(mentor, kind):
    made = teach(mentor, kolkata(24, 18), kind=kind)
    assert free(mentor) == TUESDAY + WEDNESDAY
    sessions.publish(session_id=made.pk, actor=mentor.user)
    assert free(mentor) == [TUESDAY[2], *WEDNESDAY]
    assert free(mentor, besides=made.pk) == TUESDAY + WEDNESDAY
    closing.cancel(session_id=made.pk, actor=mentor.user, reason="Ill.")
    assert free(mentor) == TUESDAY + WEDNESDAY


def test_somebody_elses_sessions_and_calendars_take_nothing(mentor):
    other = make.mentor()
    made = teach(other, kolkata(24, 18))
    sessions.publish(session_id=made.pk, actor=other.user)
    calendar = BusyCalendar.objects.create(mentor=other, name="Work", url="https://x.example/a")
    BusyTime.objects.create(calendar=calendar, starts_at=kolkata(24, 1), ends_at=kolkata(26, 1))
    availability.add_time_off(
        user=other.user, first_day=MONDAY.date(), last_day=MONDAY.date() + WEEK
    )
    assert free(mentor) == TUESDAY + WEDNESDAY


def test_a_time_of_the_own_calendar_is_taken(mentor):
    calendar = BusyCalendar.objects.create(mentor=mentor, name="Work", url="https://x.example/a")
    BusyTime.objects.create(
        calendar=calendar, starts_at=kolkata(20, 1), ends_at=kolkata(24, 18, 30)
    )
    assert free(mentor) == [*TUESDAY[1:], *WEDNESDAY]


def test_dates_absences_and_rules_change_what_is_free(mentor):
    tuesday, thursday = kolkata(24, 12).date(), kolkata(26, 12).date()
    availability.set_days(user=mentor.user, days={thursday: [(600, 660)], tuesday: []})
    assert free(mentor) == [*WEDNESDAY, kolkata(26, 10)]
    availability.clear_days(user=mentor.user, days=[tuesday])
    away = availability.add_time_off(user=mentor.user, first_day=thursday, last_day=thursday)
    assert free(mentor) == TUESDAY + WEDNESDAY
    availability.set_rules(user=mentor.user, step=60)
    assert free(mentor) == [TUESDAY[0], TUESDAY[2], WEDNESDAY[0], WEDNESDAY[2]]
    availability.remove_time_off(user=mentor.user, time_off_id=away.pk)
    availability.set_rules(user=mentor.user, horizon=9)
    assert free(mentor) == [TUESDAY[0], TUESDAY[2]]


def test_what_is_against_a_time_is_told_for_several_at_once(mentor, django_assert_max_num_queries):
    made = teach(mentor, kolkata(24, 18))
    sessions.publish(session_id=made.pk, actor=mentor.user)
    with django_assert_max_num_queries(7):
        told = obstacles(mentor, [kolkata(24, 18, 30), kolkata(25, 9), kolkata(25, 18, 15)], 60)
    assert list(told.values()) == [Obstacle.BUSY, Obstacle.HOURS, None]
    assert obstacles(mentor, [], 60) == {}


def test_the_number_of_statements_does_not_grow(mentor, django_assert_num_queries):
    def look():
        free(type(mentor).objects.select_related("user").get(pk=mentor.pk))

    with django_assert_num_queries(7):
        look()
    calendar = BusyCalendar.objects.create(mentor=mentor, name="Work", url="https://x.example/a")
    for day in range(24, 29):
        made = teach(mentor, kolkata(day, 9))
        sessions.publish(session_id=made.pk, actor=mentor.user)
        start = kolkata(day, 12)
        BusyTime.objects.create(
            calendar=calendar, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        availability.set_days(user=mentor.user, days={start.date(): [(60, 120), (600, 900)]})
        availability.add_time_off(
            user=mentor.user, first_day=start.date() + WEEK, last_day=start.date() + WEEK
        )
    with django_assert_num_queries(7):
        look()
