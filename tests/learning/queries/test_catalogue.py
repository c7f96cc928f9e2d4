"""Days and counts of the catalogue, below its page."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import Mentor
from learning.queries import catalogue
from learning.queries.catalogue.languages import languages_on_offer
from peerlearn.common.clock import travel
from tests import factories

KOLKATA = ZoneInfo("Asia/Kolkata")
FRIDAY = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # Saturday 01:30 in Kolkata


def days(name, moment=FRIDAY, zone=KOLKATA):
    with travel(moment):
        span = catalogue.day_range(name, zone)
    return span and (span[0].date(), span[1].date())


def test_today_is_the_viewers_day():
    assert days("today") == (date(2026, 11, 21), date(2026, 11, 22))
    assert days("today", zone=ZoneInfo("UTC")) == (date(2026, 11, 20), date(2026, 11, 21))
    assert days("tomorrow") == (date(2026, 11, 22), date(2026, 11, 23))


def test_a_week_ends_on_sunday_and_the_weekend_is_the_next_or_the_current_one():
    assert days("this-week") == (date(2026, 11, 21), date(2026, 11, 23))
    assert days("weekend") == (date(2026, 11, 21), date(2026, 11, 23))
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert days("this-week", monday) == (date(2026, 11, 23), date(2026, 11, 30))
    assert days("weekend", monday) == (date(2026, 11, 28), date(2026, 11, 30))
    sunday = datetime(2026, 11, 29, 9, tzinfo=UTC)
    assert days("weekend", sunday) == (date(2026, 11, 29), date(2026, 11, 30))


def test_a_day_of_changing_clocks_has_its_23_hours():
    start, end = catalogue.day_range("2027-03-14", ZoneInfo("America/New_York"))
    assert (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() == 23 * 3600


@pytest.mark.parametrize("name", ["", "soon", "2026-02-30", "1999-01-01", "9999-12-31", "\0"])
def test_what_is_no_day_is_none(name):
    assert days(name) is None


@pytest.mark.django_db
def test_counts_of_a_filter_leave_that_filter_out_and_keep_the_others():
    music = factories.domain("Music", "music")
    factories.session(price=0)
    factories.session(price=0, domain=music)
    factories.session(price=90_000, domain=music)
    found = catalogue.search({"topic": "music", "price": "free"}, zone=KOLKATA)
    counts = {
        name: {option.value: option.count for option in options}
        for name, options in found.options.items()
    }
    assert found.total == 1
    assert counts["topic"] == {"programming": 1, "music": 1}
    assert found.counts.without == {"topic": 2, "price": 2}
    assert counts["price"]["free"] == 1
    assert counts["price"]["500-1000"] == 1
    assert counts["price"]["under-1000"] == 2


@pytest.mark.django_db
def test_a_session_with_many_matching_skills_is_found_once():
    domain = factories.domain()
    skills = [domain.skills.create(name=f"Rust {n}", slug=f"rust-{n}") for n in range(3)]
    factories.session(skills=skills, title="Systems")
    found = catalogue.search({"q": "rust"}, zone=KOLKATA)
    assert (found.total, [session.title for session in found.page]) == (1, ["Systems"])


@pytest.mark.django_db
def test_languages_are_those_of_what_is_on_offer_in_order_and_once():
    for language in ("Tamil", "English", "Tamil", "Bengali"):
        factories.session(language=language)
    factories.draft(language="Odia")
    over = factories.session(language="Urdu")
    factories.move_start(over, -600)
    closed = factories.session(language="Arabic")
    Mentor.objects.filter(pk=closed.mentor_id).update(vetting="suspended")
    with CaptureQueriesContext(connection) as sent:
        assert languages_on_offer() == ["Bengali", "English", "Tamil"]
    assert len(sent) == 1


@pytest.mark.django_db
def test_without_any_session_there_is_no_language():
    assert languages_on_offer() == []
