"""The mentor's own hours: each form saves its part, a refusal keeps what was typed."""

from datetime import date, timedelta

import pytest

from learning.models import DateHours, SlotRules, TimeOff, WeeklyHours
from peerlearn.common.clock import now
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/mentor/availability/"


@pytest.fixture
def mentor(client):
    made = make.mentor(domains=[make.domain()])
    client.force_login(made.user)
    return made


def coming(days=3):
    return (now() + timedelta(days=days)).date()


def text(answer):
    return answer.content.decode()


def test_the_week_is_saved_with_its_zone(client, mentor):
    sent = {
        "part": "hours",
        "time_zone": "America/New_York",
        "hours-1-0-from": "18:00",
        "hours-1-0-to": "00:00",
    }
    answer = client.post(URL, sent, follow=True)
    assert "Saved." in text(answer)
    row = WeeklyHours.objects.get(mentor=mentor)
    assert (row.weekday, row.start_minute, row.end_minute) == (1, 18 * 60, 24 * 60)
    mentor.user.refresh_from_db()
    assert mentor.user.time_zone == "America/New_York"


def test_a_date_is_set_shown_and_taken_back(client, mentor):
    day = coming()
    sent = {"part": "day", "day-day": str(day), "day-from_1": "10:00", "day-to_1": "12:30"}
    assert "10:00–12:30" in text(client.post(URL, sent, follow=True))
    sent = {"part": "day", "day-day": str(day)}
    assert "closed" in text(client.post(URL, sent, follow=True))
    client.post(f"{URL}remove/", {"day": str(day)})
    assert not DateHours.objects.exists()


def test_an_absence_is_added_shown_and_taken_back(client, mentor):
    sent = {
        "part": "away",
        "away-first_day": str(coming(1)),
        "away-last_day": str(coming(4)),
        "away-note": "Family",
    }
    assert "Family" in text(client.post(URL, sent, follow=True))
    away = TimeOff.objects.get()
    other = make.mentor()
    client.force_login(other.user)
    client.post(f"{URL}remove/", {"away": away.pk})
    assert TimeOff.objects.exists()
    client.force_login(mentor.user)
    client.post(f"{URL}remove/", {"away": away.pk})
    assert not TimeOff.objects.exists()


def test_the_rules_are_saved(client, mentor):
    sent = {
        "part": "rules",
        "rules-lengths": ["30", "90"],
        "rules-step": "15",
        "rules-buffer_before": "10",
        "rules-buffer_after": "0",
        "rules-notice": "1440",
        "rules-horizon": "30",
    }
    assert client.post(URL, sent).status_code == 302
    rules = SlotRules.objects.get()
    assert (rules.bookable, rules.lengths, rules.step) == (False, [30, 90], 15)
    assert (rules.buffer_before, rules.notice, rules.horizon) == (10, 1440, 30)
    assert 'value="90"' in text(client.get(URL))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"part": "hours", "time_zone": "Mars/Olympus"}, "Select a valid choice"),
        (
            {
                "part": "hours",
                "time_zone": "UTC",
                "hours-0-0-from": "12:00",
                "hours-0-0-to": "09:00",
            },
            "must end after it starts",
        ),
        ({"part": "day", "day-day": "2020-01-01"}, "This day is over."),
        ({"part": "day", "day-day": "31 February"}, "Enter a valid date"),
        (
            {
                "part": "day",
                "day-day": str(date(2099, 1, 1)),
                "day-from_1": "10:00",
                "day-to_1": "12:00",
            },
            "more than two years ahead",
        ),
        ({"part": "day", "day-day": "2099-01-01", "day-from_1": "10:00"}, "Give both times."),
        (
            {"part": "away", "away-first_day": "2099-02-01", "away-last_day": "2099-01-01"},
            "more than two years ahead",
        ),
        ({"part": "rules", "rules-lengths": ["61"]}, "61 is not one of the available choices"),
        ({"part": "rules", "rules-horizon": "10000"}, "less than or equal to 180"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(client, mentor, sent, says):
    answer = client.post(URL, sent)
    assert answer.status_code == 400
    assert says in text(answer)
    for kind in (WeeklyHours, DateHours, TimeOff, SlotRules):
        assert not kind.objects.exists()


def test_hours_that_overlap_on_a_date_are_said_at_the_form_and_kept(client, mentor):
    sent = {
        "part": "day",
        "day-day": str(coming()),
        "day-from_1": "10:00",
        "day-to_1": "12:00",
        "day-from_2": "11:00",
        "day-to_2": "13:00",
    }
    answer = client.post(URL, sent)
    assert answer.status_code == 400
    assert "overlap" in text(answer)
    assert 'value="13:00"' in text(answer)


def test_unknown_parts_are_refused(client, mentor):
    assert client.post(URL, {"part": "x"}).status_code == 400
    for sent in ({}, {"day": "2026-13-45"}, {"away": "²"}, {"away": "9" * 40}):
        assert client.post(f"{URL}remove/", sent).status_code == 400


def test_addresses_are_read_for_one_person_only_so_often(client, mentor):
    def add(number):
        url = f"https://calendar.example.org/{number}.ics"
        sent = {"part": "calendar", "calendar-name": "Work", "calendar-url": url}
        return client.post(URL, sent)

    for number in range(10):  # refused or not: each may cost a call
        add(number)
    refused = add(11)
    assert refused.status_code == 429
    assert "That was often." in text(refused)
    assert "https://calendar.example.org/11.ics" in text(refused)
    client.force_login(make.mentor().user)
    assert add(12).status_code == 302
