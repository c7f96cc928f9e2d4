"""Another time for a session: learners hear of it and may leave with all their money."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail

from learning.calendar import session_sequence
from learning.invitations import booking_uid
from learning.models import Booking, Session
from learning.services import leaving, mails, moving
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed
from peerlearn.notifications.models import Notice
from tests import factories as make
from tests.learning.services.asking import accept, ask, soon

pytestmark = pytest.mark.django_db


def move(session, starts_at, **fields):
    actor = fields.pop("actor", session.mentor.user)
    return moving.reschedule(session_id=session.pk, actor=actor, starts_at=starts_at, **fields)


def test_learners_get_a_notice_and_the_calendars_entry_anew():
    made = make.session(price=0)
    learner = make.person(time_zone="Europe/Berlin")
    booking = make.seat(made, learner)
    later = made.starts_at + timedelta(days=2)
    moved = move(made, later, minutes=90)
    mails.send_due()
    assert (moved.starts_at, moved.minutes, moved.moves) == (later, 90, 1)
    notice = Notice.objects.get(user=learner, kind="session_moved")
    assert notice.url == booking.get_absolute_url()
    _booked, sent = [one for one in mail.outbox if one.to == [learner.email]]
    assert booking.get_absolute_url() in sent.body
    (entry,) = icalendar.Calendar.from_ical(sent.attachments[0][1]).walk("VEVENT")
    assert entry["UID"] == booking_uid(booking)
    assert entry["DTSTART"].dt == later.replace(microsecond=0)


def test_the_calendar_number_rises_with_each_move():
    made = make.session()
    Session.objects.filter(pk=made.pk).update(created_at=now() - timedelta(days=1))
    made.refresh_from_db()
    first = session_sequence(made)
    moved = move(made, made.starts_at + timedelta(days=1))
    again = move(moved, made.starts_at + timedelta(days=3))
    assert session_sequence(moved) > first
    assert session_sequence(again) > session_sequence(moved)


def paid(session, learner):
    booking = make.seat(session, learner)
    Booking.objects.filter(pk=booking.pk).update(state="confirmed", confirmed_at=now())
    booking.refresh_from_db()
    return booking


def test_who_leaves_within_two_days_gets_everything_whatever_the_policy_says():
    made = make.session(starts_in=3 * 60)
    booking = paid(made, make.person())
    assert leaving.refund_if_cancelled(booking) < booking.price
    move(made, made.starts_at + timedelta(hours=1))
    booking.refresh_from_db()
    booking.session.refresh_from_db()
    assert leaving.refund_if_cancelled(booking) == booking.price
    with travel(made.starts_at + timedelta(hours=1, seconds=1)):
        assert leaving.refund_if_cancelled(booking) == 0


def test_after_two_days_the_terms_are_those_of_the_booking_again():
    made = make.session(starts_in=3 * 60)
    booking = paid(made, make.person())
    move(made, now() + timedelta(hours=50))
    booking.refresh_from_db()
    booking.session.refresh_from_db()
    with travel(now() + timedelta(hours=47, minutes=59)):
        assert leaving.refund_if_cancelled(booking) == booking.price
    with travel(now() + timedelta(hours=48, minutes=1)):
        assert leaving.refund_if_cancelled(booking) < booking.price


def test_a_long_hold_ends_with_the_new_start_at_the_latest():
    mentor = make.mentor(hourly_price=90_000)
    made = accept(mentor, ask(make.person(), mentor, times=[soon(5)]))
    moved = move(made.booking.session, now() + timedelta(minutes=30))
    made.booking.refresh_from_db()
    assert made.booking.hold_expires_at == moved.starts_at + timedelta(minutes=5)


def test_the_same_time_again_is_no_news():
    made = make.session(price=0)
    make.seat(made)
    assert move(made, made.starts_at).moves == 0
    assert not Notice.objects.filter(kind="session_moved").exists()


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        (timedelta(minutes=-5), 60),
        (timedelta(minutes=14), 60),
        (timedelta(days=367), 60),
        (timedelta(days=1), 14),
        (timedelta(days=1), -60),
        (timedelta(days=1), 10_000),
    ],
)
def test_a_time_that_cannot_be_changes_nothing(start, minutes):
    made = make.session()
    with pytest.raises(DomainError):
        move(made, now() + start, minutes=minutes)
    left = Session.objects.get(pk=made.pk)
    assert (left.starts_at, left.moves, left.version) == (made.starts_at, 0, 1)


def test_who_has_a_seat_is_not_taken_unawares_by_an_earlier_start(client):
    made = make.session(price=0, starts_in=3 * 24 * 60)
    make.seat(made)
    client.force_login(made.mentor.user)
    for hours, status in ((1, 400), (23, 400), (25, 200), (26, 200)):
        body = {"starts_at": (now() + timedelta(hours=hours)).isoformat()}
        url = f"/api/sessions/{made.pk}/reschedule/"
        answer = client.post(url, body, content_type="application/json")
        assert answer.status_code == status
        assert (status == 200) == ("starts_at" not in answer.json().get("fields", {}))


def test_a_move_onto_another_session_is_refused_but_onto_itself_is_not():
    first = make.session(starts_in=180)
    second = make.session(by=first.mentor, starts_in=300)
    with pytest.raises(Conflict) as caught:
        move(second, first.starts_at + timedelta(minutes=30))
    assert caught.value.code == "overlap"
    assert move(second, second.starts_at + timedelta(minutes=30)).moves == 1


def test_drafts_what_has_begun_and_what_is_somebody_elses_are_not_moved():
    draft, made = make.draft(), make.session()
    soon = now() + timedelta(days=1)
    with pytest.raises(Conflict):
        move(draft, soon)
    with pytest.raises(NotAllowed):
        move(made, soon, actor=make.mentor().user)
    with travel(made.starts_at + timedelta(minutes=1)), pytest.raises(Conflict):
        move(made, now() + timedelta(days=1))


def test_who_was_ready_is_asked_again():
    made = make.session(price=0)
    booking = make.seat(made)
    Session.objects.filter(pk=made.pk).update(mentor_ready_at=now())
    type(booking).objects.filter(pk=booking.pk).update(ready_at=now())
    assert move(made, made.starts_at + timedelta(days=1)).mentor_ready_at is None
    booking.refresh_from_db()
    assert booking.ready_at is None
