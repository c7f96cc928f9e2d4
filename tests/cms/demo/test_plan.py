"""The plan of the demo: what happens when, around any moment."""

import itertools
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.demo import library, plan
from cms.demo.plan import Fate

MOMENTS = [
    datetime(2026, 11, 21, 4, 7, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 59, tzinfo=UTC),  # the night clocks change in London
    datetime(2027, 1, 1, 18, 30, tzinfo=UTC),
]


@pytest.fixture(params=MOMENTS, ids=str)
def moment(request):
    return request.param


def test_the_plan_holds_240_sessions_of_every_fate(moment):
    fates = Counter(showing.fate for showing in plan.showings(moment))
    assert fates.total() == 240
    assert fates[Fate.TAUGHT] >= 90
    assert fates[Fate.AHEAD] >= 90
    assert all(fates[fate] >= 5 for fate in Fate)


def test_the_same_moment_makes_the_same_plan(moment):
    assert plan.showings(moment) == plan.showings(moment)


def test_nobody_teaches_two_sessions_at_once(moment):
    starts = defaultdict(list)
    for showing in plan.showings(moment):
        starts[showing.lesson.mentor].append(showing.starts_at)
    for times in starts.values():
        times.sort()
        gaps = [b - a for a, b in itertools.pairwise(times)]
        assert min(gaps) >= timedelta(hours=2)


def test_what_was_taught_is_over_and_the_next_hour_is_left_to_the_top_up(moment):
    for showing in plan.showings(moment):
        if showing.fate == Fate.TAUGHT:
            assert showing.starts_at + timedelta(minutes=showing.lesson.minutes) < moment
        else:
            assert showing.starts_at > moment + timedelta(hours=1)


def test_sessions_are_held_at_hours_when_people_are_awake(moment):
    zones = {mentor.key: ZoneInfo(mentor.zone) for mentor in library.mentors()}
    for showing in plan.showings(moment):
        assert 7 <= showing.starts_at.astimezone(zones[showing.lesson.mentor]).hour <= 20


def test_a_day_ahead_holds_a_rail_of_sessions(moment):
    soon = [s for s in plan.showings(moment) if moment < s.starts_at < moment + timedelta(days=1)]
    assert len(soon) >= 8


def test_no_review_is_told_twice_and_there_is_a_seat_for_each(moment):
    told = Counter(
        (showing.lesson.title, number)
        for showing in plan.showings(moment)
        for number in showing.reviews
    )
    assert max(told.values()) == 1
    assert all(len(s.reviews) <= s.lesson.seats for s in plan.showings(moment))


def test_the_learners_one_logs_in_as_have_something_ahead_and_something_to_review(moment):
    guests = Counter((s.guest, s.fate) for s in plan.showings(moment) if s.guest)
    assert guests == {
        (key, fate): 1 for key in library.FIXED_LEARNERS for fate in (Fate.TAUGHT, Fate.AHEAD)
    }
