"""A request from asking to a paid seat, and every way it can end before."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, OfferState, RequestState, SessionState
from learning.models import Booking, Session
from learning.queries import requests as queries
from learning.services import bookings, closing, forgetting, holds, request_answers
from payments.models import Order
from payments.services import orders, settlement
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.notifications.models import Notice
from tests import factories as make
from tests.learning.services.asking import accept, ask, offer, refused, soon, states, take, told

pytestmark = pytest.mark.django_db

DAY = 24 * 60


@pytest.fixture
def mentor():
    return make.mentor("Asha Raman", domains=[make.domain()], hourly_price=90_000)


@pytest.fixture
def learner():
    return make.person("Lena Fischer")


def test_an_accepted_request_is_a_private_session_with_a_seat_to_pay(mentor, learner):
    request = ask(learner, mentor)
    made = accept(mentor, request)
    assert states(request) == (RequestState.ACCEPTED, [OfferState.TAKEN])
    booking = made.booking
    session = Session.objects.get()
    assert (session.kind, session.capacity, session.seats_taken) == ("private", 1, 1)
    assert (session.title, session.starts_at) == ("Lifetimes, slowly", request.starts[0])
    assert (booking.state, booking.learner, booking.order.amount) == ("held", learner, 90_000)
    left = booking.hold_expires_at - now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    notice = Notice.objects.get(user=learner)
    assert (notice.kind, notice.url) == ("request_accepted", booking.get_absolute_url())
    assert accept(mentor, request) == made
    assert Session.objects.count() == 1


def test_what_is_free_is_booked_at_once(learner):
    mentor = make.mentor(domains=[make.domain()])
    request = ask(learner, mentor)
    made = accept(mentor, request)
    assert states(request) == (RequestState.CONFIRMED, [OfferState.TAKEN])
    assert made.booking.state == BookingState.CONFIRMED
    assert told(learner) == ["booking_confirmed"]


def test_other_times_and_prices_above_the_budget_are_a_counter_offer(mentor, learner):
    request = ask(learner, mentor, budget=60_000)
    for terms in ({"starts_at": soon(9)}, {"price": 60_001}, {}):
        with refused("other_terms", DomainError):
            accept(mentor, request, **terms)
    assert states(request) == (RequestState.OPEN, [])
    countered = offer(mentor, request, price=70_000)
    assert countered.state == OfferState.STANDING
    assert told(learner) == ["offer_received"]
    assert not Session.objects.exists()
    take(countered)
    assert states(request) == (RequestState.ACCEPTED, [OfferState.TAKEN])
    assert Booking.objects.get().session.starts_at == countered.starts_at


def test_several_mentors_offer_and_the_one_that_is_paid_is_left(learner, simulator):
    mentors = [make.mentor(domains=[make.domain()]) for _ in range(3)]
    request = ask(learner)
    assert request.mentors_asked == 3
    assert told(mentors[0].user)[-1] == "request_open"
    rows = [offer(each, request) for each in mentors]
    taken = take(rows[1])
    assert states(request)[1] == ["standing", "taken", "standing"]
    booking = taken.booking
    order = orders.register(order_id=booking.order_id)
    simulator.pay(order)
    settlement.sync_order(order_id=order.pk)
    assert states(request) == (RequestState.CONFIRMED, ["closed", "taken", "closed"])
    assert told(mentors[0].user)[-1] == "offer_passed"
    assert told(mentors[1].user)[-1] == "seat_booked"
    with refused("already_booked"):
        request_answers.cancel(actor=learner, request_id=request.pk)


def test_accepting_an_open_request_is_an_offer_for_the_learner_compares(mentor, learner):
    request = ask(learner)
    made = accept(mentor, request)
    assert made.state == OfferState.STANDING
    assert states(request) == (RequestState.OPEN, [OfferState.STANDING])
    assert accept(mentor, request) == made


def test_a_seat_nobody_paid_opens_the_request_again_and_both_are_told(mentor, learner):
    request = ask(learner, mentor)
    made = accept(mentor, request)
    with travel(made.booking.hold_expires_at + timedelta(seconds=1)):
        holds.expire_holds()
        assert states(request) == (RequestState.OPEN, [OfferState.LAPSED])
        assert Session.objects.get().state == SessionState.CANCELLED
        assert Order.objects.get().state in ("expired", "void", "cancelled", "voided")
        assert told(learner)[-1] == "request_reopened"
        assert told(mentor.user)[-1] == "offer_lapsed"
        again = accept(mentor, request)
    assert again.pk != made.pk
    assert states(request) == (RequestState.ACCEPTED, [OfferState.LAPSED, OfferState.TAKEN])


def test_a_seat_nobody_paid_after_the_requests_time_ends_it(mentor, learner):
    request = ask(learner, mentor, times=[soon(20)])
    with travel(request.expires_at - timedelta(hours=1)):
        made = accept(mentor, request)
    with travel(made.booking.hold_expires_at + timedelta(seconds=1)):
        holds.expire_holds()
    assert states(request) == (RequestState.EXPIRED, [OfferState.LAPSED])
    assert told(learner)[-2:] == ["request_reopened", "request_expired"]


def test_cancelling_an_accepted_request_gives_the_time_back(mentor, learner):
    request = ask(learner, mentor)
    made = accept(mentor, request)
    for _ in range(2):
        request_answers.cancel(actor=learner, request_id=request.pk)
    assert states(request) == (RequestState.CANCELLED, [OfferState.LAPSED])
    made.booking.refresh_from_db()
    assert made.booking.state == BookingState.RELEASED
    assert Session.objects.get().state == SessionState.CANCELLED
    assert told(mentor.user)[-1] == "request_over"


def test_an_accepted_request_past_its_own_time_can_be_taken_back(mentor, learner, client):
    request = ask(learner, mentor, times=[soon(20)])
    with travel(request.expires_at - timedelta(hours=1)):
        made = accept(mentor, request)
    with travel(request.expires_at + timedelta(hours=1)):
        client.force_login(learner)
        answer = client.post(f"/api/requests/{request.pk}/cancel/")
    assert (answer.status_code, answer.json()["state"]) == (200, "expired")
    made.booking.refresh_from_db()
    assert made.booking.state == BookingState.RELEASED


def test_a_mentor_who_calls_the_lesson_off_before_it_is_paid_leaves_the_request_open(
    mentor, learner
):
    request = ask(learner, mentor)
    session = accept(mentor, request).booking.session
    closing.cancel(session_id=session.pk, actor=mentor.user, reason="Ill.")
    assert states(request) == (RequestState.OPEN, [OfferState.LAPSED])
    assert told(learner)[-1] == "request_reopened"


def test_declining_says_why(mentor, learner):
    request = ask(learner, mentor)
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(DomainError):
            request_answers.decline(actor=mentor.user, request_id=request.pk, reason=reason)
    offer(mentor, request)
    for _ in range(2):
        request_answers.decline(actor=mentor.user, request_id=request.pk, reason="Too early.")
    assert states(request) == (RequestState.DECLINED, [OfferState.WITHDRAWN])
    assert Notice.objects.filter(user=learner).latest("pk").body == "Too early."
    with refused("request_closed"):
        accept(mentor, request)


def test_a_request_to_all_that_one_leaves_stays_with_the_others(mentor, learner):
    other = make.mentor(domains=[make.domain()])
    request = ask(learner)
    request_answers.decline(actor=mentor.user, request_id=request.pk)
    assert states(request) == (RequestState.OPEN, [])
    assert not queries.open_to_all(mentor).exists()
    assert queries.open_to_all(other).get() == request


def test_asking_for_more_goes_to_and_fro_with_a_limit(mentor, learner):
    request = ask(learner, mentor)

    def say(who, text="Which parser?"):
        return request_answers.say(actor=who, request_id=request.pk, text=text)

    for _ in range(3):
        say(mentor.user)
    with refused("wait_for_answer"):
        say(mentor.user)
    say(learner, "A recursive one.")
    say(mentor.user)
    assert told(learner)[-1] == "request_message"
    assert told(mentor.user)[-1] == "request_answer"
    request.refresh_from_db()
    assert request.answered_at is not None
    with pytest.raises(DomainError):
        say(learner, " \0 ")


def test_a_talk_is_between_two_and_a_stranger_finds_nothing(learner):
    mentors = [make.mentor(domains=[make.domain()]) for _ in range(2)]
    request = ask(learner)
    offer(mentors[0], request)
    with refused("no_mentor", NotFound):
        request_answers.say(
            actor=learner, request_id=request.pk, text="Hello", mentor_id=mentors[1].pk
        )
    request_answers.say(actor=learner, request_id=request.pk, text="Hello", mentor_id=mentors[0].pk)
    assert queries.talk(request, mentors[1]).count() == 0
    elsewhere = make.mentor(domains=[make.domain("Cooking", "cooking")])
    for who in (elsewhere, make.mentor(domains=[])):
        assert queries.seen_by(who.user, request.pk) is None
        with refused("no_request", NotFound):
            offer(who, request)
    assert queries.seen_by(make.person(), request.pk) is None


def test_a_lesson_keeps_none_of_the_words_of_who_is_forgotten(learner):
    mentor = make.mentor(domains=[make.domain()])
    made = accept(mentor, ask(learner, mentor))
    forgetting.forget_person(user_id=learner.pk)
    session = Session.objects.get(pk=made.booking.session_id)
    assert (session.title, session.slug, session.description) == ("-", "session", "")


def test_a_mentor_keeps_no_news_of_what_somebody_forgotten_had_asked(learner, mentor):
    taken = accept(mentor, ask(learner, mentor))
    passed = offer(make.mentor(domains=[make.domain()]), ask(learner))
    for made in (taken, passed):
        bookings.release(booking_id=made.booking_id, actor=learner) if made.booking_id else None
        request_answers.cancel(request_id=made.request_id, actor=learner)
    mentors = (taken.mentor.user, passed.mentor.user)
    told_before = Notice.objects.filter(user__in=mentors).count()
    forgetting.forget_person(user_id=learner.pk)
    left = Notice.objects.filter(user__in=mentors)
    assert told_before >= 4
    assert [notice.title for notice in left] == []
