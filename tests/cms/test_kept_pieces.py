"""Pieces of pages are kept, what counts is read anew, and a kept header says where one is."""

import re

import pytest

from learning.models import Session
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]


def html(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def marked(text):
    """Return (address, kind) of the links of the header that say where one is."""
    header = text[text.index('class="site-nav"') : text.index("</nav>")]
    return re.findall(r'href="([^"]+)"\s+aria-current="(\w+)"', header)


def test_a_kept_header_says_where_each_page_is(client):
    factories.session()
    for _ in range(2):
        for number, path in enumerate(("/sessions/", "/mentors/")):
            assert marked(html(client, f"{path}?utm_visit={number}")) == [(path, "page")]
        assert marked(html(client, "/sessions/topic/programming/")) == [("/sessions/", "true")]
        assert marked(html(client, "/")) == []


def test_price_seats_and_state_are_read_even_if_nobody_told_of_a_change(client):
    session = factories.session(price=500_00, capacity=2)
    paths = ["/sessions/", session.get_absolute_url(), session.mentor.get_absolute_url()]
    for path in paths:
        assert "₹500" in html(client, path)
    rows = Session.objects.filter(pk=session.pk)
    rows.update(price=700_00, seats_taken=1)
    for path in paths:
        anew = html(client, f"{path}?utm_visit=1")
        assert "₹700" in anew
        assert "1 seat left" in anew
        assert ">₹500<" not in anew
    rows.update(state="cancelled")
    for path in (paths[0], paths[2]):
        assert session.get_absolute_url() not in html(client, f"{path}?utm_visit=2")
    assert "This session was cancelled." in html(client, f"{paths[1]}?utm_visit=2")
