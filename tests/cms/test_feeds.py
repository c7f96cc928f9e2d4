"""Feeds and calendars: of everything, of a topic, of a mentor, and of one session."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from cms import feeds
from learning.calendar import session_sequence, session_uid
from learning.models import Session
from learning.services import closing
from tests import factories
from tests.cms.heads import head

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def three():
    """Two sessions of one mentor on programming, one of another on music."""
    asha = factories.mentor("Asha Raman")
    return [
        factories.session(by=asha, title="Rust"),
        factories.session(by=asha, title="Go", starts_in=200),
        factories.session(title="Tabla", starts_in=130, domain=factories.domain("Music", "music")),
    ]


def entries(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(answer.content).findall("a:entry", ATOM)


def titles(client, path):
    return [entry.findtext("a:title", "", ATOM) for entry in entries(client, path)]


def dates(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    for line in answer.content.split(b"\r\n"):
        assert len(line) <= 75
    return Calendar.from_ical(answer.content).walk("VEVENT")


def names(client, path):
    return [str(event["SUMMARY"]) for event in dates(client, path)]


def test_feeds_tell_what_was_announced_last_first(client, three):
    assert titles(client, "/sessions/feed.xml") == ["Tabla", "Go", "Rust"]
    assert titles(client, "/sessions/topic/music/feed.xml") == ["Tabla"]
    assert titles(client, "/mentors/asha-raman/feed.xml") == ["Go", "Rust"]


def test_calendars_tell_what_comes_first(client, three):
    tabla = f"Tabla with {three[2].mentor.user.name}"
    mine = ["Rust with Asha Raman", "Go with Asha Raman"]
    assert names(client, "/sessions/calendar.ics") == [mine[0], tabla, mine[1]]
    assert names(client, "/sessions/topic/programming/calendar.ics") == mine
    assert names(client, "/mentors/asha-raman/calendar.ics") == mine


def test_an_event_carries_all_a_calendar_needs(client):
    session = factories.session(title="C++; a, b\\c", price=45_000, summary="One\r\ntwo " * 26)
    (event,) = dates(client, "/sessions/calendar.ics")
    assert str(event["UID"]) == session_uid(session) == f"session-{session.pk}@localhost"
    assert event.decoded("DTSTART") == session.starts_at.replace(microsecond=0)
    assert event.decoded("DTEND") == session.ends_at.replace(microsecond=0)
    assert event.decoded("DTSTAMP") == session.updated_at.replace(microsecond=0)
    assert str(event["SUMMARY"]).startswith("C++; a, b\\c with")
    assert str(event["URL"]) == SITE + session.get_absolute_url()
    assert event["STATUS"] == "CONFIRMED"
    assert "₹450 · 60 min" in str(event["DESCRIPTION"])
    assert not event.walk("VALARM")


def test_what_is_cancelled_says_so_with_a_higher_sequence(client):
    session = factories.session()
    Session.objects.filter(pk=session.pk).update(created_at=session.created_at - timedelta(hours=1))
    before = dates(client, "/sessions/calendar.ics")[0]
    Session.objects.filter(pk=session.pk).update(updated_at=session.updated_at - timedelta(hours=1))
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="Flu")
    (after,) = dates(client, "/sessions/calendar.ics")
    assert (after["STATUS"], after["UID"]) == ("CANCELLED", before["UID"])
    assert int(after["SEQUENCE"]) >= int(before["SEQUENCE"]) > 0
    assert titles(client, "/sessions/feed.xml") == []
    factories.move_start(session, -8 * 24 * 60)
    assert dates(client, "/sessions/calendar.ics") == []


def test_a_sequence_never_falls():
    session = factories.session()
    first = session_sequence(session)
    session.updated_at += timedelta(minutes=5)
    assert session_sequence(session) == first + 300
    session.created_at = session.updated_at + timedelta(days=1)
    assert session_sequence(session) == 0


def test_what_nobody_may_find_is_in_no_feed(client):
    draft, private = factories.draft(title="Draft"), factories.session(title="Private")
    Session.objects.filter(pk=private.pk).update(kind="private")
    factories.move_start(factories.session(title="Over"), -300)
    hidden = factories.mentor(approved=False)
    assert titles(client, "/sessions/feed.xml") == []
    assert dates(client, "/sessions/calendar.ics") == []
    for path in (
        f"/mentors/{hidden.slug}/feed.xml",
        f"/calendar/session-{draft.pk}.ics",
        f"/calendar/session-{private.pk}.ics",
        "/sessions/topic/nothing/calendar.ics",
        "/calendar/session-999999.ics",
    ):
        assert client.get(path).status_code == 404


def test_one_session_goes_into_a_calendar_with_a_reminder(client):
    session = factories.session()
    html = client.get(session.get_absolute_url()).content.decode()
    path = f"/calendar/session-{session.pk}.ics"
    assert f'href="{path}"' in html
    (event,) = dates(client, path)
    assert event.walk("VALARM")[0].decoded("TRIGGER") == timedelta(minutes=-15)
    factories.move_start(session, -300)
    assert path not in client.get(session.get_absolute_url()).content.decode()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/sessions/", "/sessions/topic/programming/", "/mentors/asha-raman/"]
)
def test_pages_offer_their_feeds_in_the_head_and_to_the_eye(client, three, path):
    page = head(client, path)
    offered = {one["type"]: one["href"] for one in page.links if one.get("type", "") in
               ("application/atom+xml", "text/calendar")}  # fmt: skip
    assert offered == {
        "application/atom+xml": f"{path}feed.xml",
        "text/calendar": f"{path}calendar.ics",
    }
    html = client.get(path).content.decode()
    for link in offered.values():
        assert client.get(link).status_code == 200
        assert f'<a class="section-more" href="{link}">' in html


@pytest.mark.parametrize("file", ["feed.xml", "calendar.ics"])
def test_who_has_the_newest_hears_so(client, three, file):
    first = client.get(f"/sessions/{file}")
    again = client.get(f"/sessions/{file}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=900"
    assert not first.cookies
    factories.session(title="New")
    assert client.get(
        f"/sessions/{file}", headers={"if-none-match": first["ETag"]}
    ).status_code == 200  # fmt: skip


@pytest.mark.parametrize("file", ["feed.xml", "calendar.ics"])
def test_a_renamed_topic_keeps_its_subscribers(client, three, file):
    domain = three[2].domain
    domain.slug = "sounds"
    domain.save()
    answer = client.get(f"/sessions/topic/music/{file}")
    assert (answer.status_code, answer["Location"]) == (301, f"/sessions/topic/sounds/{file}")


@pytest.mark.parametrize("file", ["feed.xml", "calendar.ics"])
def test_a_feed_costs_the_same_however_much_there_is_and_has_an_end(client, monkeypatch, file):
    monkeypatch.setattr(feeds, "MOST_NEW", 5)
    monkeypatch.setattr(feeds, "MOST_DATES", 5)
    costs, mentor = [], factories.mentor("Asha Raman")
    for number in range(12):
        factories.session(by=mentor, starts_in=61 * (number + 1))
        if number in (0, 11):
            client.get(f"/mentors/asha-raman/{file}")
            with CaptureQueriesContext(connection) as captured:
                shown = client.get(f"/mentors/asha-raman/{file}")
            costs.append(len(captured))
    assert costs[0] == costs[1] <= 2
    assert shown.content.count(b"BEGIN:VEVENT") + shown.content.count(b"<entry>") == 5


def test_words_of_mentors_can_not_break_a_feed(client):
    bad = "</title><script>x\x00\x0b]]>\u202e & END:VEVENT\r\nBEGIN:VALARM"
    bad = bad.replace("\x00", "\x01")  # no database stores NUL
    session = factories.session(title=bad, summary=bad, by=factories.mentor(bad))
    assert titles(client, "/sessions/feed.xml")[0].startswith("</title><script>x")
    (event,) = dates(client, "/sessions/calendar.ics")
    assert str(event["UID"]) == session_uid(session)
    assert not event.walk("VALARM")
