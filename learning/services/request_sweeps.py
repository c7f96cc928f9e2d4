"""What happens to requests by itself: time runs out, a seat is paid or not, an account closes."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, given
from peerlearn.common.zones import when_text, zone_of

from ..enums import SEATED, UNSETTLED, BookingState, OfferState, RequestState
from ..models import Mentor, Offer, SessionRequest
from ..queries import requests as queries
from . import request_moves as moves

SWEEP_LIMIT = 100

_offer_for = Compiled(
    lambda: (
        Offer.objects.filter(booking=given("booking"), state=OfferState.TAKEN)
        .order_by()
        .values_list("pk")
    )
)


def expire() -> int:
    """End offers and requests whose time is over, and tell both sides; returns how many.

    A request with an offer that stands waits for its answer. Each in a transaction of its own.
    """
    moment = now()
    late = Offer.objects.filter(state=OfferState.STANDING, expires_at__lte=moment)
    offers = list(late.order_by("expires_at").values_list("pk", flat=True)[:SWEEP_LIMIT])
    ended = sweeps.each(offers, _expire_offer)
    over = SessionRequest.objects.filter(state=RequestState.OPEN, expires_at__lte=moment)
    over = over.exclude(queries.has_live_offer()).order_by("expires_at")
    requests = list(over.values_list("pk", flat=True)[:SWEEP_LIMIT])
    return ended + sweeps.each(requests, _expire_request)


@transaction.atomic
def _expire_offer(offer_id: int) -> bool:
    request = moves.lock(Offer.objects.values_list("request_id", flat=True).get(pk=offer_id))
    late = [offer for offer in moves.standing(request) if offer.pk == offer_id]
    for offer in late:
        moves.move_offer(offer, OfferState.EXPIRED)
        known = {"mentor": offer.mentor.user.name}
        moves.tell_learner(request, "offer_expired", dedup=f"offer-{offer.pk}", **known)
        moves.tell_mentor(offer.mentor, "offer_unanswered", request, dedup=f"offer-{offer.pk}")
    return bool(late)


@transaction.atomic
def _expire_request(request_id: int) -> bool:
    request = moves.lock(request_id)
    if request.state != RequestState.OPEN or moves.standing(request):
        return False
    _expire(request)
    return True


def _expire(request: SessionRequest) -> None:
    moves.end(request, RequestState.EXPIRED)
    dedup = f"request-{request.pk}"
    moves.tell_learner(request, "request_expired", dedup=dedup)
    if request.mentor:
        moves.tell_mentor(request.mentor, "request_over", request, dedup=dedup)


def follow_booking(*, booking_id: int, change: str) -> None:
    """Bring a request in line with the seat that was made for it: paid, or gone unpaid."""
    if _offer_for.rows(booking=booking_id):  # most seats were not made for a request
        _follow(booking_id, change)


@transaction.atomic
def _follow(booking_id: int, change: str) -> None:
    offers = Offer.objects.filter(booking=booking_id, state=OfferState.TAKEN)
    offer = offers.select_related("booking", "mentor__user").first()
    if offer is None or offer.booking is None:
        return
    request = moves.lock(offer.request_id)
    if request.state != RequestState.ACCEPTED:
        return
    if offer.booking.state == BookingState.CONFIRMED:
        moves.confirm(request)
    elif offer.booking.state not in SEATED:
        unpaid = offer.booking.state == BookingState.EXPIRED
        _lapse(request, offer, by_mentor=change == "settled", unpaid=unpaid)


def _lapse(request: SessionRequest, offer: Offer, *, by_mentor: bool, unpaid: bool) -> None:
    """The seat is gone: the request is open again while its time lasts."""
    moves.move_offer(offer, OfferState.LAPSED)
    moves.move(request, RequestState.OPEN)
    dedup = f"offer-{offer.pk}"
    if not by_mentor:
        when = when_text(offer.starts_at, zone_of(offer.mentor.user.time_zone))
        moves.tell_mentor(offer.mentor, "offer_lapsed", request, dedup=dedup, when=when)
    if by_mentor or unpaid:
        moves.tell_learner(request, "request_reopened", dedup=dedup)
    if request.expires_at <= now() and not moves.standing(request):
        _expire(request)


@transaction.atomic
def close_for_learner(*, user: User) -> None:
    """End what somebody asked for whose account closes; seats held for it are back already."""
    asked = SessionRequest.objects.filter(learner=user, state__in=UNSETTLED).order_by("pk")
    for request_id in list(asked.values_list("pk", flat=True)):
        request = moves.lock(request_id)
        if request.state in UNSETTLED:
            moves.end(request, RequestState.CANCELLED)


@transaction.atomic
def close_for_mentor(*, mentor: Mentor) -> None:
    """Decline what a mentor was asked and take back what they offered: the account closes."""
    asked = SessionRequest.objects.filter(mentor=mentor, state__in=UNSETTLED).order_by("pk")
    for request_id in list(asked.values_list("pk", flat=True)):
        request = moves.lock(request_id)
        if request.state in UNSETTLED:
            reason = _("The mentor is no longer on PeerLearn.")
            moves.end(request, RequestState.DECLINED, reason=reason)
            known = {"mentor": mentor.user.name, "reason": reason}
            moves.tell_learner(request, "request_declined", dedup=f"request-{request.pk}", **known)
    offered = Offer.objects.filter(mentor=mentor, state=OfferState.STANDING).order_by("request_id")
    for request_id in list(offered.values_list("request_id", flat=True)):
        request = moves.lock(request_id)
        moves.withdraw_own(request, mentor)
        known = {"mentor": mentor.user.name}
        moves.tell_learner(
            request, "offer_withdrawn", dedup=f"gone-{request.pk}-{mentor.pk}", **known
        )
