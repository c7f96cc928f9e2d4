"""What a public page may cost: statements, flat in the data, none that writes; nodes."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 12
# Made anew while nothing has changed: the page itself is not kept, pieces of it may be.
MOST_WARM = {"landing": 4, "catalogue": 6, "session": 7, "mentor": 7}
MOST_NODES = 1400
# A full list of 24; who is logged in has a heart of their own on each card.
MOST_OF_A_FULL_LIST = {"visitor": 900, "learner": 960}
FEWER_NODES = {"/": 900, "/sessions/": 900}


class Nodes(HTMLParser):
    """Counts start tags."""

    count = 0

    def handle_starttag(self, tag, attrs):
        self.count += 1


def statements(client, path, *, cold=True):
    if cold:
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    nodes = Nodes()
    nodes.feed(answer.content.decode())
    assert nodes.count <= FEWER_NODES.get(path.partition("?")[0], MOST_NODES)
    return [query["sql"] for query in captured]


def shape(sql):
    return re.sub(r"'(?:[^']|'')*'|\b\d+(\.\d+)?\b", "?", re.sub(r"IN \([^)]*\)", "IN (?)", sql))


def fill(count):
    """More mentors, and of the first one more sessions."""
    made = []
    for number in range(count):
        mentor = factories.mentor(domains=[factories.domain()])
        made.append(factories.session(by=mentor, starts_in=70 + number, title=f"Nr {number}"))
    return made


def address(page, session):
    return {
        "landing": "/",
        "catalogue": "/sessions/?q=r&price=under-500",
        "topic": "/sessions/topic/programming/",
        "mentors": "/mentors/?topic=programming",
        "session": session.get_absolute_url(),
        "mentor": session.mentor.get_absolute_url(),
    }[page]


@pytest.mark.parametrize("page", ["landing", "catalogue", "topic", "mentors", "session", "mentor"])
def test_a_page_costs_the_same_however_much_there_is(client, page):
    session = factories.session(curriculum=[("One", "", 5), ("Two", "", 5)])
    path = address(page, session)
    fill(2)
    client.get(path)
    few = statements(client, path)
    fill(24)
    many = statements(client, path)
    assert len(few) == len(many) <= MOST_STATEMENTS
    assert [key for key, times in Counter(map(shape, many)).items() if times > 1] == []
    assert [sql for sql in many if not sql.lstrip("(").startswith("SELECT")] == []


@pytest.mark.parametrize("page", list(MOST_WARM))
def test_a_page_made_anew_reads_what_may_have_changed_and_little_else(client, page, kept_pages):
    session = factories.session(curriculum=[("One", "", 5), ("Two", "", 5)])
    path = address(page, session)
    client.get(path)
    warm = statements(client, f"{path}{'&' if '?' in path else '?'}utm_source=mail", cold=False)
    assert 0 < len(warm) <= MOST_WARM[page]
    assert [key for key, times in Counter(map(shape, warm)).items() if times > 1] == []


@pytest.mark.parametrize("who", MOST_OF_A_FULL_LIST)
def test_a_full_list_stays_lean(client, who):
    fill(30)
    if who == "learner":
        client.force_login(factories.person("Nadia Rahman"))
    html = client.get("/sessions/").content.decode()
    assert html.count("session-card") == 24
    assert html.count("csrfmiddlewaretoken") <= 3
    nodes = Nodes()
    nodes.feed(html)
    assert nodes.count < MOST_OF_A_FULL_LIST[who]


def test_pictures_have_sizes_and_those_below_the_fold_wait(client):
    factories.session()
    for path in ("/", "/sessions/", "/mentors/"):
        for tag in re.findall(r"<img[^>]*>", client.get(path).content.decode()):
            assert "width=" in tag
            assert "height=" in tag
