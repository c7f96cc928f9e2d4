"""What ends a request by itself, what it refuses, and what whoever waits is told."""

from datetime import timedelta

import pytest

from learning.enums import OfferState, RequestState
from learning.models import Booking, Mentor, Offer, Session, SessionRequest, Skill
from learning.queries import requests as queries
from learning.services import offers, request_answers, request_sweeps, requests
from peerlearn.accounts.services import standing
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError, NotAllowed, NotFound
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


def test_somebody_elses_requests_and_offers_are_not_found(mentor, learner):
    stranger, request = make.person(), ask(learner, mentor)
    made = offer(mentor, request)
    for call in (
        lambda: offers.take(actor=stranger, offer_id=made.pk),
        lambda: offers.take(actor=mentor.user, offer_id=made.pk),
        lambda: offers.decline(actor=stranger, offer_id=made.pk),
        lambda: offers.withdraw(actor=learner, offer_id=made.pk),
        lambda: request_answers.cancel(actor=mentor.user, request_id=request.pk),
        lambda: request_answers.decline(actor=stranger, request_id=request.pk, reason="No"),
        lambda: request_answers.say(actor=stranger, request_id=request.pk, text="Hi"),
        lambda: offer(make.mentor(domains=[make.domain()]), request),
    ):
        with pytest.raises(NotFound):
            call()
    assert states(request) == (RequestState.OPEN, [OfferState.STANDING])


def test_an_offer_ends_before_the_start_and_the_request_after_it(mentor, learner):
    request = ask(learner, mentor)
    near, far = now() + timedelta(hours=1), now() + timedelta(hours=20)
    first = offer(mentor, request, starts_at=near)
    assert timedelta(minutes=29) < near - first.expires_at < timedelta(minutes=31)
    second = offer(mentor, request, starts_at=far)
    assert second.expires_at == far - timedelta(hours=2)
    assert states(request)[1] == [OfferState.WITHDRAWN, OfferState.STANDING]
    with travel(second.expires_at + timedelta(seconds=1)):
        with refused("offer_gone"):
            take(second)
        assert request_sweeps.expire() == 1
        assert request_sweeps.expire() == 0
        assert told(learner)[-1] == "offer_expired"
        assert told(mentor.user)[-1] == "offer_unanswered"
    with travel(request.expires_at + timedelta(seconds=1)):
        assert request_sweeps.expire() == 1
        assert states(request)[0] == RequestState.EXPIRED
        assert told(learner)[-1] == "request_expired"


def test_a_request_waits_for_an_answer_to_an_offer(mentor, learner):
    request = ask(learner, mentor, times=[soon(1)])
    with travel(request.expires_at - timedelta(minutes=5)):
        made = offer(mentor, request, starts_at=soon(5))
    with travel(request.expires_at + timedelta(minutes=5)):
        assert request_sweeps.expire() == 0
        take(made)
    assert states(request) == (RequestState.ACCEPTED, [OfferState.TAKEN])


