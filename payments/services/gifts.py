"""Gifts in a room and tips after it: opened, noted as paid, credited; each step once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed
from peerlearn.common.money import format_inr
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify, retract

from ..enums import GIFT_AMOUNTS, GIFT_MOVES, GiftState, PaymentState, Purpose
from ..models import Gift, Order, Payment
from ..models.gift import MESSAGE_LENGTH
from ..signals import gift_credited
from . import earnings, orders

MOST_GIFTS = 10  # of one person in one room
MOST_FAILURES = 5  # in FAILURE_WINDOW: more is somebody trying out cards
FAILURE_WINDOW = timedelta(hours=1)
OPEN_FOR = timedelta(minutes=10)
TOO_MANY = 429
PURPOSES = (Purpose.GIFT, Purpose.TIP)


@transaction.atomic
def open_gift(
    *,
    payer: User,
    payee: User,
    amount: int,
    room_ref: str,
    description: str,
    message: str = "",
    purpose: str = Purpose.GIFT,
) -> Gift:
    """Write a gift of `amount` paise and the order that pays it; the gateway hears from `register`.

    Asked again before the first is paid it is the same gift. Raises DomainError("bad_amount"|
    "bad_message"|"too_many_failures"), NotAllowed("own_gift"), Conflict("gift_limit").
    """
    message = _checked(payer, payee, amount, message)
    # The person's row is locked: of two at once the second one counts the first.
    User.objects.select_for_update(no_key=True).get(pk=payer.pk)
    _check_failures(payer)
    mine = Gift.objects.filter(payer=payer, room_ref=room_ref, order__purpose=purpose)
    waiting = mine.filter(
        state=GiftState.CREATED, order__state__in=orders.OPEN, order__expires_at__gt=now()
    )
    same = waiting.filter(amount=amount, message=message).select_related("order").first()
    if same is not None:
        return same
    given = mine.exclude(state=GiftState.CREATED)
    if mine.filter(Q(pk__in=given) | Q(pk__in=waiting)).count() >= MOST_GIFTS:
        raise Conflict("gift_limit", f"At most {MOST_GIFTS} gifts in one session. Thank you!")
    moment = now()
    order = orders.open_order(
        payer=payer,
        payee=payee,
        amount=amount,
        purpose=purpose,
        purpose_ref=room_ref,
        description=description,
        expires_at=moment + OPEN_FOR,
    )
    return Gift.objects.create(
        order=order,
        payer=payer,
        payee=payee,
        room_ref=room_ref,
        amount=amount,
        message=message,
        created_at=moment,
    )


def _checked(payer: User, payee: User, amount: int, message: str) -> str:
    # A bool is an int to Python, and 5000.0 is in the list as well.
    if type(amount) is not int or amount not in GIFT_AMOUNTS:
        words = ", ".join(format_inr(offered) for offered in GIFT_AMOUNTS)
        raise DomainError("bad_amount", f"Choose one of {words}.")
    if payer.pk == payee.pk:
        raise NotAllowed("own_gift", "You can't give yourself a gift.")
    clean = " ".join(message.replace("\0", " ").split())
    if len(clean) > MESSAGE_LENGTH:
        text = f"At most {MESSAGE_LENGTH} characters."
        raise DomainError("bad_message", text, fields={"message": text})
    return clean


def _check_failures(payer: User) -> None:
    failed = Payment.objects.filter(
        order__payer=payer,
        order__purpose__in=PURPOSES,
        state=PaymentState.FAILED,
        created_at__gt=now() - FAILURE_WINDOW,
    )
    if failed.count() >= MOST_FAILURES:
        words = "Too many payments failed. Try again in an hour."
        raise DomainError("too_many_failures", words, status=TOO_MANY)


def note_paid(*, order: Order) -> None:
    """Note in the transaction that takes the money that a gift's order is paid."""
    if order.purpose in PURPOSES:
        Gift.objects.filter(order=order, state=GiftState.CREATED).update(state=GiftState.PAID)


def credit(order: Order) -> str:
    """Give what a paid order gives, in the caller's transaction; the answer for `order_paid`.

    The mentor has earned it from this moment. Who shows it to the room hears `gift_credited`.
    """
    gift = Gift.objects.select_for_update(no_key=True).filter(order=order).first()
    if gift is None:
        return "refund_due"
    if gift.state == GiftState.CREDITED:
        return "fulfilled"
    moment = now()
    check_move(GIFT_MOVES, gift.state, GiftState.CREDITED)
    # The room before the ledger, as whoever ends its session goes.
    gift.late = _tell_room(gift, order)
    earnings.earn(order_id=order.pk, at=moment)
    gift.state, gift.credited_at = GiftState.CREDITED, moment
    gift.save(update_fields=["state", "credited_at", "late"])
    _tell_payee(gift, order, moment)
    return "fulfilled"


def _tell_room(gift: Gift, order: Order) -> bool:
    """Return whether the gift came too late for its room."""
    if order.purpose != Purpose.GIFT:
        return False
    answers = [answer for _, answer in gift_credited.send(Gift, gift=gift)]
    return "shown" not in answers


def _tell_payee(gift: Gift, order: Order, moment: datetime) -> None:
    # What the room showed is no news any more.
    if order.purpose == Purpose.GIFT and not gift.late:
        return
    notify(
        user=gift.payee,
        kind="gift_late" if gift.late else "tip_received",
        data={
            "name": gift.payer.short_name,
            "amount": format_inr(gift.amount),
            "message": gift.message,
            "url": "/mentor/earnings/",
        },
        dedup=f"gift-{gift.pk}",
    )


def forget_person(*, user_id: int) -> None:
    """Take back what somebody wrote with their gifts, and their name out of the news of them."""
    given = Gift.objects.filter(payer_id=user_id)
    given.update(message="")
    dedups = [f"gift-{pk}" for pk in given.values_list("pk", flat=True)]
    retract(kinds=("tip_received", "gift_late"), dedups=dedups)
