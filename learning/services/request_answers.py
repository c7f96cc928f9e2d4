"""What else can be said to a request: no, a question, never mind."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound

from ..enums import UNSETTLED, OfferState, RequestState
from ..models import Mentor, Offer, RequestMessage, SessionRequest
from ..queries import requests as queries
from . import blocking, bookings, seats
from . import request_moves as moves
from .offers import mentor_who_answers

MOST_REASON = 300
MOST_TEXT = 1000
MOST_LINES = 40
MOST_IN_A_ROW = 3


@transaction.atomic
def cancel(*, actor: User, request_id: int) -> SessionRequest:
    """Take a request back; a seat that was held for it goes back, too. Twice is once.

    Raises NotFound, Conflict("already_booked") once it is paid, Conflict("illegal_move").
    """
    found = SessionRequest.objects.filter(pk=request_id, learner=actor).first()
    if found is None:
        raise NotFound("no_request", _("There is no such request."))
    # The seat before the request, as whoever pays it locks them.
    held = Offer.objects.filter(request=found, state=OfferState.TAKEN).first()
    if held is not None and held.booking_id and found.state == RequestState.ACCEPTED:
        bookings.release(booking_id=held.booking_id, actor=actor)
    request = moves.lock(request_id)
    # What only the seat kept alive, past its own time, has ended with it.
    over = held is not None and request.state == RequestState.EXPIRED
    if over or request.state == RequestState.CANCELLED:
        return request
    if request.state in (RequestState.CONFIRMED, RequestState.ACCEPTED):
        raise Conflict(
            "already_booked", _("This lesson is booked. Cancel the booking if you can't come.")
        )
    offered = {offer.mentor_id for offer in moves.standing(request)}
    moves.end(request, RequestState.CANCELLED)
    if request.mentor and request.mentor_id not in offered:
        moves.tell_mentor(request.mentor, "request_over", request, dedup=f"request-{request.pk}")
    return request


@transaction.atomic
def decline(*, actor: User, request_id: int, reason: str = "") -> SessionRequest:
    """Say no. A request to this mentor ends, and who asked reads why; one to all is left to others.

    What was offered before is taken back. Twice is once. Raises NotFound, NotAllowed,
    DomainError("reason_missing"|"reason_too_long"), Conflict("request_closed").
    """
    mentor, request = mentor_who_answers(actor, request_id)
    request = moves.lock(request.pk)
    if request.mentor_id is None:
        moves.withdraw_own(request, mentor)
        request.passed_by.add(mentor)
        return request
    if request.state == RequestState.DECLINED:
        return request
    said = _clean(reason, MOST_REASON, "reason", _("Say why; who asked reads it."))
    if request.state != RequestState.OPEN:
        raise Conflict("request_closed", _("This request is not open any more."))
    moves.withdraw_own(request, mentor)
    moves.note_answer(request)
    moves.end(request, RequestState.DECLINED, reason=said)
    moves.tell_learner(
        request,
        "request_declined",
        dedup=f"request-{request.pk}",
        mentor=mentor.user.name,
        reason=said,
    )
    return request


@transaction.atomic
def say(*, actor: User, request_id: int, text: str, mentor_id: int | None = None) -> RequestMessage:
    """Write a line: a mentor asks for more, who asked answers `mentor_id`.

    Raises NotFound, NotAllowed("not_available"|"account_closed"),
    DomainError("text_missing"|"text_too_long"), Conflict: request_closed, you_blocked,
    wait_for_answer after three lines in a row, talk_is_long.
    """
    text = _clean(text, MOST_TEXT, "text", _("Write a line first."))
    mentor = _other_side(actor, request_id, mentor_id)
    seats.check_account(actor)
    learner_id = SessionRequest.objects.values_list("learner_id", flat=True).get(pk=request_id)
    other = learner_id if actor.pk == mentor.user_id else mentor.user_id
    blocking.check_welcome(actor=actor, other_id=other)
    request = moves.lock(request_id)
    if request.state not in UNSETTLED:
        raise Conflict("request_closed", _("This request is not open any more."))
    lines = queries.talk(request, mentor)
    last = list(lines.order_by("-pk").values_list("author_id", flat=True)[:MOST_IN_A_ROW])
    if last == [actor.pk] * MOST_IN_A_ROW:
        raise Conflict("wait_for_answer", _("Wait for an answer before you write more."))
    if lines.count() >= MOST_LINES:
        raise Conflict("talk_is_long", _("There is nothing more to say here: agree, or decline."))
    line = RequestMessage.objects.create(
        request=request, mentor=mentor, author=actor, text=text, created_at=now()
    )
    words = {"name": actor.name, "text": text[:200], "dedup": f"message-{line.pk}"}
    if actor.pk == mentor.user_id:
        moves.note_answer(request)
        moves.tell_learner(request, "request_message", **words)
    else:
        moves.tell_mentor(mentor, "request_answer", request, **words)
    return line


def _other_side(actor: User, request_id: int, mentor_id: int | None) -> Mentor:
    """Return the mentor a line is to or from; Raises NotFound for whom it does not concern."""
    own = SessionRequest.objects.filter(pk=request_id, learner=actor).first()
    if own is None:
        return mentor_who_answers(actor, request_id)[0]
    known = Mentor.objects.select_related("user").filter(pk=mentor_id or own.mentor_id or 0)
    spoke = queries.talk(own).filter(mentor__in=known).exists()
    offered = Offer.objects.filter(request=own, mentor__in=known).exists()
    mentor = known.first()
    if mentor is None or not (own.mentor_id == mentor.pk or spoke or offered):
        raise NotFound("no_mentor", _("This mentor has not answered you."))
    return mentor


def _clean(text: str, most: int, field: str, missing: str) -> str:
    text = text.replace("\0", " ").strip()
    if not text:
        raise DomainError(f"{field}_missing", missing, fields={field: missing})
    if len(text) > most:
        message = _("Write at most %d characters.") % most
        raise DomainError(f"{field}_too_long", message, fields={field: message})
    return text
