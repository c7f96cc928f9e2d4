"""One's own sessions in one's own calendar: a secret address, a file, and links."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest

from learning import invitations
from learning.models import CalendarFeed
from learning.services import closing, forgetting
from peerlearn.accounts.enums import Standing
from peerlearn.accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return make.seat(make.session(by=make.mentor("Asha Rao"), price=0))


def entries(answer) -> dict[str, icalendar.Event]:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["UID"]): event for event in events}


def test_a_learner_and_a_mentor_subscribe_to_what_is_theirs_alone(client, booking):
    session = booking.session
    make.seat(make.session(price=0))
    for user, uid in (
        (booking.learner, f"booking-{booking.pk}@localhost"),
        (session.mentor.user, f"session-{session.pk}@localhost"),
    ):
        client.force_login(user)
        path = client.post("/calendar/renew/", follow=True)
        token = path.context["address"].rsplit("/", 1)[1]
        client.logout()
        found = entries(client.get(f"/calendar/{token}"))
        assert list(found) == [uid]
        assert found[uid].walk("VALARM")


def test_the_address_is_shown_once_and_only_its_digest_is_kept(client, booking):
    client.force_login(booking.learner)
    shown = client.post("/calendar/renew/", follow=True).context["address"]
    token = shown.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in str(CalendarFeed.objects.values().get())
    assert token not in client.get("/calendar/").content.decode()


def test_a_renewed_address_opens_and_the_old_one_does_not(client, booking):
    client.force_login(booking.learner)
    old, new = (
        urlsplit(client.post("/calendar/renew/", follow=True).context["address"]).path
        for _ in range(2)
    )
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    client.post("/calendar/renew/", {"off": "1"})
    assert client.get(new).status_code == 404


def test_nobodys_address_and_that_of_a_closed_account_open_nothing(client, booking):
    client.force_login(booking.learner)
    path = urlsplit(client.post("/calendar/renew/", follow=True).context["address"]).path
    client.logout()
    assert client.get(f"/calendar/{'n' * 32}.ics").status_code == 404
    User.objects.filter(pk=booking.learner_id).update(is_active=False, standing=Standing.BANNED)
    assert client.get(path).status_code == 404
    forgetting.forget_person(user_id=booking.learner_id)
    assert not CalendarFeed.objects.exists()


def test_what_was_cancelled_says_so_under_the_same_uid(client, booking):
    client.force_login(booking.learner)
    path = urlsplit(client.post("/calendar/renew/", follow=True).context["address"]).path
    closing.cancel(session_id=booking.session_id, actor=None, reason="Ill.")
    event = entries(client.get(path))[f"booking-{booking.pk}@localhost"]
    assert event["STATUS"] == "CANCELLED"


def test_the_file_of_a_booking_is_its_learners(client, booking):
    path = f"/bookings/{booking.pk}/calendar.ics"
    client.force_login(make.person())
    assert client.get(path).status_code == 404
    client.force_login(booking.learner)
    assert f"booking-{booking.pk}@localhost" in entries(client.get(path))


def test_links_add_the_same_times_to_google_and_outlook(booking):
    session, links = booking.session, invitations.links(booking)
    google = parse_qs(urlsplit(links["google"]).query)
    outlook = parse_qs(urlsplit(links["outlook"]).query)
    assert google["dates"] == [
        f"{session.starts_at:%Y%m%dT%H%M%SZ}/{session.ends_at:%Y%m%dT%H%M%SZ}"
    ]
    assert outlook["startdt"] == [f"{session.starts_at:%Y-%m-%dT%H:%M:%SZ}"]
    assert google["text"] == outlook["subject"] == [f"{session.title} with Asha Rao"]
    assert session.ends_at - session.starts_at == timedelta(minutes=60)
