"""Weekly dates and wall clocks: Berlin, New York, Kolkata and Lord Howe, across every change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.local_times import Wall, moment_of, on_the_wall, wall_time
from learning.repeating import MOST_WEEKS, weekly
from peerlearn.common.errors import DomainError

NAMES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
ZONES = {name: ZoneInfo(name) for name in NAMES}
zones = st.sampled_from(NAMES)


def at(*numbers):
    """Return a time on a wall, which has no zone."""
    return datetime(*numbers, tzinfo=UTC).replace(tzinfo=None)


moments = st.datetimes(at(2024, 1, 1), at(2030, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC, second=0, microsecond=0)
)


def dates(local, name, *, weeks=3, elsewhere="Asia/Kolkata"):
    first = moment_of(local, name)
    return weekly(first, weeks=weeks, zone=ZONES[name], elsewhere=ZONES[elsewhere])


@given(moments, zones, zones, st.integers(2, MOST_WEEKS))
def test_each_date_is_a_week_on_at_the_same_time_of_day_unless_that_is_flagged(
    first, name, other, weeks
):
    found = weekly(first, weeks=weeks, zone=ZONES[name], elsewhere=ZONES[other])
    assert len(found) == weeks
    start = wall_time(first, ZONES[name])
    for week, one in enumerate(found):
        assert one.starts_at.tzinfo is UTC or week == 0
        local = wall_time(one.starts_at, ZONES[name])
        if one.wall == Wall.NEVER:
            assert timedelta() < local - (start + timedelta(weeks=week)) <= timedelta(hours=1)
        else:
            assert local == start + timedelta(weeks=week)
    assert all(a.starts_at < b.starts_at for a, b in pairwise(found))


@given(moments, zones)
def test_a_wall_time_leads_back_to_its_moment_or_is_refused_as_coming_twice(moment, name):
    local = wall_time(moment, ZONES[name])
    if on_the_wall(local, ZONES[name]) == Wall.ONCE:
        assert moment_of(local, name) == moment
    else:
        with pytest.raises(DomainError, match="twice"):
            moment_of(local, name)


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Europe/Berlin", at(2027, 3, 28, 2, 30)),
        ("America/New_York", at(2027, 3, 14, 2, 30)),
        ("Australia/Lord_Howe", at(2027, 10, 3, 2, 15)),
    ],
)
def test_a_time_that_clocks_skip_is_refused_and_in_a_series_comes_after_the_gap(name, local):
    with pytest.raises(DomainError) as caught:
        moment_of(local, name)
    assert caught.value.code == "no_such_time"
    one = dates(local - timedelta(weeks=1), name)[1]
    assert (one.wall, one.is_flagged) == (Wall.NEVER, True)
    gap = timedelta(minutes=30 if "Lord" in name else 60)
    assert wall_time(one.starts_at, ZONES[name]) == local + gap


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Europe/Berlin", at(2027, 10, 31, 2, 30)),
        ("America/New_York", at(2027, 11, 7, 1, 30)),
        ("Australia/Lord_Howe", at(2027, 4, 4, 1, 45)),
    ],
)
def test_a_time_that_comes_twice_is_refused_and_in_a_series_is_the_first(name, local):
    with pytest.raises(DomainError) as caught:
        moment_of(local, name)
    assert caught.value.code == "time_twice"
    one = dates(local - timedelta(weeks=1), name)[1]
    assert one.wall == Wall.TWICE
    first = local.replace(tzinfo=ZONES[name], fold=0).astimezone(UTC)
    assert one.starts_at == first


def test_who_looks_from_a_zone_without_summer_time_is_told_of_the_shift():
    found = dates(at(2027, 3, 21, 18, 0), "Europe/Berlin")
    hours = [one.moved_there for one in found]
    assert hours == [timedelta(), timedelta(hours=-1), timedelta(hours=-1)]
    assert [one.is_flagged for one in found] == [False, True, True]
    half = dates(at(2027, 9, 26, 18, 0), "Australia/Lord_Howe")
    assert half[1].moved_there == timedelta(minutes=-30)
    assert not any(one.is_flagged for one in dates(at(2027, 3, 21, 18, 0), "Asia/Kolkata"))


@pytest.mark.parametrize("weeks", [0, 1, MOST_WEEKS + 1])
def test_too_few_or_too_many_weeks_are_no_series(weeks):
    with pytest.raises(ValueError, match="weeks"):
        dates(at(2027, 3, 21, 18, 0), "Asia/Kolkata", weeks=weeks)
