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
MOST_NODES = 1400


class Nodes(HTMLParser):
    """Counts start tags."""

    count = 0

    def handle_starttag(self, tag, attrs):
        self.count += 1


def statements(client, path):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    nodes = Nodes()
    nodes.feed(answer.content.decode())
    assert nodes.count <= MOST_NODES
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


@pytest.mark.parametrize("page", ["landing", "catalogue", "topic", "mentors", "session", "mentor"])
def test_a_page_costs_the_same_however_much_there_is(client, page):
    session = factories.session(curriculum=[("One", "", 5), ("Two", "", 5)])
    path = {
        "landing": "/",
        "catalogue": "/sessions/?q=r&price=under-500",
        "topic": "/sessions/topic/programming/",
        "mentors": "/mentors/?topic=programming",
        "session": session.get_absolute_url(),
        "mentor": session.mentor.get_absolute_url(),
    }[page]
    fill(2)
    client.get(path)
    few = statements(client, path)
    fill(24)
    many = statements(client, path)
    assert len(few) == len(many) <= MOST_STATEMENTS
    assert [key for key, times in Counter(map(shape, many)).items() if times > 1] == []
    assert [sql for sql in many if not sql.lstrip("(").startswith("SELECT")] == []


def test_pictures_have_sizes_and_those_below_the_fold_wait(client):
    factories.session()
    for path in ("/", "/sessions/", "/mentors/"):
        for tag in re.findall(r"<img[^>]*>", client.get(path).content.decode()):
            assert "width=" in tag
            assert "height=" in tag
