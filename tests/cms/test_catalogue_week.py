"""The list of sessions as a week."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.queries.catalogue.week import A_DAY
from tests import factories

pytestmark = pytest.mark.django_db

DAY = 24 * 60


def days(answer):
    """Return the titles of each day's column."""
    assert answer.status_code == 200
    return [[card.title for card in day.cards] for day, _ in answer.context["week"]["days"]]


def test_each_session_stands_in_the_column_of_its_day_on_the_viewers_clock(client):
    session = factories.session(title="Rust", starts_in=2 * DAY)
    client.cookies["tz"] = "Pacific/Auckland"
    answer = client.get("/sessions/?view=week")
    (column,) = [day for day, _ in answer.context["week"]["days"] if day.cards]
    html = answer.content.decode()
    heading = f"{column.date:%a} {column.date.day} {column.date:%b}"
    assert heading in html.split('class="agenda-day"')[3] + html.split('class="agenda-day"')[4]
    assert session.get_absolute_url() in html
    assert len(answer.context["week"]["days"]) == 7


def test_what_lies_after_the_week_is_one_step_away(client):
    factories.session(title="Rust", starts_in=9 * DAY)
    answer = client.get("/sessions/?view=week")
    assert days(answer) == [[]] * 7
    later = answer.context["week"]["later"]
    assert ["Rust"] in days(client.get(later))
    assert answer.context["week"]["earlier"] == ""
    assert client.get(later).context["week"]["earlier"]


def test_filters_hold_in_the_week_and_the_way_back_to_the_list_keeps_them(client):
    factories.session(title="Rust", price=0, starts_in=DAY)
    factories.session(title="Dear", price=150_000, starts_in=DAY)
    answer = client.get("/sessions/?price=free&view=week")
    assert [day for day in days(answer) if day] == [["Rust"]]
    assert 'href="/sessions/?price=free"' in answer.content.decode()
    assert re.search(r'type="hidden" name="view"\s+value="week"', answer.content.decode())


def test_a_full_day_shows_its_first_sessions_and_says_how_many_more(client):
    for number in range(A_DAY + 3):
        factories.session(title=f"Nr {number}", starts_in=2 * DAY)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/sessions/?view=week")
    (column,) = [day for day, _ in answer.context["week"]["days"] if day.cards]
    assert (len(column.cards), column.more) == (A_DAY, 3)
    assert len(captured) <= 12
    (all_of_it,) = re.findall(
        r'<a class="section-more small" href="([^"]+)">3 more', answer.content.decode()
    )
    assert client.get(all_of_it).context["found"].total == A_DAY + 3


@pytest.mark.parametrize("query", ["from=2199-12-31", "to=2001-01-01", "date=weekend", "page=9"])
def test_any_address_of_a_week_gives_a_page(client, query):
    factories.session(starts_in=DAY)
    assert client.get(f"/sessions/?view=week&{query}").status_code == 200
