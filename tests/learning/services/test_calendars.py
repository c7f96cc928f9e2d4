"""A mentor's own calendar takes times: added, read by a task, its troubles said in words."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from learning.models import BusyCalendar, BusyTime
from learning.queries.slots import free_slots
from learning.services import calendars
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotFound
from tests import factories as make

from .test_slots import open_mentor

pytestmark = pytest.mark.django_db

FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:Dentist, a secret
DTSTART:{start:%Y%m%dT%H%M%SZ}
DTEND:{end:%Y%m%dT%H%M%SZ}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def server(settings):
    """A calendar server on this machine, allowed by this test alone."""
    settings.FETCH_ALLOWED_ADDRESSES = ["127.0.0.1"]

    class Handler(BaseHTTPRequestHandler):
        """Answers what the test says."""

        def do_GET(self):
            self.server.asked += 1
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.body.encode())

        def log_message(self, *args):
            """Say nothing."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.body, made.asked = "", 0
    made.url = f"http://127.0.0.1:{made.server_address[1]}/secret-token/a.ics"
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def mentor():
    """Somebody who is free day and night."""
    return open_mentor()


def test_what_the_calendar_says_is_taken_and_given_back(mentor, server):
    at = free_slots(mentor, now(), now() + timedelta(days=3), 60)[4]
    server.body = FILE.format(start=at, end=at + timedelta(minutes=30))
    calendar = calendars.add(user=mentor.user, name="Work", url=server.url)
    assert calendars.read(calendar_id=calendar.pk)
    assert at not in free_slots(mentor, now(), now() + timedelta(days=3), 60)
    # Within the hour it is not asked again.
    assert not calendars.read(calendar_id=calendar.pk)
    assert server.asked == 1
    server.body = "BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    with travel(now() + timedelta(minutes=61)):
        assert calendars.read_due() == 1
    assert not BusyTime.objects.exists()


def test_a_calendar_that_fails_keeps_its_times_and_says_why(mentor, server):
    at = now() + timedelta(days=2)
    server.body = FILE.format(start=at, end=at + timedelta(minutes=30))
    calendar = calendars.add(user=mentor.user, name="Work", url=server.url)
    calendars.read_due()
    server.body = "<html>Log in</html>"
    with travel(now() + timedelta(minutes=61)):
        assert calendars.read_due() == 0
    calendar.refresh_from_db()
    assert calendar.error == "This is not a calendar file (.ics)."
    assert BusyTime.objects.count() == 1
    server.body = FILE.format(start=at, end=at + timedelta(minutes=30))
    with travel(now() + timedelta(minutes=122)):
        assert calendars.read_due() == 1
    calendar.refresh_from_db()
    assert calendar.error == ""


def test_a_private_address_is_refused_when_it_is_read(mentor, server, settings):
    calendar = calendars.add(user=mentor.user, name="Work", url=server.url)
    server_url = server.url.replace("127.0.0.1", "localhost")
    BusyCalendar.objects.filter(pk=calendar.pk).update(url=server_url)
    settings.FETCH_ALLOWED_ADDRESSES = []
    assert not calendars.read(calendar_id=calendar.pk)
    calendar.refresh_from_db()
    assert "public address" in calendar.error
    assert server.asked == 0


def test_the_address_is_ciphertext_in_the_database(mentor):
    calendar = calendars.add(
        user=mentor.user, name="Work", url="webcal://calendar.example/token/a.ics"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT url FROM learning_busycalendar")
        (stored,) = cursor.fetchone()
    assert "calendar.example" not in stored
    calendar.refresh_from_db()
    assert calendar.url == "https://calendar.example/token/a.ics"


def test_twice_is_once_and_five_are_enough(mentor):
    for _ in range(2):
        calendars.add(user=mentor.user, name="Work", url="https://calendar.example/0.ics")
    for number in range(1, 5):
        calendars.add(user=mentor.user, name="Work", url=f"https://calendar.example/{number}.ics")
    assert BusyCalendar.objects.count() == 5
    with pytest.raises(Conflict):
        calendars.add(user=mentor.user, name="Work", url="https://calendar.example/6.ics")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("", "https://calendar.example/a.ics"),
        ("x" * 61, "https://calendar.example/a.ics"),
        ("Work", "https://127.0.0.1/a.ics"),
        ("Work", "file:///etc/passwd"),
        ("Work", ""),
    ],
)
def test_wrong_calendars_are_refused(mentor, name, url):
    with pytest.raises(DomainError) as refused:
        calendars.add(user=mentor.user, name=name, url=url)
    assert refused.value.fields
    assert not BusyCalendar.objects.exists()


def test_nobody_removes_somebody_elses(mentor):
    calendar = calendars.add(user=mentor.user, name="Work", url="https://calendar.example/a")
    calendars.remove(user=make.mentor().user, calendar_id=calendar.pk)
    assert BusyCalendar.objects.exists()
    with pytest.raises(NotFound):
        calendars.remove(user=make.person(), calendar_id=calendar.pk)
    calendars.remove(user=mentor.user, calendar_id=calendar.pk)
    assert not BusyCalendar.objects.exists()


def test_the_page_takes_it_and_never_shows_the_address_again(client, mentor):
    client.force_login(mentor.user)
    sent = {
        "part": "calendar",
        "calendar-name": "Work",
        "calendar-url": "https://calendar.example/token/a.ics",
    }
    html = client.post("/mentor/availability/", sent, follow=True).content.decode()
    assert "Work" in html
    assert "It is read in a moment." in html
    assert "token" not in html.replace("csrfmiddlewaretoken", "")
    refused = client.post(
        "/mentor/availability/", sent | {"calendar-url": "http://169.254.169.254/latest"}
    )
    assert refused.status_code == 400
    assert "Give the public address of a calendar" in refused.content.decode()
    calendar = BusyCalendar.objects.get()
    client.post("/mentor/availability/remove/", {"calendar": calendar.pk})
    assert not BusyCalendar.objects.exists()
