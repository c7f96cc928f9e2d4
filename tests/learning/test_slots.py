"""Free times: hours minus what is busy, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.slots import Busy, Limits, Obstacle, Plan, free_starts, obstacle, price_of

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZONES = [BERLIN, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")]
EVERY_DAY = range(7)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR = Limits(horizon=10_000)


def plan(zone=BERLIN, hours=((9 * 60, 12 * 60),), **more):
    return Plan(zone, dict.fromkeys(EVERY_DAY, hours), **{"limits": FAR} | more)


def day_of(zone, year, month, day, days=1):
    start = datetime(year, month, day, tzinfo=zone)
    return {"start": start, "end": datetime(year, month, day + days, tzinfo=zone)}


def local(starts, zone):
    return [f"{moment.astimezone(zone):%H:%M%z}" for moment in starts]


def starts(of, minutes=60, now=LONG_AGO, **window):
    return free_starts(of, minutes=minutes, now=now, **window)


def test_an_hour_fits_where_the_hours_still_hold_all_of_it():
    found = starts(plan(), **day_of(BERLIN, 2026, 11, 24))
    assert local(found, BERLIN) == [
        f"{at}+0100" for at in ("09:00", "09:30", "10:00", "10:30", "11:00")
    ]


def test_starts_count_from_the_beginning_of_a_stretch_not_of_the_hour():
    found = starts(plan(hours=((18 * 60 + 45, 20 * 60 + 15),)), **day_of(BERLIN, 2026, 11, 24))
    assert local(found, BERLIN) == ["18:45+0100", "19:15+0100"]


def test_hours_keep_their_local_time_when_the_clock_changes_between_two_days():
    found = starts(plan(hours=((540, 600),)), **day_of(BERLIN, 2026, 10, 24, days=2))
    assert [moment.hour for moment in found] == [7, 8]
    assert local(found, BERLIN) == ["09:00+0200", "09:00+0100"]


def test_an_hour_the_clock_skips_is_not_offered():
    # On 29 March 2026 Berlin's clocks go from 02:00 to 03:00.
    found = starts(plan(hours=((60, 240),)), **day_of(BERLIN, 2026, 3, 29))
    assert local(found, BERLIN) == ["01:00+0100", "01:30+0100", "03:00+0200"]


def test_hours_that_lie_in_the_skipped_hour_are_nothing():
    assert starts(plan(hours=((120, 180),)), minutes=15, **day_of(BERLIN, 2026, 3, 29)) == []


def test_an_hour_the_clock_repeats_is_offered_twice():
    # On 25 October 2026 Berlin's clocks go from 03:00 back to 02:00.
    found = starts(plan(hours=((120, 180),)), **day_of(BERLIN, 2026, 10, 25))
    assert local(found, BERLIN) == ["02:00+0200", "02:30+0200", "02:00+0100"]


def test_half_an_hour_is_repeated_on_lord_howe():
    zone = ZoneInfo("Australia/Lord_Howe")
    # On 5 April 2026 the clocks go from 02:00 back to 01:30.
    found = starts(plan(zone, hours=((90, 120),)), minutes=30, **day_of(zone, 2026, 4, 5))
    assert local(found, zone) == ["01:30+1100", "01:30+1030"]


def test_two_stretches_that_meet_at_midnight_are_one():
    late = plan(hours=((0, 60), (23 * 60, 24 * 60)))
    found = starts(late, minutes=90, **day_of(BERLIN, 2026, 11, 24))
    assert local(found, BERLIN) == ["23:00+0100", "23:30+0100"]


def test_a_date_has_hours_of_its_own_and_none_closes_it():
    days = {date(2026, 11, 24): ((600, 660),), date(2026, 11, 25): ()}
    found = starts(plan(hours=((540, 600),), days=days), **day_of(BERLIN, 2026, 11, 24, days=3))
    assert [f"{at.astimezone(BERLIN):%d %H:%M}" for at in found] == ["24 10:00", "26 09:00"]


def test_who_is_away_is_away_whatever_a_date_says():
    away = (date(2026, 11, 24), date(2026, 11, 25))
    of = plan(off=[away], days={date(2026, 11, 24): ((600, 660),)})
    found = starts(of, **day_of(BERLIN, 2026, 11, 24, days=3))
    assert {at.astimezone(BERLIN).day for at in found} == {26}


def at(hour, minute=0):
    return datetime(2026, 11, 24, hour, minute, tzinfo=BERLIN)


def test_a_session_keeps_the_larger_buffer_on_both_sides():
    limits = Limits(before=30, after=0, horizon=10_000)
    of = plan(hours=((480, 840),), busy=[Busy(at(10), at(11))], limits=limits)
    found = local(starts(of, **day_of(BERLIN, 2026, 11, 24)), BERLIN)
    assert found == [
        f"{one}+0100" for one in ("08:00", "08:30", "11:30", "12:00", "12:30", "13:00")
    ]


def test_what_a_calendar_brings_keeps_the_buffers_of_the_new_lesson_only():
    limits = Limits(before=30, after=0, horizon=10_000)
    of = plan(hours=((480, 840),), busy=[Busy(at(10), at(11), ours=False)], limits=limits)
    found = local(starts(of, **day_of(BERLIN, 2026, 11, 24)), BERLIN)
    assert [one for one in found if one[:2] in ("09", "10", "11")] == ["09:00+0100", "11:30+0100"]


def test_notice_and_horizon_bound_what_is_offered():
    limits = Limits(notice=120, horizon=1)
    found = starts(
        plan(hours=((0, 1440),), limits=limits),
        now=at(9, 10),
        start=at(0),
        end=at(0) + timedelta(days=9),
    )
    assert (found[0], found[-1]) == (at(11, 30), at(9) + timedelta(days=1))


def test_what_is_against_a_time_is_named():
    away = (date(2026, 11, 26), date(2026, 11, 26))
    of = plan(
        busy=[Busy(at(9), at(10))], off=[away], limits=Limits(before=10, notice=60, horizon=30)
    )

    def against(moment, now=None):
        return obstacle(of, starts_at=moment, minutes=60, now=now or at(8))

    assert against(at(11)) is None
    assert against(at(10, 15)) is None  # off the step, and free
    assert against(at(7)) == Obstacle.PAST
    assert against(at(10, 5)) == Obstacle.BUSY
    assert against(at(11, 30)) == Obstacle.HOURS
    assert against(at(10) + timedelta(days=2)) == Obstacle.OFF
    assert against(at(11), now=at(10, 30)) == Obstacle.NOTICE
    assert against(at(11) + timedelta(days=40)) == Obstacle.HORIZON


@pytest.mark.parametrize(
    ("hourly", "minutes", "paise"),
    [
        (90_000, 30, 45_000),
        (0, 60, 0),
        (100, 15, 100),  # 25 paise can't be paid
        (101, 90, 152),  # 151.5
        (1_001, 20, 334),  # 333.67
        (1_000, 20, 333),  # 333.33
    ],
)
def test_the_price_is_the_hourly_one_rounded_half_up_to_the_paisa(hourly, minutes, paise):
    assert price_of(hourly, minutes) == paise


@given(hourly=st.integers(100, 10**7), minutes=st.integers(15, 240))
def test_a_price_is_payable_and_no_more_than_half_a_paisa_off(hourly, minutes):
    price = price_of(hourly, minutes)
    assert price >= 100
    assert price == 100 or abs(price * 60 - hourly * minutes) <= 30


# Against a slow twin that asks the clock of every five minutes.

fives = st.integers(0, 24 * 12).map(lambda number: number * 5)


@st.composite
def stretches(draw):
    edges = sorted(draw(st.sets(fives, max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
]


@st.composite
def plans(draw):
    start = draw(st.sampled_from(CHANGES)) - timedelta(minutes=draw(fives))
    busy = [
        Busy(begins, begins + timedelta(minutes=length), ours)
        for begins, length, ours in draw(
            st.lists(
                st.tuples(
                    fives.map(lambda after: start + timedelta(minutes=2 * after)),
                    st.integers(1, 300),
                    st.booleans(),
                ),
                max_size=4,
            )
        )
    ]
    near = st.integers(-1, 4).map(lambda days: start.date() + timedelta(days=days))
    buffers = st.sampled_from([0, 5, 10, 30])
    return start, Plan(
        draw(st.sampled_from(ZONES)),
        {weekday: draw(stretches()) for weekday in EVERY_DAY},
        days=draw(st.dictionaries(near, stretches(), max_size=2)),
        off=[(day, day) for day in draw(st.lists(near, max_size=1))],
        busy=busy,
        limits=Limits(before=draw(buffers), after=draw(buffers), step=5, horizon=10_000),
    )


def is_open(of, moment):
    """Tell whether the mentor's clock shows a time within hours; the slow twin."""
    mine = moment.astimezone(of.zone)
    if any(first <= mine.date() <= last for first, last in of.off):
        return False
    hours = of.days.get(mine.date(), of.week[mine.weekday()])
    return any(opens <= mine.hour * 60 + mine.minute < closes for opens, closes in hours)


