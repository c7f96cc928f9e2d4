"""Pages by which a learner waits, takes another time, gives back, contests, without a script."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.enums import BookingState, WaitState
from learning.models import Booking, Contest, WaitlistEntry
from learning.queries.slots import free_slots
from learning.services import attendance, closing, leaving, moving, sessions, slots, waitlist
from peerlearn.common.clock import now, travel
from peerlearn.common.zones import iso_utc, when_text
from tests import factories as make
from tests.learning.services.test_slots import open_mentor

pytestmark = pytest.mark.django_db

WEEK = 7 * 24 * 60
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def learner(client):
    user = make.person(time_zone="Europe/Berlin")
    client.force_login(user)
    return user


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_book_now_is_a_dialog_of_the_same_words(client, learner):
    session = make.session(starts_in=WEEK)
    dialog = text(client.get(f"/book/{session.pk}/?dialog=1"))
    assert "<html" not in dialog
    assert "<dialog" in dialog
    assert f'action="/book/{session.pk}/"' in dialog
    page = text(client.get(f"/book/{session.pk}/"))
    for words in ("Hold my seat", "everything comes back", "₹450"):
        assert words in dialog
        assert words in page


def test_the_page_everybody_gets_of_a_session_holds_no_dialog_of_anybodys(client):
    html = client.get(make.session().get_absolute_url(), follow=True).content.decode()
    assert "book-dialog" not in html
    assert "csrfmiddlewaretoken" not in html.split("<main", 1)[1].split("</main", 1)[0]


def test_a_full_session_leads_to_its_queue_and_tells_the_place(client, learner):
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    seat = make.seat(session)
    waitlist.join(session_id=session.pk, learner=make.person())
    page = text(client.get(session.get_absolute_url(), follow=True))
    assert f'href="/waitlist/{session.pk}/"' in page
    assert client.get(f"/book/{session.pk}/").headers["Location"] == f"/waitlist/{session.pk}/"
    assert "One person waits already." in text(client.get(f"/waitlist/{session.pk}/"))
    page = text(client.post(f"/waitlist/{session.pk}/", follow=True))
    assert "You are number 2 in the queue." in page
    leaving.cancel(booking_id=seat.pk, actor=seat.learner, expected=0)
    assert "You are next" in text(client.get(f"/waitlist/{session.pk}/"))
    client.post(f"/waitlist/{session.pk}/leave/")
    assert WaitlistEntry.objects.get(learner=learner).state == WaitState.LEFT


def test_an_offer_is_taken_on_the_bookings_page(client, learner):
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    seat = make.seat(session)
    client.post(f"/waitlist/{session.pk}/")
    leaving.cancel(booking_id=seat.pk, actor=seat.learner, expected=0)
    page = text(client.get(f"/waitlist/{session.pk}/", follow=True))
    assert "A seat is free for you" in page
    assert " CET" in page
    client.post(f"/book/{session.pk}/")
    assert Booking.objects.get(learner=learner).state == BookingState.CONFIRMED


def test_another_time_is_chosen_from_what_is_free(client, learner):
    mentor = make.mentor()
    seat = make.seat(make.session(by=mentor, price=0, starts_in=WEEK), learner)
    new = make.session(by=mentor, price=0, starts_in=2 * WEEK, title="The same a week later")
    full = make.session(by=mentor, price=0, starts_in=3 * WEEK, capacity=1, title="Fully booked")
    make.seat(full)
    path = f"/bookings/{seat.pk}/move/"
    assert path in text(client.get(f"/bookings/{seat.pk}/"))
    page = text(client.get(path))
    assert "The same a week later" in page
    assert "Fully booked" not in page
    refused = client.post(path, {"session": full.pk})
    assert refused.status_code == 409
    assert "The last seat was just taken." in text(refused)
    assert client.post(path, {"session": "x"}).status_code == 409
    old_start = iso_utc(new.starts_at)
    assert f'name="seen-{new.pk}" value="{old_start}"' in page
    moving.reschedule(
        session_id=new.pk, actor=mentor.user, starts_at=new.starts_at + timedelta(hours=2)
    )
    late = client.post(path, {"session": new.pk, f"seen-{new.pk}": old_start})
    assert late.status_code == 409
    assert "it starts at another time now" in text(late)
    seat.refresh_from_db()
    assert seat.moves == 0
    seen = iso_utc(new.starts_at + timedelta(hours=2))
    client.post(path, {"session": new.pk, f"seen-{new.pk}": seen})
    seat.refresh_from_db()
    assert seat.session == new


def test_pressing_twice_gives_back_once_and_leads_to_the_booking(client, learner):
    seat = make.seat(make.session(price=0, starts_in=WEEK), learner)
    for _ in range(2):
        answer = client.post(f"/bookings/{seat.pk}/cancel/", {"refund": 0})
        assert (answer.status_code, answer["Location"]) == (302, f"/bookings/{seat.pk}/")


def test_pressing_twice_moves_once(client, learner):
    mentor = open_mentor(price=0)
    times = free_slots(mentor, now() + timedelta(days=3), now() + timedelta(days=4), 60)
    lesson = slots.book_slot(learner=learner, mentor=mentor, starts_at=times[0], minutes=60)
    seat = make.seat(make.session(by=mentor, price=0, starts_in=WEEK), learner)
    other = make.session(by=mentor, price=0, starts_in=WEEK + 1440)
    for booking, to in ((lesson, {"starts_at": iso_utc(times[8])}), (seat, {"session": other.pk})):
        for _ in range(2):
            answer = client.post(f"/bookings/{booking.pk}/move/", to)
            assert (answer.status_code, answer["Location"]) == (302, f"/bookings/{booking.pk}/")
        booking.refresh_from_db()
        assert booking.moves == 1
    assert learner.notices.filter(kind="booking_moved").count() == 2


def test_a_refund_that_changed_is_shown_and_nothing_happens(client, learner):
    session = make.session(starts_in=25 * 60)
    seat = make.seat(session, learner)
    Booking.objects.filter(pk=seat.pk).update(state=BookingState.CONFIRMED)
    assert 'name="refund" value="45000"' in text(client.get(f"/bookings/{seat.pk}/"))
    with travel(session.starts_at - timedelta(hours=23)):
        answer = client.post(f"/bookings/{seat.pk}/cancel/", {"refund": 45_000})
        assert answer.status_code == 409
        assert "What comes back has changed" in text(answer)
        assert 'name="refund" value="22500"' in text(answer)
        seat.refresh_from_db()
        assert seat.state == BookingState.CONFIRMED
        client.post(f"/bookings/{seat.pk}/cancel/", {"refund": 22_500})
    seat.refresh_from_db()
    assert seat.state == BookingState.CANCELLED_LEARNER


def test_both_sides_say_what_was_wrong_and_read_the_times(client, learner):
    session = make.session(price=0, starts_in=9)
    seat = make.seat(session, learner)
    mentor = session.mentor.user
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=mentor)
        attendance.joined(session_id=session.pk, user_id=mentor.pk)
    path = f"/bookings/{seat.pk}/contest/"
    with travel(session.ends_at):
        closing.end(session_id=session.pk, actor=mentor)
        assert path in text(client.get(f"/bookings/{seat.pk}/"))
        assert mentor.name in text(client.get(path))
        assert client.post(path, {"words": "no"}).status_code == 400
        page = text(client.post(path, {"words": "I was there, I swear."}, follow=True))
        assert "I was there, I swear." in page
        client.force_login(mentor)
        client.post(path, {"words": "Nobody was there but me."})
    assert Contest.objects.count() == 2
    client.force_login(make.person())
    assert client.get(path).status_code == 404


def test_links_to_calendars_stand_on_the_bookings_page(client, learner):
    seat = make.seat(make.session(price=0, starts_in=WEEK), learner)
    page = text(client.get(f"/bookings/{seat.pk}/"))
    for words in ("calendar.google.com", "outlook.live.com", f"/bookings/{seat.pk}/calendar.ics"):
        assert words in page


def test_my_sessions_shows_places_in_queues_and_leads_out_of_them(client, learner):
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    seat = make.seat(session)
    first = make.person()
    waitlist.join(session_id=session.pk, learner=first)
    waitlist.join(session_id=session.pk, learner=learner)
    page = text(client.get("/learner/sessions/"))
    assert "Waiting for a seat" in page
    assert "Number 2 in the queue" in page
    waitlist.leave(session_id=session.pk, learner=first)
    assert "You are next" in text(client.get("/learner/sessions/"))
    assert f'action="/waitlist/{session.pk}/leave/"' in text(client.get("/learner/sessions/"))
    leaving.cancel(booking_id=seat.pk, actor=seat.learner, expected=0)
    page = text(client.get("/learner/sessions/"))
    assert "Waiting for a seat" not in page
    mine = Booking.objects.get(learner=learner)
    assert "A seat came free: it is kept for you until" in page
    assert when_text(mine.hold_expires_at, BERLIN) in page
    assert f'action="/bookings/{mine.pk}/release/"' in page
    form = {"starts_at": iso_utc(session.starts_at)}
    assert f'value="{form["starts_at"]}"' in page
    assert "Your seat is booked" in text(client.post(f"/book/{session.pk}/", form, follow=True))


def test_queues_of_any_number_take_one_statement(client, learner, django_assert_max_num_queries):
    for number in range(6):
        session = make.session(price=0, capacity=1, starts_in=WEEK + 90 * number)
        make.seat(session)
        waitlist.join(session_id=session.pk, learner=learner)
    with django_assert_max_num_queries(12):
        client.get("/learner/sessions/")


def test_my_sessions_and_my_profile_lead_to_the_calendar_of_ones_own(client, learner):
    for path in ("/learner/sessions/", "/profile/"):
        assert 'href="/calendar/"' in text(client.get(path))


def test_the_mentor_finds_who_was_there_and_contests_it(client):
    session = make.session(price=0, starts_in=WEEK)
    seat = make.seat(session, make.person("Lena Learner"))
    mentor = session.mentor.user
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=mentor)
        attendance.joined(session_id=session.pk, user_id=mentor.pk)
    preview = f"/mentor/sessions/{session.pk}/preview/"
    client.force_login(mentor)
    with travel(session.ends_at):
        closing.end(session_id=session.pk, actor=mentor)
        assert f'href="{preview}#who"' in text(client.get("/mentor/sessions/past/"))
        page = text(client.get(preview))
        assert "Lena Learner" in page
        contest = f"/bookings/{seat.pk}/contest/"
        assert f'href="{contest}"> This is not how it was' in page.replace('">This', '"> This')
        client.post(contest, {"words": "She was there until the end."})
        assert "You contested it" in text(client.get(preview))
    with travel(session.ends_at + timedelta(hours=50)):
        Contest.objects.all().delete()
        assert contest not in text(client.get(preview))
