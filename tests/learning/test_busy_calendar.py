"""Busy times of calendar files: what repeats, what moved, what does not count."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.busy_calendar import busy_times
from peerlearn.common.errors import DomainError

BERLIN = ZoneInfo("Europe/Berlin")
START, END = datetime(2026, 10, 19, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)


def times(*events, zone=BERLIN):
    rows = [f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}\r\nEND:VEVENT" for number, event in events]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *rows, "END:VCALENDAR", ""])
    found = busy_times(text.encode(), zone=zone, start=START, end=END)
    return [f"{begins:%m-%d %H:%M}-{ends:%H:%M}" for begins, ends in found]


def event(*lines, uid=1):
    return uid, "\r\n".join(lines)


def test_an_event_in_utc_in_a_zone_and_in_none():
    assert times(
        event("DTSTART:20261020T100000Z", "DTEND:20261020T110000Z"),
        event("DTSTART;TZID=America/New_York:20261021T100000", "DURATION:PT30M", uid=2),
        event("DTSTART:20261022T100000", "DTEND:20261022T110000", uid=3),
    ) == ["10-20 10:00-11:00", "10-21 14:00-14:30", "10-22 08:00-09:00"]


def test_a_whole_day_is_one_in_the_owners_zone_also_when_it_has_25_hours():
    assert times(event("DTSTART;VALUE=DATE:20261025")) == ["10-24 22:00-23:00"]
    assert times(event("DTSTART;VALUE=DATE:20261020", "DTEND;VALUE=DATE:20261022")) == [
        "10-19 22:00-22:00"
    ]


def test_a_weekly_event_keeps_its_local_time_across_the_change_of_clocks():
    weekly = event(
        "DTSTART;TZID=Europe/Berlin:20200106T090000",
        "DTEND;TZID=Europe/Berlin:20200106T100000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
    )
    assert times(weekly) == ["10-19 07:00-08:00", "10-26 08:00-09:00", "11-02 08:00-09:00"]


def test_exceptions_moves_and_ends_of_a_series():
    series = (
        "DTSTART;TZID=Europe/Berlin:20261019T090000",
        "DTEND;TZID=Europe/Berlin:20261019T100000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261021T090000",
        "DTSTART;TZID=Europe/Berlin:20261021T150000",
        "DTEND;TZID=Europe/Berlin:20261021T160000",
    )
    gone = "EXDATE;TZID=Europe/Berlin:20261020T090000"
    daily = event(*series, "RRULE:FREQ=DAILY;COUNT=4", gone)
    assert times(daily, moved) == ["10-19 07:00-08:00", "10-21 13:00-14:00", "10-22 07:00-08:00"]
    until = event(*series, "RRULE:FREQ=DAILY;UNTIL=20261020T070000Z")
    assert times(until) == ["10-19 07:00-08:00", "10-20 07:00-08:00"]
    added = event(*series, "RDATE;TZID=Europe/Berlin:20261023T120000")
    assert times(added) == ["10-19 07:00-08:00", "10-23 10:00-11:00"]


def test_what_is_cancelled_or_free_does_not_count():
    at = ("DTSTART:20261020T100000Z", "DTEND:20261020T110000Z")
    assert times(event(*at, "STATUS:CANCELLED"), event(*at, "TRANSP:TRANSPARENT", uid=2)) == []


def test_times_that_overlap_or_touch_are_one():
    assert times(
        event("DTSTART:20261020T100000Z", "DTEND:20261020T110000Z"),
        event("DTSTART:20261020T103000Z", "DTEND:20261020T120000Z", uid=2),
        event("DTSTART:20261020T120000Z", "DTEND:20261020T123000Z", uid=3),
    ) == ["10-20 10:00-12:30"]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20261020T100000Z",),
        ("DTSTART:20261020T100000Z", "DTEND:20261020T090000Z"),
        ("DTSTART:20261020T100000Z", "DTEND;VALUE=DATE:20261021"),
        ("DTEND:20261020T100000Z",),
        ("DTSTART:gestern", "DTEND:20261020T100000Z"),
        ("DTSTART:00010101T000000", "DTEND:99991231T235959"),
        ("DTSTART:20261020T100000Z", "DTEND:20261020T100001Z", "RRULE:FREQ=SECONDLY"),
    ],
)
def test_odd_events_take_little_or_nothing(lines):
    assert len(times(event(*lines))) <= 1


def test_a_rule_nobody_can_read_leaves_the_event_itself():
    at = ("DTSTART:20261020T100000Z", "DTEND:20261020T110000Z")
    assert times(event(*at, "RRULE:FREQ=DAILY;BYDAY=XX")) == ["10-20 10:00-11:00"]


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"],
)
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(DomainError) as refused:
        busy_times(data, zone=BERLIN, start=START, end=END)
    assert refused.value.code == "not_a_calendar"


def test_too_many_events_are_refused_in_time():
    with pytest.raises(DomainError) as refused:
        times(*(event("DTSTART;VALUE=DATE:20261020", uid=number) for number in range(5001)))
    assert refused.value.code == "calendar_too_large"


@given(st.text(st.sampled_from("BEGINVTD:;=\r\n0129TZRULEFQ"), max_size=400))
def test_nonsense_is_refused_or_empty(text):
    data = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    with suppress(DomainError):  # any other error fails
        assert busy_times(data.encode(), zone=BERLIN, start=START, end=END) is not None


ALL = {"BYHOUR": 24, "BYMINUTE": 60, "BYSECOND": 60}


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;" + ";".join(f"{n}={','.join(map(str, range(m)))}" for n, m in ALL.items()),
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=0;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=" + ",".join(map(str, range(100, 367))),
    ],
)
def test_a_rule_made_to_be_counted_for_ever_is_given_up(rule):
    at = ("DTSTART:19000101T100000Z", "DTEND:19000101T100100Z")
    assert times(event(*at, f"RRULE:{rule}"), event("DTSTART;VALUE=DATE:20261020", uid=2))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("closed", [True, False])
def test_parts_within_parts_without_end_are_refused(closed):
    deep = "BEGIN:VTODO\r\n" * 20_000 + "END:VTODO\r\n" * 20_000 * closed
    with pytest.raises(DomainError) as refused:
        busy_times(
            f"BEGIN:VCALENDAR\r\n{deep}END:VCALENDAR\r\n".encode(),
            zone=BERLIN, start=START, end=END,
        )  # fmt: skip
    assert refused.value.code == "not_a_calendar"
