"""Booking page by page, as a person without scripts would walk it."""

import re
from datetime import timedelta

import pytest

from learning.enums import BookingState
from learning.models import Booking
from learning.services import attendance, closing, holds, moving, sessions
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db

WEEK = 7 * 24 * 60


@pytest.fixture
def learner(client):
    user = make.person()
    client.force_login(user)
    return user


def text(answer):
    return answer.content.decode()


def test_a_free_seat_is_two_pages_away(client, learner):
    session = make.session(price=0)
    assert "Your seat is confirmed at once." in text(client.get(f"/book/{session.pk}/"))
    answer = client.post(f"/book/{session.pk}/", follow=True)
    assert "Your seat is booked" in text(answer)


def test_a_visitor_comes_back_to_the_booking_after_login(client):
    session = make.session()
    answer = client.get(f"/book/{session.pk}/")
    assert answer.url == f"/login/?next=/book/{session.pk}/"


def test_a_paid_seat_is_held_and_shows_what_to_pay_and_until_when(client, learner, simulator):
    session = make.session(price=45_000, starts_in=240)
    page = text(client.post(f"/book/{session.pk}/", follow=True))
    assert "Held until" in page
    assert "Pay ₹450" in page
    assert f'data-order="{Booking.objects.get().order_id}"' in page


def test_without_the_gateway_the_page_says_so_and_offers_to_try_again(client, learner, simulator):
    simulator.fault("POST /v1/orders", "5xx_before")
    session = make.session(price=45_000, starts_in=240)
    page = text(client.post(f"/book/{session.pk}/", follow=True))
    assert "The payment service does not answer. Your seat is held" in page
    booking = Booking.objects.get()
    again = text(client.post(f"/bookings/{booking.pk}/pay/", follow=True))
    assert "Pay ₹450" in again


def test_a_full_session_says_so_and_shows_others_like_it(client, learner):
    session = make.session(price=0, capacity=1)
    make.seat(session)
    other = make.session(title="Another way in")
    answer = client.post(f"/book/{session.pk}/")
    assert answer.status_code == 409
    assert "The last seat was just taken." in text(answer)
    assert other.title in text(answer)


@pytest.mark.parametrize("path", ["/book/999999/", "/book/99999999999999999999999/"])
def test_an_unknown_session_cannot_be_booked_and_that_is_no_server_error(client, learner, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_session_that_began_meanwhile_is_closed(client, learner):
    session = make.move_start(make.session(), -2)
    for answer in (client.get(f"/book/{session.pk}/"), client.post(f"/book/{session.pk}/")):
        assert answer.status_code == 409
        assert "This session has begun, so it cannot be booked any more." in text(answer)
        assert "Hold my seat" not in text(answer)


def test_a_hold_that_ended_says_so_and_leads_back(client, learner, simulator):
    session = make.session(price=45_000, starts_in=240)
    client.post(f"/book/{session.pk}/")
    booking = Booking.objects.get()
    with travel(now() + timedelta(minutes=16)):
        holds.expire_holds()
        page = text(client.get(f"/bookings/{booking.pk}/"))
    assert "The hold on your seat has ended" in page
    assert "Nothing was charged." in page
    assert f"/book/{session.pk}/" in page


def test_somebody_elses_booking_is_not_found(client, learner):
    booking = make.seat(make.session(price=0))
    assert client.get(f"/bookings/{booking.pk}/").status_code == 404
    for verb in ("pay", "release", "cancel", "review"):
        form = {"refund": 0, "rating": 5}
        assert client.post(f"/bookings/{booking.pk}/{verb}/", form).status_code == 404
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_getting_ready_works_without_a_script_and_never_leads_to_a_foreign_site(client, learner):
    session = make.session(price=0, starts_in=9)
    make.seat(session, learner)
    page = text(client.get("/learner/sessions/"))
    assert "I’m Ready" in page
    answer = client.post(f"/ready/{session.pk}/", {"next": "https://evil.example/"})
    assert answer.url == "/go/"
    assert "Waiting for Mentor…" in text(client.get("/learner/sessions/"))
    client.force_login(session.mentor.user)
    assert "A learner is ready and waits for you." in text(client.get("/mentor/dashboard/"))


def test_an_attended_session_is_reviewed_by_a_plain_form_and_scripts_in_it_stay_text(
    client, learner
):
    session = make.session(price=0, starts_in=9)
    booking = make.seat(session, learner)
    sessions.start(session_id=session.pk, actor=session.mentor.user)
    attendance.joined(session_id=session.pk, user_id=learner.pk)
    closing.end(session_id=session.pk, actor=session.mentor.user)
    assert client.post(f"/bookings/{booking.pk}/review/", {"rating": 9}).status_code == 400
    form = {"rating": 5, "comment": "<script>alert(1)</script> lovely"}
    assert client.post(f"/bookings/{booking.pk}/review/", form).status_code == 302
    page = text(client.get(session.mentor.get_absolute_url()))
    assert "lovely" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("page", ["dashboard", "home", "sessions"])
def test_a_learners_page_takes_the_same_number_of_queries_for_any_number_of_bookings(
    client, learner, page, django_assert_max_num_queries
):
    for number in range(6):
        make.seat(make.session(price=0, starts_in=100 + number), learner)
    client.get(f"/learner/{page}/")
    with django_assert_max_num_queries(10):
        client.get(f"/learner/{page}/")


def test_a_session_that_moved_meanwhile_is_not_booked_and_the_new_time_is_shown(client, learner):
    session = make.session(price=0, starts_in=WEEK)
    html = text(client.get(f"/book/{session.pk}/"))
    seen = re.search(r'name="starts_at" value="([^"]+)"', html)[1]
    moving.reschedule(
        session_id=session.pk,
        actor=session.mentor.user,
        starts_at=session.starts_at + timedelta(days=1),
    )
    answer = client.post(f"/book/{session.pk}/", {"starts_at": seen})
    assert answer.status_code == 409
    assert "was just moved" in text(answer)
    assert not Booking.objects.exists()
    again = re.search(r'name="starts_at" value="([^"]+)"', text(answer))[1]
    assert again != seen
    answer = client.post(f"/book/{session.pk}/", {"starts_at": again}, follow=True)
    assert "Your seat is booked" in text(answer)
