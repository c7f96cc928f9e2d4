"""Reading requests for sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)

from peerlearn.accounts.models import Block, User
from peerlearn.common.clock import now

from ..enums import LIVE_OFFERS, UNSETTLED, OfferState, RequestState, Vetting
from ..models import Mentor, Offer, RequestMessage, SessionRequest
from . import mentors

# A typical answer is the middle one of the latest, and of few nobody can tell.
LATEST_ANSWERS = 20
FEWEST_ANSWERS = 3
LOOK_BACK = timedelta(days=90)


def standing() -> QuerySet[Offer]:
    """Return offers that can be taken now."""
    return Offer.objects.filter(state=OfferState.STANDING, expires_at__gt=now())


def open_now() -> QuerySet[SessionRequest]:
    """Return requests a mentor may still answer."""
    return SessionRequest.objects.filter(state=RequestState.OPEN, expires_at__gt=now())


def of_learner(user: User) -> QuerySet[SessionRequest]:
    """Return what somebody asked for with the offers that live, newest first."""
    asked = SessionRequest.objects.filter(learner=user)
    return asked.select_related("mentor__user", "domain").prefetch_related(live_offers())


def with_place(asked: QuerySet[SessionRequest]) -> QuerySet[SessionRequest]:
    """Add how many wait for the mentor's answer up to each request, as `place`.

    None for one to all, one that was answered and one that is not open any more.
    """
    before = open_now().filter(mentor=OuterRef("mentor"), answered_at=None, pk__lte=OuterRef("pk"))
    count = before.order_by().values("mentor").annotate(n=Count("pk")).values("n")
    waits = When(
        state=RequestState.OPEN,
        expires_at__gt=now(),
        mentor__isnull=False,
        answered_at=None,
        then=Subquery(count),
    )
    return asked.annotate(place=Case(waits, output_field=IntegerField()))


def live_offers(of: Mentor | None = None) -> Prefetch:
    """Return the prefetch of offers that stand or are taken, as `live_offers`, soonest first."""
    rows = Offer.objects.filter(
        Q(state=OfferState.TAKEN) | Q(state=OfferState.STANDING, expires_at__gt=now())
    )
    if of is not None:
        rows = rows.filter(mentor=of)
    rows = rows.select_related("mentor__user", "booking").order_by("starts_at", "id")
    return Prefetch("offers", queryset=rows, to_attr="live_offers")


def seen_by(user: User, request_id: int) -> SessionRequest | None:
    """Return a request for who may read it, else None.

    The learner; the mentor who was asked; of a request to all each mentor it suits, and whoever
    answered it. Each mentor's part of the talk is theirs alone.
    """
    found = SessionRequest.objects.filter(pk=request_id).select_related(
        "learner", "mentor__user", "domain"
    )
    mentor = Mentor.objects.filter(user=user).first()
    allowed = Q(learner=user)
    if mentor is not None:
        spoke = RequestMessage.objects.filter(request=OuterRef("pk"), mentor=mentor)
        offered = Offer.objects.filter(request=OuterRef("pk"), mentor=mentor)
        suits = open_to_all(mentor, also_passed=True).values("pk")
        allowed |= Q(mentor=mentor) | Exists(spoke) | Exists(offered) | Q(pk__in=suits)
    return found.filter(allowed).first()


def to_mentor(mentor: Mentor) -> QuerySet[SessionRequest]:
    """Return what waits for this mentor alone, oldest first: that is the queue."""
    asked = open_now().filter(mentor=mentor).select_related("learner", "domain", "mentor__user")
    return asked.prefetch_related(live_offers(mentor)).order_by("pk")


def open_to_all(mentor: Mentor, *, also_passed: bool = False) -> QuerySet[SessionRequest]:
    """Return open requests to anybody that this mentor could take, newest first.

    Nothing for who is not approved, and nothing of who keeps one of the two away.
    """
    if mentor.vetting != Vetting.APPROVED:
        return SessionRequest.objects.none()
    suits = Q(skills=None) | Q(skills__in=mentor.skills.values("pk"))
    found = open_now().filter(mentor=None, domain__in=mentor.domains.values("pk"))
    found = found.filter(pk__in=SessionRequest.objects.filter(suits).values("pk"))
    found = found.exclude(learner=mentor.user_id)
    found = found.exclude(_apart(OuterRef("learner"), mentor.user_id))
    if not also_passed:
        found = found.exclude(pk__in=mentor.passed_requests.values("pk"))
    offers = Count("offers", filter=Q(offers__in=standing()), distinct=True)
    found = found.select_related("learner", "domain").annotate(others=offers)
    return found.prefetch_related(live_offers(mentor)).order_by("-created_at", "-pk")


def answered_by(mentor: Mentor) -> QuerySet[SessionRequest]:
    """Return what a mentor has dealt with and what ended, latest first."""
    mine = Offer.objects.filter(request=OuterRef("pk"), mentor=mentor)
    found = SessionRequest.objects.filter(Q(mentor=mentor) | Exists(mine))
    found = found.exclude(state=RequestState.OPEN, expires_at__gt=now())
    return found.select_related("learner", "domain").prefetch_related(live_offers(mentor))


def for_mentor(mentor: Mentor) -> QuerySet[SessionRequest]:
    """Return open requests to this mentor or to anybody in their topics, newest first."""
    either = Q(pk__in=to_mentor(mentor).values("pk")) | Q(pk__in=open_to_all(mentor).values("pk"))
    return SessionRequest.objects.filter(either).select_related("learner", "domain")


def matching(request: SessionRequest) -> QuerySet[Mentor]:
    """Return the mentors an open request suits, who take requests now and nobody keeps apart."""
    wanted = [skill.pk for skill in request.skills.all()]
    apart = _apart(OuterRef("user"), request.learner_id)
    found = taking_requests().filter(~apart, domains=request.domain_id)
    found = found.exclude(user=request.learner_id)
    if wanted:
        found = found.filter(pk__in=Mentor.objects.filter(skills__in=wanted).values("pk"))
    return found.order_by("-rating_sum", "-rating_count", "id")


def _apart(one: Any, other: Any) -> Exists:
    """Return the condition that one of two people keeps the other away."""
    return Exists(Block.objects.filter(Q(by=one, person=other) | Q(by=other, person=one)))


def taking_requests() -> QuerySet[Mentor]:
    """Return listed mentors who have not paused new requests."""
    return mentors.listed().filter(
        Q(requests_paused_until=None) | Q(requests_paused_until__lte=now())
    )


@dataclass(frozen=True)
class Wait:
    """What somebody who waits is told; None is not known."""

    mentors_asked: int
    place: int | None
    expires_at: datetime
    typical_answer: timedelta | None


def wait_of(request: SessionRequest) -> Wait:
    """Return how a request stands in the queue. `place` 1 is the mentor's next to answer."""
    place = None
    if request.mentor_id is not None:
        before = open_now().filter(mentor=request.mentor_id, answered_at=None)
        unanswered = request.answered_at is None
        place = before.filter(pk__lte=request.pk).count() if unanswered else None
    return Wait(
        mentors_asked=request.mentors_asked,
        place=place,
        expires_at=request.expires_at,
        typical_answer=typical_answer(request),
    )


