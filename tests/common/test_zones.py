"""A time is shown in the viewer's zone and says which zone that is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from peerlearn.common.zones import clock_text, half_hour, iso_utc, when_text, zone_of

MOMENT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Kolkata", "Tue 24 Nov, 7:30 pm IST"),
        ("Europe/London", "Tue 24 Nov, 2:00 pm GMT"),
        ("America/New_York", "Tue 24 Nov, 9:00 am EST"),
        ("Asia/Dubai", "Tue 24 Nov, 6:00 pm UTC+4"),
        ("Asia/Kathmandu", "Tue 24 Nov, 7:45 pm UTC+5:45"),
        ("Pacific/Auckland", "Wed 25 Nov, 3:00 am NZDT"),
    ],
)
def test_a_moment_reads_right_in_many_zones(zone, text):
    assert when_text(MOMENT, ZoneInfo(zone)) == text


def test_midnight_and_noon_are_twelve():
    kolkata = ZoneInfo("Asia/Kolkata")
    assert clock_text(datetime(2026, 11, 24, 18, 30, tzinfo=UTC), kolkata) == "12:00 am IST"
    assert clock_text(datetime(2026, 11, 24, 6, 30, tzinfo=UTC), kolkata) == "12:00 pm IST"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Asia/Kolkata\x00"])
def test_a_zone_nobody_knows_becomes_the_sites(name):
    assert zone_of(name).key == "Asia/Kolkata"


def test_the_ribbon_knows_the_half_hour_of_the_viewers_day():
    assert half_hour(MOMENT, ZoneInfo("Asia/Kolkata")) == 39
    assert half_hour(MOMENT, ZoneInfo("Europe/London")) == 28


def test_machines_get_utc_to_the_second():
    local = MOMENT.astimezone(ZoneInfo("Asia/Kolkata"))
    assert iso_utc(local) == "2026-11-24T14:00:00Z"
