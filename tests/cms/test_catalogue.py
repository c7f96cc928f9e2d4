"""The list of sessions, as a visitor without JavaScript uses it."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learning.models import Session
from tests import factories

pytestmark = pytest.mark.django_db


def choice(html, name, value):
    """Return (words, number, whether it can't be chosen) of one option of a filter."""
    found = re.search(
        rf'<input type="\w+"\s+id="[^"]*"\s+name="{name}"\s+value="{value}"( checked| disabled|)>'
        r'([^<]*)<span class="num">(\d+)</span>',
        html,
    )
    return found[2], int(found[3]), found[1] == " disabled"


def titles(answer):
    assert answer.status_code == 200
    return [card.title for card in answer.context["cards"]]


@pytest.fixture
def three():
    """A free Rust session in an hour, a dear music one tomorrow, a middling one next week."""
    asha = factories.mentor("Asha Raman")
    music = factories.domain("Music", "music")
    factories.session(by=asha, title="Rust", price=0, starts_in=10)
    factories.session(by=asha, title="Tabla", price=150_000, starts_in=24 * 60, domain=music)
    factories.session(title="Sorting", price=70_000, starts_in=9 * 24 * 60)


def test_sessions_stand_soonest_first(client, three):
    assert titles(client.get("/sessions/")) == ["Rust", "Tabla", "Sorting"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"topic": "music"}, ["Tabla"]),
        ({"price": "free"}, ["Rust"]),
        ({"price": "under-500"}, ["Rust"]),
        ({"price": "500-1000"}, ["Sorting"]),
        ({"price": "over-1000"}, ["Tabla"]),
        ({"date": "tomorrow"}, ["Tabla"]),
        ({"q": "rust"}, ["Rust"]),
        ({"q": "asha"}, ["Rust", "Tabla"]),
        ({"q": "asha tabla"}, ["Tabla"]),
        ({"topic": "music", "price": "free"}, []),
        ({"topic": "nowhere", "price": "-5", "date": "31-31-31"}, ["Rust", "Tabla", "Sorting"]),
    ],
)
def test_filters_narrow_the_list(client, three, query, found):
    assert titles(client.get("/sessions/", query)) == found


def test_a_topic_has_an_address_of_its_own(client, three):
    answer = client.get("/sessions/topic/music/")
    assert titles(answer) == ["Tabla"]
    assert "<h1>Music</h1>" in answer.content.decode()
    assert client.get("/sessions/topic/nowhere/").status_code == 404


def test_every_option_says_how_many_it_would_show(client, three):
    html = client.get("/sessions/", {"price": "free"}).content.decode()
    assert choice(html, "topic", "programming") == ("Programming", 1, False)
    assert choice(html, "topic", "music") == ("Music", 0, True)
    assert choice(html, "price", "over-1000") == ("Over ₹1,000", 1, False)


def test_each_active_filter_can_be_taken_away_alone(client, three):
    answer = client.get("/sessions/", {"topic": "music", "q": "tabla"})
    assert {str(label): url for label, url in answer.context["chips"]} == {
        "“tabla”": "/sessions/?topic=music",
        "Music": "/sessions/?q=tabla",
    }


def test_an_empty_list_says_why_and_offers_one_way_out(client, three):
    answer = client.get("/sessions/", {"topic": "music", "price": "free"})
    html = answer.content.decode()
    assert "No free Music sessions." in html
    assert 'href="/sessions/?topic=music&amp;max=1500">Try up to ₹1,500 (1)</a>' in html


def test_an_empty_house_sends_visitors_to_the_mentors(client):
    assert 'href="/mentors/"' in client.get("/sessions/").content.decode()


def test_drafts_private_cancelled_and_past_sessions_are_not_listed(client):
    by = factories.mentor()
    factories.draft(by=by, title="Draft")
    private = factories.session(by=by, title="Private")
    Session.objects.filter(pk=private.pk).update(kind="private")
    cancelled = factories.session(by=by, title="Cancelled", starts_in=200)
    Session.objects.filter(pk=cancelled.pk).update(state="cancelled")
    factories.move_start(factories.session(by=by, title="Past", starts_in=400), -400)
    late = factories.session(by=by, title="Not begun in time", starts_in=700)
    factories.move_start(late, -3)
    assert titles(client.get("/sessions/")) == []


def test_pages_have_24_sessions_each_and_any_number_is_a_page(client):
    by = factories.mentor()
    for number in range(25):
        factories.session(by=by, title=f"Nr {number}", starts_in=60 + 61 * number)
    assert len(titles(client.get("/sessions/"))) == 24
    assert titles(client.get("/sessions/", {"page": 2})) == ["Nr 24"]
    for odd in ("1e6", "1000000", "-1", "0", "x", "9" * 5000):
        assert titles(client.get("/sessions/", {"page": odd}))
    assert 'href="?q=Nr&amp;page=2"' in client.get("/sessions/", {"q": "Nr"}).content.decode()


def test_days_are_those_of_the_viewer(client):
    session = factories.session()
    start = session.starts_at.replace(hour=20, minute=0) + timedelta(days=3)
    Session.objects.filter(pk=session.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=1)
    )
    # 20:00 UTC is the next day in Kolkata and the same day in New York.
    utc_day = start.date()
    next_day = utc_day + timedelta(days=1)
    assert titles(client.get("/sessions/", {"date": next_day.isoformat()})) == [session.title]
    client.cookies["tz"] = "America/New_York"
    assert titles(client.get("/sessions/", {"date": next_day.isoformat()})) == []
    answer = client.get("/sessions/", {"date": utc_day.isoformat()})
    assert titles(answer) == [session.title]
    # A day that is no choice of the form stays chosen in it.
    assert re.search(rf'value="{utc_day}" checked>', answer.content.decode())


def test_seat_counts_carry_the_mark_that_live_updates_look_for(client):
    session = factories.session()
    assert f'data-seats-session="{session.pk}"' in client.get("/sessions/").content.decode()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.dictionaries(
        st.sampled_from(["q", "topic", "price", "date", "page", "other"]), st.text(max_size=40)
    )
)
@example(query={"q": "x" * 10_000})
@example(query={"q": "\0", "topic": "\0", "date": "\0"})
@example(query={"q": "שלום 🎻 %_\\'\"", "page": "🎻"})
@example(query={"price": "-1", "date": "9999-12-31"})
@example(query={"date": "0001-01-01"})
def test_no_query_string_breaks_the_lists(client, query):
    for path in ("/sessions/", "/mentors/"):
        assert client.get(path, query).status_code == 200


def test_words_of_a_search_come_back_as_text(client):
    html = client.get("/sessions/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
