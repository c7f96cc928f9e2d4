"""What a mentor changes about when they can be booked, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.models import BusyCalendar, DateHours, SlotRules, TimeOff
from learning.own_data import collect
from learning.services import availability, forgetting
from peerlearn.common.clock import travel
from peerlearn.common.errors import DomainError, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with travel(NOW):
        yield


@pytest.fixture
def mentor():
    """A mentor in London."""
    made = make.mentor(domains=[make.domain()])
    made.user.time_zone = "Europe/London"
    made.user.save()
    return made


def rows(mentor):
    return list(
        DateHours.objects.filter(mentor=mentor).values_list("day", "start_minute", "end_minute")
    )


def test_a_date_gets_other_hours_and_the_last_word_counts(mentor):
    availability.set_days(user=mentor.user, days={TOMORROW: [(600, 660), (540, 570)]})
    assert rows(mentor) == [(TOMORROW, 540, 570), (TOMORROW, 600, 660)]
    availability.set_days(user=mentor.user, days={TOMORROW: []})
    assert rows(mentor) == [(TOMORROW, 0, 0)]
    availability.clear_days(user=mentor.user, days=[TOMORROW, TODAY])
    assert rows(mentor) == []


@pytest.mark.parametrize(
    ("day", "hours", "code"),
    [
        (TODAY - timedelta(days=1), [(60, 120)], "day_invalid"),
        (TODAY + timedelta(days=1000), [(60, 120)], "day_invalid"),
        (TOMORROW, [(120, 60)], "hours_invalid"),
        (TOMORROW, [(60, 60)], "hours_invalid"),
        (TOMORROW, [(-5, 60)], "hours_invalid"),
        (TOMORROW, [(60, 1441)], "hours_invalid"),
        (TOMORROW, [(60, 120), (90, 150)], "hours_overlap"),
        (TOMORROW, [(0, 1), (1, 2)] * 5_000, "hours_too_many"),
    ],
)
def test_wrong_hours_of_a_date_are_refused_and_nothing_changes(mentor, day, hours, code):
    availability.set_days(user=mentor.user, days={TOMORROW: [(600, 660)]})
    with pytest.raises(DomainError) as refused:
        availability.set_days(user=mentor.user, days={TODAY: [(0, 60)], day: hours})
    assert refused.value.code == code
    assert refused.value.fields
    assert rows(mentor) == [(TOMORROW, 600, 660)]


def test_ten_thousand_dates_are_refused(mentor):
    days = {TODAY + timedelta(days=number % 700): [] for number in range(10_000)}
    with pytest.raises(DomainError) as refused:
        availability.set_days(user=mentor.user, days=days)
    assert (refused.value.code, rows(mentor)) == ("days_too_many", [])


def test_what_is_over_for_a_week_is_forgotten(mentor):
    availability.set_days(user=mentor.user, days={TODAY: [], TODAY + timedelta(days=9): []})
    with travel(NOW + timedelta(days=9)):
        availability.set_days(user=mentor.user, days={TODAY + timedelta(days=20): []})
    assert [day for day, _start, _end in rows(mentor)] == [
        TODAY + timedelta(days=9),
        TODAY + timedelta(days=20),
    ]


def test_the_day_is_the_mentors_own(mentor):
    mentor.user.time_zone = "Pacific/Auckland"
    mentor.user.save()
    with pytest.raises(DomainError):  # there it is tomorrow already
        availability.set_days(user=mentor.user, days={TODAY: []})


def test_an_absence_is_stored_once_and_taken_back(mentor):
    away = {"user": mentor.user, "first_day": TODAY, "last_day": TOMORROW}
    availability.add_time_off(**away)
    stored = availability.add_time_off(**away, note=" Family ")
    assert TimeOff.objects.get().note == "Family"
    other = make.mentor()
    availability.remove_time_off(user=other.user, time_off_id=stored.pk)
    assert TimeOff.objects.count() == 1
    availability.remove_time_off(user=mentor.user, time_off_id=stored.pk)
    assert TimeOff.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last", "note", "code"),
    [
        (TOMORROW, TODAY, "", "day_invalid"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "", "day_invalid"),
        (TODAY, TODAY + timedelta(days=1000), "", "day_invalid"),
        (TODAY, TODAY, "x" * 81, "note_invalid"),
        (TODAY, TODAY, "\0", "note_invalid"),
    ],
)
def test_wrong_absences_are_refused(mentor, first, last, note, code):
    with pytest.raises(DomainError) as refused:
        availability.add_time_off(user=mentor.user, first_day=first, last_day=last, note=note)
    assert (refused.value.code, TimeOff.objects.count()) == (code, 0)


def test_absences_are_counted(mentor):
    for number in range(availability.MOST_ABSENCES):
        day = TODAY + timedelta(days=number)
        availability.add_time_off(user=mentor.user, first_day=day, last_day=day)
    with pytest.raises(DomainError, match="At most"):
        availability.add_time_off(user=mentor.user, first_day=TODAY, last_day=TOMORROW)


def test_rules_change_one_by_one(mentor):
    availability.set_rules(user=mentor.user, lengths=[60, 30, 60], notice=60)
    availability.set_rules(user=mentor.user, bookable=False)
    rules = SlotRules.objects.get(mentor=mentor)
    assert (rules.lengths, rules.notice, rules.bookable) == ([30, 60], 60, False)


@pytest.mark.parametrize(
    "change",
    [
        {"step": 0},
        {"step": 7},
        {"horizon": 0},
        {"horizon": 10_000},
        {"notice": -1},
        {"buffer_before": 1.5},
        {"buffer_after": True},
        {"lengths": []},
        {"lengths": [60, 61]},
        {"lengths": ["60"]},
        {"lengths": [[60]]},
        {"bookable": "yes"},
        {"mentor_id": 1},
    ],
)
def test_wrong_rules_are_refused_field_by_field(mentor, change):
    with pytest.raises(DomainError) as refused:
        availability.set_rules(user=mentor.user, **{"notice": 60} | change)
    assert refused.value.code == "rules_invalid"
    assert list(refused.value.fields) == list(change)
    assert not SlotRules.objects.exists()


def test_who_is_no_mentor_has_no_hours():
    learner = make.person()
    for call in (
        lambda: availability.set_days(user=learner, days={}),
        lambda: availability.add_time_off(user=learner, first_day=TODAY, last_day=TODAY),
        lambda: availability.set_rules(user=learner, notice=5),
    ):
        with pytest.raises(NotFound):
            call()


def test_all_of_it_is_in_the_export_and_forgotten_with_the_person(mentor):
    availability.set_days(user=mentor.user, days={TOMORROW: [(600, 660)]})
    availability.add_time_off(user=mentor.user, first_day=TODAY, last_day=TODAY, note="Family")
    availability.set_rules(user=mentor.user, notice=60)
    BusyCalendar.objects.create(mentor=mentor, name="Work", url="https://x.example/secret")
    told = collect(mentor.user)["as_mentor"]
    assert told["hours_of_dates"][0]["start_minute"] == 600
    assert told["time_off"][0]["note"] == "Family"
    assert told["slot_rules"]["notice"] == 60
    assert told["busy_calendars"][0]["url"] == "https://x.example/secret"
    forgetting.forget_person(user_id=mentor.user_id)
    for kind in (DateHours, TimeOff, SlotRules, BusyCalendar):
        assert not kind.objects.exists()
