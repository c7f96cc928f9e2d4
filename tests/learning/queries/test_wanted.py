"""Reading an address: what is understood, in which order it is written again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from learning.models import Mentor, Session
from learning.queries import catalogue
from learning.queries.catalogue.wanted import understood
from tests import factories

KOLKATA = ZoneInfo("Asia/Kolkata")
NEW_YORK = ZoneInfo("America/New_York")


def canonical(query):
    wanted = understood(QueryDict(query), topics=["music", "sql"], languages=["English", "Hindi"])
    return wanted.query()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("", ""),
        ("page=3&utm=x&q=", ""),
        ("price=free&topic=sql&q=a++b&topic=sql", "q=a+b&topic=sql&price=free"),
        ("topic=sql&topic=music", "topic=music&topic=sql"),
        ("topic=&topic=music", "topic=music"),
        ("min=500&max=100", "min=100&max=500"),
        ("min=-5&max=1e9&price=free", "price=free"),
        ("min=0&price=free", "min=0"),
        ("max=999999999", "max=999999"),
        ("from=2026-12-02&to=2026-12-01&date=today", "from=2026-12-01&to=2026-12-02"),
        ("from=2026-13-01&date=today", "date=today"),
        ("date=2026-02-30", ""),
        ("time=night&time=morning&time=never", "time=morning&time=night"),
        ("rating=5&left=99&size=two&level=none&language=Klingon", ""),
        ("sort=relevance", ""),
        ("sort=relevance&q=x", "q=x"),
        ("sort=soonest&q=x", "q=x&sort=soonest"),
        ("exact=1", ""),
        ("q=%00%00x", "q=x"),
    ],
)
def test_an_address_has_one_way_to_be_written(given, written):
    assert canonical(given) == written
    assert canonical(written) == written


def titles(query, zone=KOLKATA):
    return {session.title for session in catalogue.search(QueryDict(query), zone=zone).page}


def at(title, moment, **fields):
    """A session that starts at this moment."""
    session = factories.session(title=title, starts_in=60, **fields)
    Session.objects.filter(pk=session.pk).update(
        starts_at=moment, ends_at=moment + timedelta(hours=1)
    )
    return session


@pytest.mark.django_db
def test_hours_are_those_of_the_viewer_also_where_clocks_change():
    year = datetime.now(UTC).year + 1
    at("January", datetime(year, 1, 15, 17, 30, tzinfo=UTC))  # 12:30 in New York, 23:00 in Kolkata
    at("July", datetime(year, 7, 15, 15, 30, tzinfo=UTC))  # 11:30 in New York, 21:00 in Kolkata
    assert titles("time=afternoon", NEW_YORK) == {"January"}
    assert titles("time=morning", NEW_YORK) == {"July"}
    assert titles("time=night") == {"January"}
    assert titles("time=evening&time=night") == {"January", "July"}


@pytest.mark.django_db
def test_each_filter_narrows_and_counts_agree_with_the_list():
    good, fair = factories.mentor("Good"), factories.mentor("Fair")
    Mentor.objects.filter(pk=good.pk).update(rating_sum=46, rating_count=10)
    Mentor.objects.filter(pk=fair.pk).update(rating_sum=4, rating_count=1)
    factories.session(by=good, title="A", capacity=1, level="advanced", language="Hindi")
    factories.session(by=fair, title="B", capacity=3, starts_in=200, price=0)
    full = factories.session(title="C", capacity=1, price=20_000)
    Session.objects.filter(pk=full.pk).update(seats_taken=1)
    assert titles("size=one") == {"A", "C"}
    assert titles("size=one&left=1") == {"A"}
    assert titles("left=3") == {"B"}
    assert titles("level=advanced&level=beginner") == {"A", "B", "C"}
    assert titles("language=Hindi") == {"A"}
    assert titles("rating=4.5") == {"A"}
    assert titles("rating=4") == {"A", "B"}
    assert titles("min=100&max=300") == {"C"}
    for query in ("size=one", "size=one&rating=4", "min=100&level=beginner", ""):
        found = catalogue.search(QueryDict(query), zone=KOLKATA)
        assert found.total == len(titles(query))
        for name, options in found.options.items():
            for option in options:
                alone = found.wanted
                for part in catalogue.facets.PARTS[name]:
                    alone = alone.without(part)
                held = getattr(alone, name)
                value = (option.value,) if isinstance(held, tuple) else option.value
                assert len(titles(alone.but(**{name: value}).query())) == option.count


@pytest.mark.django_db
def test_numbers_follow_every_change_at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        session = factories.session(price=0, capacity=1)
    assert catalogue.search({"left": "1"}, zone=KOLKATA).total == 1
    with django_capture_on_commit_callbacks(execute=True):
        factories.seat(session)
    assert catalogue.search({"left": "1"}, zone=KOLKATA).total == 0


@pytest.mark.django_db
def test_numbers_do_not_outlive_the_start_of_a_session():
    factories.session(starts_in=5)
    found = catalogue.search({}, zone=KOLKATA)
    assert (found.counts.changes - Session.objects.get().starts_at).total_seconds() == 0
