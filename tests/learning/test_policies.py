"""Rules of time, in every zone and at every distance from the start."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.policies import offer_until, queue_closes

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
KOLKATA = ZoneInfo("Asia/Kolkata")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=KOLKATA)


@pytest.mark.parametrize(
    ("now", "left", "until"),
    [
        (at(15), timedelta(days=3), at(15, 30)),
        (at(23), timedelta(days=3), at(7, 30) + timedelta(days=1)),
        (at(3), timedelta(days=3), at(7, 30)),
        (at(23), timedelta(hours=8), at(1) + timedelta(days=1)),
        (at(15), timedelta(hours=1), at(15, 15)),
        (at(15), timedelta(minutes=12), at(15, 5)),
    ],
)
def test_an_offer_lasts_half_an_hour_sleeps_at_night_and_hurries_near_the_start(now, left, until):
    assert offer_until(now, now + left, KOLKATA) == until


@given(MOMENTS, st.timedeltas(timedelta(minutes=5), timedelta(days=60)), st.sampled_from(ZONES))
def test_an_offer_can_be_taken_and_never_outlasts_the_start(now, left, zone):
    until = offer_until(now, now + left, ZoneInfo(zone))
    assert now + timedelta(minutes=5) <= until <= now + left


def test_the_queue_closes_when_no_offer_would_fit():
    assert queue_closes(at(15)) == at(14, 55)