def typical_answer(request: SessionRequest) -> timedelta | None:
    """Return how long the mentor, or mentors of the topic, mostly took to answer lately."""
    answered = SessionRequest.objects.filter(
        answered_at__isnull=False, created_at__gt=now() - LOOK_BACK
    )
    if request.mentor_id is not None:
        answered = answered.filter(mentor=request.mentor_id)
    else:
        answered = answered.filter(mentor=None, domain=request.domain_id)
    times = answered.order_by("-created_at").values_list("created_at", "answered_at")
    spans = [end - begin for begin, end in times[:LATEST_ANSWERS] if end is not None]
    if len(spans) < FEWEST_ANSWERS:
        return None
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def unsettled_of(user: User) -> QuerySet[SessionRequest]:
    """Return what somebody asked for and is neither booked nor over."""
    return SessionRequest.objects.filter(learner=user, state__in=UNSETTLED)


def has_live_offer() -> Exists:
    """Return the condition that somebody's offer to a request lives."""
    return Exists(Offer.objects.filter(request=OuterRef("pk"), state__in=LIVE_OFFERS))


def talk(request: SessionRequest, mentor: Mentor | None = None) -> QuerySet[RequestMessage]:
    """Return the lines of a request in order, all or those with one mentor."""
    lines = RequestMessage.objects.filter(request=request).select_related("author", "mentor__user")
    return lines if mentor is None else lines.filter(mentor=mentor)
