"""How requests and offers change state; the other services of requests call these.

Each runs in the caller's transaction. Rows are locked in one order: the mentor, the people, what
a seat needs (services/seats.py), then the request, then its offers.
"""

from typing import Any

from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.money import format_inr
from peerlearn.common.states import check_move
from peerlearn.common.zones import when_text, zone_of
from peerlearn.notifications.services import notify

from ..enums import OFFER_MOVES, REQUEST_MOVES, UNSETTLED, OfferState, RequestState
from ..models import Mentor, Offer, SessionRequest
from . import notice_mails


def lock(request_id: int) -> SessionRequest:
    """Lock a request and return it as it stands now."""
    rows = SessionRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("learner", "mentor__user", "domain").get(pk=request_id)


def check_open(request: SessionRequest) -> None:
    """Raise Conflict("request_closed") unless mentors may still answer a request."""
    if request.state != RequestState.OPEN or request.expires_at <= now():
        raise Conflict("request_closed", _("This request is not open any more."))


def move(request: SessionRequest, new: str, **fields: Any) -> None:
    """Move a locked request; one that is over remembers when it ended."""
    check_move(REQUEST_MOVES, request.state, new)
    fields |= {"state": new, "ended_at": None if new in UNSETTLED else now()}
    for name, value in fields.items():
        setattr(request, name, value)
    request.save(update_fields=list(fields))


def move_offer(offer: Offer, new: str, **fields: Any) -> None:
    """Move an offer of a locked request."""
    check_move(OFFER_MOVES, offer.state, new)
    fields |= {"state": new, "answered_at": now()}
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(fields))


def note_answer(request: SessionRequest) -> None:
    """Remember when a mentor first answered a locked request."""
    if request.answered_at is None:
        request.answered_at = now()
        request.save(update_fields=["answered_at"])


def standing(request: SessionRequest) -> list[Offer]:
    """Return the offers of a locked request that wait for an answer, with their mentors."""
    rows = Offer.objects.filter(request=request, state=OfferState.STANDING)
    return list(rows.select_related("mentor__user").order_by("pk"))


def withdraw_own(request: SessionRequest, mentor: Mentor) -> None:
    """Take back what a mentor offered to a locked request before."""
    for offer in standing(request):
        if offer.mentor_id == mentor.pk:
            move_offer(offer, OfferState.WITHDRAWN)


def confirm(request: SessionRequest) -> None:
    """The seat is the learner's: the request is done, other offers are let go."""
    move(request, RequestState.CONFIRMED)
    for offer in standing(request):
        move_offer(offer, OfferState.CLOSED)
        tell_mentor(offer.mentor, "offer_passed", request, dedup=f"offer-{offer.pk}")


def end(request: SessionRequest, new: str, *, reason: str = "") -> None:
    """End a locked request unbooked, and let its offers go: their mentors are told."""
    move(request, new, reason=reason)
    for offer in standing(request):
        move_offer(offer, OfferState.CLOSED)
        tell_mentor(offer.mentor, "request_over", request, dedup=f"offer-{offer.pk}")


def tell_learner(request: SessionRequest, kind: str, /, *, dedup: str = "", **data: Any) -> None:
    """Tell who asked; leads to the request unless `url` is given."""
    _tell(request.learner, kind, request, dedup, data)


def tell_mentor(
    mentor: Mentor, kind: str, request: SessionRequest, /, *, dedup: str = "", **data: Any
) -> None:
    """Tell a mentor about a request; leads there unless `url` is given."""
    _tell(mentor.user, kind, request, dedup, data)


def _tell(user: User, kind: str, request: SessionRequest, dedup: str, data: dict) -> None:
    known = {"title": request.title, "url": request.get_absolute_url()}
    told = notify(user=user, kind=kind, data=known | data, dedup=dedup)
    if told is not None:
        notice_mails.note(told)


def in_words(offer: Offer, user: User) -> dict[str, str]:
    """Return when, how much and until when, for a notice to this person."""
    zone = zone_of(user.time_zone)
    return {
        "mentor": offer.mentor.user.name,
        "when": when_text(offer.starts_at, zone),
        "price": format_inr(offer.price) if offer.price else _("free"),
        "until": when_text(offer.expires_at, zone),
    }
