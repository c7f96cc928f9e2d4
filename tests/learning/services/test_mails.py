"""Mails about a booking: one calendar entry from the first to the last."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail

from learning.models import BookingMail
from learning.services import bookings, closing, leaving, mails, moving, rescheduling, waitlist
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db

WEEK = 7 * 24 * 60


@pytest.fixture
def booking():
    session = make.session(by=make.mentor("Asha Rao"), price=0, starts_in=WEEK, capacity=1)
    return make.seat(session, make.person(time_zone="Europe/Berlin"))


def sent() -> list:
    mail.outbox.clear()
    mails.send_due()
    return list(mail.outbox)


def entry(message) -> tuple[str, icalendar.Event]:
    """Return the method and the entry a mail carries, the same in both its parts."""
    (content, kind) = message.alternatives[0]
    calendar = icalendar.Calendar.from_ical(content)
    method = str(calendar["METHOD"])
    assert kind == f"text/calendar; method={method}"
    header = f'text/calendar; method="{method}"; charset="utf-8"'
    assert header in message.message().as_string()
    assert message.attachments[0][:2] == ("session.ics", content)
    (event,) = calendar.walk("VEVENT")
    return method, event


def test_what_was_booked_comes_with_an_alarm_and_with_the_zone_spelt_out(booking):
    (message,) = sent()
    assert message.to == [booking.learner.email]
    assert "(Europe/Berlin)" in message.body
    assert "calendar.google.com" in message.body
    method, event = entry(message)
    assert method == "REQUEST"
    assert event["DTSTART"].dt == booking.session.starts_at.replace(microsecond=0)
    assert event["ATTENDEE"] == f"mailto:{booking.learner.email}"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
    assert sent() == []


def test_a_change_and_a_cancellation_keep_the_uid_and_raise_the_number(booking):
    _, booked = entry(sent()[0])
    old = booking.session
    new = make.session(by=old.mentor, price=0, starts_in=2 * WEEK)
    rescheduling.reschedule(booking_id=booking.pk, actor=booking.learner, session_id=new.pk)
    method, moved = entry(sent()[0])
    assert method == "REQUEST"
    assert moved["DTSTART"].dt == new.starts_at.replace(microsecond=0)
    with travel(now() + timedelta(minutes=1)):
        moving.reschedule(
            session_id=new.pk, actor=new.mentor.user, starts_at=new.starts_at + timedelta(days=1)
        )
        (message,) = sent()
    assert "(Europe/Berlin)" in message.body
    _, shifted = entry(message)
    with travel(now() + timedelta(minutes=2)):
        leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=0)
        method, gone = entry(sent()[0])
    assert (method, gone["STATUS"]) == ("CANCEL", "CANCELLED")
    assert not gone.walk("VALARM")
    entries = [booked, moved, shifted, gone]
    assert {str(one["UID"]) for one in entries} == {f"booking-{booking.pk}@localhost"}
    numbers = [int(one["SEQUENCE"]) for one in entries]
    assert numbers == sorted(set(numbers))


def test_what_the_mentor_cancels_is_taken_out_of_calendars(booking):
    sent()
    closing.cancel(session_id=booking.session_id, actor=None, reason="I am ill.")
    (message,) = sent()
    assert "I am ill." in message.body
    assert entry(message)[0] == "CANCEL"


def test_who_waited_hears_until_when_the_seat_is_theirs(booking):
    sent()
    who = make.person(time_zone="America/New_York")
    waitlist.join(session_id=booking.session_id, learner=who)
    leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=0)
    (offer,) = [message for message in sent() if message.to == [who.email]]
    assert "(America/New_York)" in offer.body
    assert not offer.attachments


def test_a_mail_that_is_not_true_any_more_is_not_sent(booking):
    leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=0)
    (message,) = sent()
    assert message.subject.startswith("Cancelled:")
    held = make.seat(make.session(price=45_000, starts_in=WEEK))
    bookings.release(booking_id=held.pk, actor=held.learner)
    assert sent() == []


def test_what_could_not_be_sent_is_tried_again_and_given_up_in_the_end(booking, settings):
    settings.EMAIL_BACKEND = "tests.support.no_such_backend"
    for tried in range(1, 8):
        with travel(now() + timedelta(hours=tried)):
            assert mails.send_due() == 0
    waiting = BookingMail.objects.get()
    assert (waiting.tries, waiting.sent_at) == (mails.MOST_TRIES, None)
