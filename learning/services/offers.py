"""Mentors answer a request with a time and a price; the learner takes one of the answers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.money import MIN_PAISE

from ..enums import LIVE_OFFERS, BookingState, OfferState, RequestState, Vetting
from ..models import Mentor, Offer, SessionRequest
from ..policies import answer_until
from ..queries import requests as queries
from ..slots import price_of
from . import blocking, private
from . import request_moves as moves

MINUTES = (15, 240)
MOST_PRICE = 100_000_00
MOST_MESSAGE = 1000
MOST_DAYS_AHEAD = 180
MOST_STANDING = 20
MOST_TO_ONE = 10
SOONEST = timedelta(minutes=30)


@transaction.atomic
def offer(
    *,
    actor: User,
    request_id: int,
    starts_at: datetime,
    minutes: int,
    price: int,
    message: str = "",
) -> Offer:
    """Offer a time and a price (paise) to who asked; it replaces what this mentor offered before.

    The same offer twice is one. Raises NotFound, NotAllowed("not_approved"),
    DomainError("invalid_offer") with the fields that are wrong, Conflict: request_closed,
    time_taken, learner_gone, too_many_offers, enough_offers.
    """
    mentor, request = _for_answer(actor, request_id)
    _check(starts_at=starts_at, minutes=minutes, price=price, message=message)
    if private.is_taken(mentor, starts_at, minutes):
        text = _("You have another session at this time.")
        raise Conflict("time_taken", text, fields={"starts_at": text})
    own = queries.standing().filter(request=request, mentor=mentor)
    same = own.filter(starts_at=starts_at, minutes=minutes, price=price, message=message.strip())
    if found := same.first():
        return found
    _check_limits(mentor, request)
    made = _write(mentor, request, starts_at, minutes, price, message)
    words = moves.in_words(made, request.learner)
    moves.tell_learner(request, "offer_received", dedup=f"offer-{made.pk}", **words)
    return made


@transaction.atomic
def accept(
    *,
    actor: User,
    request_id: int,
    starts_at: datetime,
    price: int | None = None,
    message: str = "",
) -> Offer:
    """Agree to one of the times asked for; `price` in paise, else by the mentor's hourly one.

    Asked directly, the lesson is made and its seat held for the learner, who pays to confirm; a
    request to all gets an offer, for the learner compares. The same answer when asked twice.
    Raises what `offer` does and DomainError("other_terms") for a time that was not asked for or a
    price above the budget: that is a counter-offer.
    """
    mentor, request = _for_answer(actor, request_id, answered=True)
    taken = Offer.objects.filter(request=request, state=OfferState.TAKEN, mentor=mentor)
    if found := taken.filter(starts_at=starts_at).first():
        return found
    moves.check_open(request)
    if price is None:
        price = price_of(mentor.hourly_price, request.minutes)
    _check(starts_at=starts_at, minutes=request.minutes, price=price, message=message)
    _check_terms(request, starts_at, price)
    if request.mentor_id is None:
        return offer(
            actor=actor,
            request_id=request_id,
            starts_at=starts_at,
            minutes=request.minutes,
            price=price,
            message=message,
        )
    made = _write(mentor, request, starts_at, request.minutes, price, message)
    until = answer_until(now(), starts_at, settings.REQUEST_PAY_HOURS)
    _agree(request, made, until)
    words = moves.in_words(made, request.learner)
    if made.booking and made.booking.state == BookingState.HELD:
        url = made.booking.get_absolute_url()
        moves.tell_learner(
            request, "request_accepted", dedup=f"offer-{made.pk}", **words | {"url": url}
        )
    return made


def take(*, actor: User, offer_id: int) -> Offer:
    """Take an offer: the lesson is made, its seat held until paid, or confirmed if it is free.

    The other offers stand until it is paid. The same answer when asked twice. Raises NotFound,
    NotAllowed("wrong_role"|"account_closed"), Conflict: offer_gone, request_closed, mentor_gone,
    time_taken; then nothing has changed.
    """
    found = Offer.objects.filter(pk=offer_id, request__learner=actor).first()
    if found is None:
        raise NotFound("no_offer", _("There is no such offer."))
    demand(actor, Permission.BOOK)
    with transaction.atomic():
        _lock_pair(found.mentor_id, actor)
        request = moves.lock(found.request_id)
        taken = _read(offer_id)
        if taken.state == OfferState.TAKEN:
            return taken
        if request.state != RequestState.OPEN:
            raise Conflict("request_closed", _("This request is not open any more."))
        if taken.state != OfferState.STANDING or taken.expires_at <= now():
            raise Conflict("offer_gone", _("This offer does not stand any more."))
        _agree(request, taken, None)
        words = moves.in_words(taken, taken.mentor.user)
        moves.tell_mentor(taken.mentor, "offer_taken", request, dedup=f"offer-{taken.pk}", **words)
        return taken


@transaction.atomic
def decline(*, actor: User, offer_id: int) -> Offer:
    """Let an offer go; the request stays open. Twice is once. Raises NotFound, Conflict."""
    found = _own(offer_id, request__learner=actor)
    request = moves.lock(found.request_id)
    found = _read(offer_id)
    if found.state == OfferState.DECLINED:
        return found
    moves.move_offer(found, OfferState.DECLINED)
    moves.tell_mentor(found.mentor, "offer_declined", request, dedup=f"offer-{found.pk}")
    return found


@transaction.atomic
def withdraw(*, actor: User, offer_id: int) -> Offer:
    """Take back what one offered, until it is taken. Twice is once. Raises NotFound, Conflict."""
    found = _own(offer_id, mentor__user=actor)
    request = moves.lock(found.request_id)
    found = _read(offer_id)
    if found.state == OfferState.WITHDRAWN:
        return found
    moves.move_offer(found, OfferState.WITHDRAWN)
    data = {"mentor": found.mentor.user.name}
    moves.tell_learner(request, "offer_withdrawn", dedup=f"offer-{found.pk}", **data)
    return found


def mentor_who_answers(actor: User, request_id: int) -> tuple[Mentor, SessionRequest]:
    """Return the approved mentor somebody is, and the request they may answer.

    Raises NotFound, NotAllowed("not_approved"|"own_request").
    """
    mentor = Mentor.objects.select_related("user").filter(user=actor).first()
    request = queries.seen_by(actor, request_id)
    if mentor is not None and mentor.vetting != Vetting.APPROVED:
        raise NotAllowed("not_approved", _("Your profile must be approved first."))
    if mentor is None or request is None:
        raise NotFound("no_request", _("There is no such request."))
    if request.learner_id == actor.pk:
        raise NotAllowed("own_request", _("You can't answer your own request."))
    return mentor, request


def _for_answer(
    actor: User, request_id: int, *, answered: bool = False
) -> tuple[Mentor, SessionRequest]:
    mentor, request = mentor_who_answers(actor, request_id)
    locked = _lock_pair(mentor.pk, request.learner)
    blocking.check_welcome(actor=actor, other_id=request.learner_id)
    request = moves.lock(request.pk)
    request.learner.refresh_from_db(fields=["is_active"])
    if not request.learner.is_active:
        raise Conflict("learner_gone", _("This learner's account is closed."))
    if not answered:
        moves.check_open(request)
    return locked, request


def _lock_pair(mentor_id: int, learner: User) -> Mentor:
    mentor = private.lock_pair(mentor_id, learner)
    if mentor is None:
        raise Conflict("mentor_gone", _("This mentor gives no lessons right now."))
    return mentor


def _write(
    mentor: Mentor,
    request: SessionRequest,
    starts_at: datetime,
    minutes: int,
    price: int,
    message: str,
) -> Offer:
    moves.withdraw_own(request, mentor)
    moves.note_answer(request)
    moment = now()
    return Offer.objects.create(
        request=request,
        mentor=mentor,
        starts_at=starts_at,
        minutes=minutes,
        price=price,
        message=message.strip(),
        created_at=moment,
        expires_at=answer_until(moment, starts_at, settings.REQUEST_OFFER_HOURS),
    )


def _agree(request: SessionRequest, agreed: Offer, until: datetime | None) -> None:
    booking = private.make(
        mentor=agreed.mentor,
        learner=request.learner,
        domain=request.domain,
        title=request.title,
        description=request.description,
        skills=list(request.skills.all()),
        starts_at=agreed.starts_at,
        minutes=agreed.minutes,
        price=agreed.price,
        until=until,
    )
    moves.move_offer(agreed, OfferState.TAKEN, booking=booking)
    moves.move(request, RequestState.ACCEPTED)
    if booking.state == BookingState.CONFIRMED:
        moves.confirm(request)


def _own(offer_id: int, **whose: User) -> Offer:
    found = Offer.objects.filter(pk=offer_id, **whose).first()
    if found is None:
        raise NotFound("no_offer", _("There is no such offer."))
    return found


def _read(offer_id: int) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("mentor__user", "booking").get(pk=offer_id)


def _check_terms(request: SessionRequest, starts_at: datetime, price: int) -> None:
    faults = {}
    if starts_at not in request.starts:
        faults["starts_at"] = _("This time was not asked for: make a counter-offer.")
    if request.budget and price > request.budget:
        faults["price"] = _("This is above the budget: make a counter-offer.")
    if faults:
        raise DomainError("other_terms", next(iter(faults.values())), fields=faults)


def _check_limits(mentor: Mentor, request: SessionRequest) -> None:
    mine = queries.standing().filter(mentor=mentor).exclude(request=request)
    if mine.count() >= MOST_STANDING:
        message = _("You have %d offers that wait for an answer. Withdraw one first.")
        raise Conflict("too_many_offers", message % MOST_STANDING)
    others = Offer.objects.filter(request=request, state__in=LIVE_OFFERS).exclude(mentor=mentor)
    if others.count() >= MOST_TO_ONE:
        raise Conflict("enough_offers", _("This request has enough offers already."))


def _check(*, starts_at: datetime, minutes: int, price: int, message: str) -> None:
    moment = now()
    ahead = moment + SOONEST <= starts_at <= moment + timedelta(days=MOST_DAYS_AHEAD)
    checks = {
        "starts_at": (not ahead, _("Choose a start from half an hour to half a year ahead.")),
        "minutes": (
            not MINUTES[0] <= minutes <= MINUTES[1],
            _("A session takes 15 to 240 minutes."),
        ),
        "price": (
            price != 0 and not MIN_PAISE <= price <= MOST_PRICE,
            _("A lesson is free or costs ₹1 to ₹1,00,000."),
        ),
        "message": (
            len(message) > MOST_MESSAGE or "\0" in message,
            _("Write at most %d characters.") % MOST_MESSAGE,
        ),
    }
    faults = {field: text for field, (wrong, text) in checks.items() if wrong}
    if faults:
        raise DomainError("invalid_offer", next(iter(faults.values())), fields=faults)
