"""The map for search engines: every page that may be found, once, with when it changed."""

import re
from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import sitemaps
from cms.models import ContentPage, MentorPage
from learning.models import Mentor, Session
from learning.services import closing
from peerlearn.accounts.models import User
from tests import factories
from tests.cms.heads import head

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
NAMES = {"s": sitemaps.NAMESPACE}


def entries(client, path):
    """Return {address: last change} of a map or of the index."""
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    rows = ElementTree.fromstring(answer.content)
    return {
        row.findtext("s:loc", "", NAMES).removeprefix(SITE): row.findtext("s:lastmod", "", NAMES)
        for row in rows
    }


def everything(client):
    """Return all addresses of all sections."""
    found = [path for part in entries(client, "/sitemap.xml") for path in entries(client, part)]
    assert len(set(found)) == len(found)
    return set(found)


def test_every_page_that_may_be_found_is_on_the_map_and_is_there(client):
    session = factories.session()
    found = everything(client)
    assert found == {
        "/", "/sessions/", "/mentors/", "/about/", "/contact/", "/terms/", "/privacy/",
        "/sessions/topic/programming/", session.get_absolute_url(),
        session.mentor.get_absolute_url(),
    }  # fmt: skip
    for path in found:
        page = head(client, path)
        assert page.link("canonical") == SITE + path
        assert "robots" not in page.meta


def test_what_nobody_may_find_is_not_on_the_map(client):
    draft, private, over, cancelled = (
        factories.draft(), factories.session(), factories.session(), factories.session(),
    )  # fmt: skip
    Session.objects.filter(pk=private.pk).update(kind="private")
    factories.move_start(over, -300)
    closing.cancel(session_id=cancelled.pk, actor=cancelled.mentor.user, reason="Flu")
    hidden = factories.mentor(approved=False)
    gone = factories.session()
    User.objects.filter(pk=gone.mentor.user_id).update(is_active=False, standing="deactivated")
    ContentPage.objects.filter(slug="about").update(live=False)
    found = everything(client)
    for one in (draft, private, over, cancelled, hidden, gone, gone.mentor):
        assert one.get_absolute_url() not in found
    assert "/about/" not in found


def test_the_map_says_when_a_page_changed(client):
    session = factories.session()
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    Session.objects.filter(pk=session.pk).update(updated_at=moment)
    MentorPage.objects.filter(mentor=session.mentor).update(last_published_at=moment)
    Mentor.objects.filter(pk=session.mentor_id).update(created_at=moment)
    index = entries(client, "/sitemap.xml")
    for name, path in (
        ("sessions", session.get_absolute_url()),
        ("mentors", session.mentor.get_absolute_url()),
    ):
        (section,) = (part for part in index if name in part)
        assert index[section] == entries(client, section)[path] == "2026-03-01T12:00:00Z"


def test_a_session_that_is_published_changes_its_entry(client):
    draft = factories.draft()
    Session.objects.filter(pk=draft.pk).update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
    closing.sessions.publish(session_id=draft.pk, actor=draft.mentor.user)
    (section,) = (part for part in entries(client, "/sitemap.xml") if "sessions" in part)
    assert entries(client, section)[draft.get_absolute_url()] > "2026"


def test_sections_are_windows_that_do_not_move(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "WINDOW", 3)
    mentor = factories.mentor()
    made = [factories.session(by=mentor, starts_in=70 * n) for n in range(1, 9)]
    sections = [part for part in entries(client, "/sitemap.xml") if "sessions" in part]
    assert len(sections) >= 3
    where = {path: part for part in sections for path in entries(client, part)}
    assert set(where) == {one.get_absolute_url() for one in made}
    Session.objects.filter(pk=made[0].pk).update(kind="private")
    for part in sections[1:]:
        assert set(entries(client, part)) == {p for p, w in where.items() if w == part}


@pytest.mark.parametrize(
    ("path", "most"),
    [("/sitemap.xml", 7), ("/sitemap-sessions-0.xml", 1), ("/sitemap-mentors-0.xml", 1)],
)
def test_a_map_costs_the_same_however_much_there_is(client, path, most):
    costs = []
    for count in (1, 12):
        for number in range(count):
            factories.session(starts_in=61 * (number + 1))
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        costs.append(len(captured))
        assert not [query for query in captured if "OFFSET" in query["sql"]]
    assert costs[0] == costs[1] <= most


@pytest.mark.parametrize(
    "path", ["/sitemap-sessions-999999999.xml", "/sitemap-pages-1.xml", "/sitemap-topics-9.xml"]
)
def test_sections_that_are_not_there_are_not_found(client, path):
    assert client.get(path).status_code == 404


def allowed(client, path):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    return rules.can_fetch("*", SITE + path)


def test_robots_name_the_map_and_close_what_is_behind_the_door(client):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    for path in ("/admin/pages/", "/book/5/", "/mentor/dashboard/", "/profile/", "/room/5/"):
        assert not allowed(client, path)
    for path in ("/", "/sessions/", "/mentors/", "/mentors/asha/", "/sessions/5/rust/", "/share/x"):
        assert allowed(client, path)


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("/sessions/?q=rust", True),
        ("/sessions/?price=free&q=rust", True),
        ("/sessions/topic/rust/?date=today&price=free", True),
        ("/mentors/?topic=a&page=2", True),
        ("/sessions/?page=2", False),
        ("/sessions/?price=free", False),
        ("/sessions/5/rust/?utm_source=a&utm_medium=b", True),
        ("/mentors/asha/?utm_source=a&utm_medium=b", False),
    ],
)
def test_searches_and_filters_on_filters_are_not_walked_through(client, path, closed):
    """Robots' wildcards, which Python's own parser does not know."""
    rules = re.findall(r"^Disallow: (\S+)$", client.get("/robots.txt").content.decode(), re.M)
    tests = [re.escape(rule).replace(r"\*", ".*") for rule in rules]
    assert any(re.match(test, path) for test in tests) is closed


def test_a_copy_for_trying_things_out_asks_to_be_left_alone(client, settings):
    settings.SEARCH_ENGINES_WELCOME = False
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
