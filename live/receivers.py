"""News of lower floors, turned into the room's own verbs."""

from typing import Any

from celery.signals import worker_init
from django.db import transaction
from django.dispatch import receiver

from learning.models import Booking
from learning.signals import booking_changed, seats_changed, session_changed
from payments.models import Gift
from payments.signals import gift_credited
from peerlearn.accounts.signals import access_ended, account_closed, account_suspended
from peerlearn.notifications import push

from . import groups
from .enums import LeftReason
from .models import Participant
from .services import (
    board,
    chat,
    files,
    gifts,
    leases,
    notes,
    presence,
    recording_files,
    rooms,
    slides,
    tokens,
)


@receiver(seats_changed, dispatch_uid="live.seats")
def move_seat_counts(session_id: int, **_: Any) -> None:
    """Wake the seat hubs once the change has committed; they read the count themselves."""
    event = {"type": "seats.changed", "session": session_id}
    transaction.on_commit(lambda: push.send(groups.seats(), event))


@receiver(session_changed, dispatch_uid="live.session")
def follow_session(session_id: int, change: str, **_: Any) -> None:
    """Open and close the room with its session."""
    if change == "started":
        rooms.open_room(session_id=session_id)
    elif change in ("ended", "cancelled"):
        rooms.close_room(session_id=session_id, reason=change)


@receiver(booking_changed, dispatch_uid="live.booking")
def follow_booking(booking_id: int, change: str, **_: Any) -> None:
    """Take a learner out of the room when their seat is cancelled."""
    if change == "cancelled":
        booking = Booking.objects.get(pk=booking_id)
        presence.remove(
            session_id=booking.session_id,
            user_id=booking.learner_id,
            reason=LeftReason.UNBOOKED,
        )


@worker_init.connect
def renew_leases(**_: Any) -> None:
    """Give whoever is in a room the whole of their lease when a worker begins to watch it."""
    leases.renew()


@receiver(gift_credited, dispatch_uid="live.gift")
def show_gift(sender: Any, gift: Gift, **_: Any) -> str | None:
    """Show a paid gift to the room it was given in; no answer if that has closed."""
    return "shown" if gifts.show(gift=gift) else None


@receiver([account_suspended, account_closed], dispatch_uid="live.account")
def follow_account(user_id: int, **_: Any) -> None:
    """Take an account that may not act any more out of its rooms; `access_ended` hangs up."""
    for pid in Participant.objects.filter(user_id=user_id, left_at=None).values_list("pid"):
        presence.leave(pid=pid[0], reason=LeftReason.UNBOOKED)


@receiver(access_ended, dispatch_uid="live.access")
def take_tickets_back(user_id: int, **_: Any) -> None:
    """Make room tickets and resume keys of ended logins worthless; the page fetches a new one."""
    tokens.revoke(user_id=user_id)


@receiver(account_closed, dispatch_uid="live.forget")
def forget_person(user_id: int, **_: Any) -> None:
    """Empty the lines of somebody whose account is deleted; files, name and recordings go."""
    chat.forget_person(user_id=user_id)
    files.forget_person(user_id=user_id)
    notes.forget_person(user_id=user_id)
    board.forget_person(user_id=user_id)
    slides.forget_person(user_id=user_id)
    recording_files.forget_person(user_id=user_id)
