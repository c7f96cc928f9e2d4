"""Accept, take, cancel and pay at once: one lesson comes of a request, or none, and all agree."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, OfferState, RequestState, SessionState
from learning.models import Booking, Offer, Session, SessionRequest
from learning.services import offers, request_answers, requests
from peerlearn.accounts.enums import Role
from peerlearn.accounts.services import standing
from peerlearn.accounts.services.people import grant_role
from peerlearn.common.clock import now
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = {"request_closed", "already_booked"}


def ask(mentor=None, learner=None, title="Rust"):
    at = (now() + timedelta(days=2)).replace(microsecond=0)
    return requests.ask(
        learner=learner or make.person(),
        mentor=mentor,
        domain=make.domain(),
        title=title,
        description="",
        minutes=60,
        times=[at],
    )


def offer(mentor, request, hours=50):
    return offers.offer(
        actor=mentor.user,
        request_id=request.pk,
        starts_at=now() + timedelta(hours=hours),
        minutes=60,
        price=50_000,
    )


def taking(made):
    return lambda: offers.take(actor=made.request.learner, offer_id=made.pk)


def accepting(mentor, request):
    return lambda: offers.accept(
        actor=mentor.user, request_id=request.pk, starts_at=request.starts[0], price=50_000
    )


def cancelling(request):
    return lambda: request_answers.cancel(actor=request.learner, request_id=request.pk)


def agrees(request):
    """Check that request, offers, seats and sessions tell the same, and return the state."""
    request.refresh_from_db()
    taken = Offer.objects.filter(request=request, state=OfferState.TAKEN)
    held = Booking.objects.filter(offer__request=request, state=BookingState.HELD)
    stands = Session.objects.filter(bookings__offer__request=request, state=SessionState.SCHEDULED)
    expected = 1 if request.state == RequestState.ACCEPTED else 0
    assert (taken.count(), held.count(), stands.count()) == (expected,) * 3
    for session in Session.objects.all():
        seats = session.bookings.filter(state__in=("held", "confirmed")).count()
        assert session.seats_taken == seats
    return request.state


def teacher():
    return make.mentor(domains=[make.domain()], hourly_price=50_000)


def test_of_two_offers_taken_at_once_one_is():
    mentors, request = [teacher() for _ in range(3)], ask()
    rows = [offer(mentor, request) for mentor in mentors]
    answers = race([taking(row) for row in rows for _ in range(2)])
    won = [answer for answer in answers if isinstance(answer, Offer)]
    assert len({answer.pk for answer in won}) == 1
    assert set(answers) - set(won) == {"request_closed"}
    assert agrees(request) == RequestState.ACCEPTED
    assert Session.objects.count() == 1


def test_accepting_many_times_makes_one_lesson():
    mentor = teacher()
    request = ask(mentor)
    answers = race([accepting(mentor, request) for _ in range(6)])
    assert len({answer.pk for answer in answers}) == 1
    assert agrees(request) == RequestState.ACCEPTED


@pytest.mark.parametrize("_round", range(4))
def test_accepting_and_cancelling_at_once_end_the_same_for_all(_round):
    mentor = teacher()
    request = ask(mentor)
    answers = race([accepting(mentor, request), cancelling(request), cancelling(request)])
    assert agrees(request) in (RequestState.CANCELLED, RequestState.ACCEPTED)
    assert all(not isinstance(answer, str) or answer in REFUSALS for answer in answers), answers


def test_two_requests_for_one_hour_of_a_mentor_get_it_once():
    mentor = teacher()
    asked = [ask(mentor) for _ in range(4)]
    rows = [offer(mentor, request) for request in asked]
    answers = race([taking(row) for row in rows])
    assert answers.count("time_taken") == 3
    assert sorted(agrees(request) for request in asked) == ["accepted", "open", "open", "open"]


def test_pressing_submit_many_times_asks_once():
    mentor, learner = teacher(), make.person()
    race([lambda: ask(mentor, learner) for _ in range(6)])
    assert SessionRequest.objects.count() == 1


def test_an_account_that_closes_while_its_request_is_accepted_keeps_no_seat():
    mentor, moderator = teacher(), make.moderator()
    request = ask(mentor)
    race(
        [
            accepting(mentor, request),
            lambda: standing.ban(
                actor=moderator, user=request.learner, reason="Against the rules."
            ),
        ]
    )
    assert agrees(request) == RequestState.CANCELLED


def test_mentors_who_ask_each_other_do_not_wait_for_each_other():
    pair = [teacher() for _ in range(2)]
    for mentor in pair:
        grant_role(user=mentor.user, role=Role.LEARNER)
    there, back = ask(pair[0], pair[1].user), ask(pair[1], pair[0].user)
    answers = race([accepting(pair[0], there), accepting(pair[1], back)])
    # Both want the same hour, in which each of them teaches only once.
    assert all(isinstance(answer, Offer) for answer in answers), answers
    assert agrees(there) == agrees(back) == RequestState.ACCEPTED
