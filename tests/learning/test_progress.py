"""Hours, topics, months and weeks in a row, from plain values."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from learning.progress import MONTHS, Attended, credited, last_months, progress, streak

TODAY = date(2026, 11, 21)  # a Saturday
DAYS = st.lists(st.dates(date(2025, 1, 1), date(2027, 6, 1)), max_size=80)
MOMENTS = st.integers(0, 689 * 24).map(
    lambda hour: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
)
ROWS = st.lists(st.builds(Attended, MOMENTS, st.sampled_from("abc"), st.integers(0, 7200)))
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
)


def week_of(day):
    return day.isocalendar()[:2]


@given(DAYS)
def test_a_streak_is_what_counting_week_by_week_gives(days):
    weeks = {week_of(day) for day in days if day <= TODAY}
    start = TODAY if week_of(TODAY) in weeks else TODAY - timedelta(days=7)
    count = 0
    while week_of(start - timedelta(days=7 * count)) in weeks:
        count += 1
    found = streak(days, TODAY)
    assert found.current == count
    assert found.longest >= found.current
    assert found.longest <= len(weeks)
    assert (found.longest > 0) == bool(weeks)


@given(DAYS, st.dates(date(2025, 1, 1), date(2026, 11, 21)))
def test_one_more_day_never_makes_a_run_shorter(days, more):
    before, after = streak(days, TODAY), streak([*days, more], TODAY)
    assert after.current >= before.current
    assert after.longest >= before.longest


def test_a_run_outlives_the_week_that_is_not_over_and_no_further_one():
    assert streak([date(2026, 11, 9), date(2026, 11, 2)], TODAY).current == 2
    assert streak([date(2026, 11, 8), date(2026, 11, 2)], TODAY).current == 0


@given(ROWS, ZONES)
def test_sums_agree_however_they_are_cut(rows, name):
    found = progress(rows, zone=ZoneInfo(name), moment=datetime(2026, 11, 21, tzinfo=UTC))
    assert found.sessions == len(rows) == sum(topic.sessions for topic in found.topics)
    assert found.seconds == sum(row.seconds for row in rows)
    assert found.seconds == sum(topic.seconds for topic in found.topics)
    assert len(found.months) == MONTHS
    assert sum(seconds for _, seconds in found.months) <= found.seconds


def test_the_week_is_the_learners_own():
    """Sunday night in New York is Monday in India: one place sees two weeks, the other one."""
    rows = [
        Attended(datetime(2026, 11, 15, 20, tzinfo=UTC), "a", 60),
        Attended(datetime(2026, 11, 12, 12, tzinfo=UTC), "a", 60),
    ]
    moment = datetime(2026, 11, 18, tzinfo=UTC)
    assert progress(rows, zone=ZoneInfo("Asia/Kolkata"), moment=moment).streak.current == 2
    assert progress(rows, zone=ZoneInfo("America/New_York"), moment=moment).streak.current == 1


@given(st.integers(0, 100_000), st.integers(60, 20_000))
def test_no_more_counts_than_the_session_ran(seconds, ran):
    assert 0 < credited(seconds, timedelta(seconds=ran)) <= ran


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_months_follow_each_other_up_to_this_one(today, count):
    months = last_months(today, count)
    assert months[-1] == today.replace(day=1)
    assert len(months) == count
    assert all(0 < (b - a).days <= 31 for a, b in pairwise(months))