def test_a_time_the_mentor_teaches_is_refused_and_nothing_changed(mentor, learner):
    request = ask(learner, mentor)
    made = offer(mentor, request)
    at = int((made.starts_at - now()).total_seconds() // 60) + 15
    make.session(by=mentor, starts_in=at)
    with refused("time_taken"):
        take(made)
    with refused("time_taken"):
        offer(mentor, request, minutes=60)
    assert states(request) == (RequestState.OPEN, [OfferState.STANDING])
    assert not Booking.objects.exists()


def test_an_account_that_closed_is_told_to_the_other(mentor, learner):
    request = ask(learner, mentor)
    standing.ban(actor=make.moderator(), user=learner, reason="Against the rules.")
    assert states(request)[0] == RequestState.CANCELLED
    SessionRequest.objects.filter(pk=request.pk).update(state=RequestState.OPEN)
    with refused("learner_gone"):
        accept(mentor, request)
    assert not Session.objects.exists()


def test_a_mentor_who_leaves_declines_and_takes_back(mentor, learner):
    direct, to_all = ask(learner, mentor), ask(learner, title="To all")
    offer(mentor, to_all)
    standing.ban(actor=make.moderator(), user=mentor.user, reason="Against the rules.")
    assert states(direct)[0] == RequestState.DECLINED
    assert states(to_all) == (RequestState.OPEN, [OfferState.WITHDRAWN])
    assert told(learner)[-2:] == ["request_declined", "offer_withdrawn"]


def test_one_request_a_mentor_and_so_many_in_all(mentor, learner):
    ask(learner, mentor)
    with refused("already_asked"):
        ask(learner, mentor, title="Another thing")
    for number in range(4):
        ask(learner, title=f"Nr {number}")
    with refused("too_many_requests"):
        ask(learner, title="One more")
    for request in SessionRequest.objects.all():
        request_answers.cancel(actor=learner, request_id=request.pk)
    for number in range(10):
        made = ask(learner, title=f"Again {number}")
        request_answers.cancel(actor=learner, request_id=made.pk)
    with refused("too_many_today"):
        ask(learner, title="Too much")


def test_who_pauses_is_not_asked_until_then(mentor, learner):
    requests.pause(user=mentor.user, until=now() + timedelta(days=3))
    with refused("invalid_request", DomainError):
        ask(learner, mentor)
    assert ask(learner).mentors_asked == 0
    with travel(now() + timedelta(days=4)):
        assert ask(learner, mentor, times=[soon(1)]).mentors_asked == 1
    for wrong in (now() - timedelta(days=1), now() + timedelta(days=400)):
        with refused("until_invalid", DomainError):
            requests.pause(user=mentor.user, until=wrong)
    requests.pause(user=mentor.user, until=None)
    mentor.refresh_from_db()
    assert mentor.requests_paused_until is None


def test_only_who_teaches_what_is_asked_is_told(learner):
    domain = make.domain()
    rust = Skill.objects.create(name="Rust", slug="rust", domain=domain)
    knows = make.mentor(domains=[domain], skills=[rust])
    make.mentor(domains=[domain])
    own = make.mentor(domains=[domain], skills=[rust])
    request = ask(learner, skills=[rust])
    assert request.mentors_asked == 2
    assert [one.pk for one in queries.matching(request)] == [knows.pk, own.pk]
    assert queries.open_to_all(knows).get() == request


def test_whoever_waits_is_told_the_place_and_what_is_usual_if_it_is_known(mentor):
    asked = [ask(make.person(), mentor) for _ in range(4)]
    wait = queries.wait_of(asked[2])
    assert (wait.place, wait.mentors_asked, wait.typical_answer) == (3, 1, None)
    for number, request in enumerate(asked[:3], start=1):
        with travel(request.created_at + timedelta(hours=number)):
            request_answers.say(actor=mentor.user, request_id=request.pk, text="Tell me more.")
    wait = queries.wait_of(asked[3])
    assert wait.place == 1
    assert abs(wait.typical_answer - timedelta(hours=2)) < timedelta(minutes=1)
    assert queries.wait_of(SessionRequest.objects.get(pk=asked[0].pk)).place is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": now() - timedelta(days=1)}, "starts_at"),
        ({"starts_at": now() + timedelta(days=400)}, "starts_at"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 10_000}, "minutes"),
        ({"price": 99}, "price"),
        ({"price": -1}, "price"),
        ({"price": 10**12}, "price"),
        ({"message": "x" * 1001}, "message"),
        ({"message": "a\0b"}, "message"),
    ],
)
def test_what_cannot_be_offered_names_its_field(mentor, learner, changes, field):
    request = ask(learner, mentor)
    with pytest.raises(DomainError) as caught:
        offer(mentor, request, **changes)
    assert set(caught.value.fields) == {field}
    assert not Offer.objects.exists()


def test_nobody_offers_before_approval_or_to_themselves(learner):
    pending = make.mentor(approved=False, domains=[make.domain()])
    request = ask(learner)
    with refused("not_approved", NotAllowed):
        offer(pending, request)
    Mentor.objects.filter(pk=pending.pk).update(user=learner, vetting="approved")
    with refused("own_request", NotAllowed):
        offer(Mentor.objects.get(pk=pending.pk), request)
