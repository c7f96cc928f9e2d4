"""What searches did not find: counted without a write while reading, shown as words and numbers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import MissedSearch
from learning.services import missed
from peerlearn.common.clock import now, travel
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def write_down(django_capture_on_commit_callbacks):
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            missed.write_down()
        return dict(MissedSearch.objects.values_list("text", "count"))

    return run


def test_a_search_without_result_is_counted_but_the_page_writes_nothing(client, write_down):
    factories.session()
    with CaptureQueriesContext(connection) as captured:
        client.get("/sessions/", {"q": "Beekeeping  at HOME"})
    assert [query for query in captured if not query["sql"].startswith("SELECT")] == []
    assert write_down() == {"beekeeping at home": 1}
    assert write_down() == {"beekeeping at home": 1}


@pytest.mark.parametrize(
    ("query", "agent"),
    [
        ({"q": "rust"}, "Firefox"),
        ({"q": "12345"}, "Firefox"),
        ({"q": "beekeeping", "price": "free"}, "Firefox"),
        ({"q": "beekeeping"}, "Googlebot/2.1"),
        ({"q": "🎻"}, "Firefox"),
        ({}, "Firefox"),
    ],
)
def test_what_was_found_or_narrowed_or_asked_by_machines_does_not_count(
    client, write_down, query, agent
):
    factories.session()
    client.get("/sessions/", query, HTTP_USER_AGENT=agent)
    assert write_down() == {}


def test_the_same_words_of_one_visitor_count_once_an_hour(client, write_down):
    for _ in range(3):
        client.get("/sessions/", {"q": "beekeeping"})
    client.get("/sessions/", {"q": "beekeeping"}, REMOTE_ADDR="10.0.0.9")
    assert write_down() == {"beekeeping": 2}


def test_instant_results_tell_by_themselves(client, write_down):
    client.get("/sessions/", {"q": "beek"}, headers={"X-Requested-With": "fetch"})
    assert write_down() == {}
    answer = client.post(
        "/api/search/missed/", {"q": "beekeeping"}, content_type="application/json"
    )
    assert answer.status_code == 204
    assert write_down() == {"beekeeping": 1}


@pytest.mark.parametrize("body", [{}, {"q": "x" * 500}, {"q": ["a"]}, {"q": None}])
def test_a_wrong_report_is_refused(client, body):
    answer = client.post("/api/search/missed/", body, content_type="application/json")
    assert answer.status_code == 400


def test_only_so_much_is_kept(write_down, monkeypatch):
    monkeypatch.setattr(missed, "MOST_ROWS", 2)
    monkeypatch.setattr(missed, "MOST_WAITING", 3)
    for number in range(5):
        missed.note(text=f"words {number}", whose="")
    assert write_down() == {"words 2": 1, "words 3": 1}


def test_after_90_days_it_is_forgotten(write_down):
    MissedSearch.objects.create(text="old", count=9, last_seen=now() - timedelta(days=89))
    assert "old" in write_down()
    with travel(now() + timedelta(days=2)):
        assert write_down() == {}


def test_a_lost_cache_loses_nothing_that_was_written(write_down):
    missed.note(text="beekeeping", whose="")
    write_down()
    cache.clear()
    missed.note(text="beekeeping", whose="")
    assert write_down() == {"beekeeping": 2}