def is_clear(of, begins, ends):
    """Tell whether nothing busy is nearer than the buffers ask for; the slow twin."""
    before, after = of.limits.before, of.limits.after
    for one in of.busy:
        early = max(before, after) if one.ours else before
        late = max(before, after) if one.ours else after
        if begins < one.ends_at + timedelta(minutes=early) and one.starts_at < ends + timedelta(
            minutes=late
        ):
            return False
    return True


@given(case=plans(), minutes=st.sampled_from([15, 30, 60, 95]))
def test_free_times_are_those_at_which_the_mentors_clock_stays_within_hours_and_all_is_clear(
    case, minutes
):
    start, of = case
    end = start + timedelta(days=2)
    five = timedelta(minutes=5)
    length = timedelta(minutes=minutes)
    moments = [start + five * number for number in range((end - start) // five)]
    expected = [
        moment
        for moment in moments
        if all(is_open(of, moment + five * part) for part in range(length // five))
        and is_clear(of, moment, moment + length)
    ]
    found = free_starts(of, start=start, end=end, minutes=minutes, now=LONG_AGO)
    assert found == expected
    for moment in moments[::7]:
        reason = obstacle(of, starts_at=moment, minutes=minutes, now=LONG_AGO)
        assert (reason is None) == (moment in expected)
