"""What learning does when money or an account has news."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from payments.enums import Purpose
from payments.models import Order
from payments.signals import order_paid
from peerlearn.accounts.signals import (
    account_closed,
    account_restored,
    account_suspended,
    person_blocked,
    person_changed,
)

from .models import Booking, Domain, Mentor, Skill
from .services import (
    attendance,
    blocking,
    bookings,
    certificates,
    departures,
    forgetting,
    indexing,
    moderation,
    request_sweeps,
    slots,
    waitlist,
)
from .signals import booking_changed, mentor_changed, session_changed


@receiver(order_paid)
def give_what_was_paid_for(sender: Any, order: Order, **kwargs: Any) -> str | None:
    """Confirm the booking an order paid for; no opinion on orders of another purpose."""
    if order.purpose != Purpose.BOOKING:
        return None
    return bookings.settle_paid_order(order)


@receiver([account_suspended, account_closed], dispatch_uid="learning.account_closed")
def end_what_is_coming(user_id: int, by_staff: bool = False, **_: Any) -> None:
    """Cancel the sessions and seats of an account that may not act any more."""
    departures.close(user_id=user_id, by_staff=by_staff)


@receiver(account_restored, dispatch_uid="learning.account_restored")
def show_again(user_id: int, **_: Any) -> None:
    """Bring a mentor back into the catalogue."""
    departures.reopen(user_id=user_id)


@receiver(person_blocked, dispatch_uid="learning.part")
def part(by_id: int, person_id: int, **_: Any) -> None:
    """Undo what ties two people of whom one has blocked the other."""
    blocking.part(by_id=by_id, person_id=person_id)


@receiver(person_changed, dispatch_uid="learning.person")
def tell_of_mentor(user_id: int, **_: Any) -> None:
    """A mentor's new name or picture is news about the mentor."""
    for mentor_id in Mentor.objects.filter(user_id=user_id).values_list("pk", flat=True):
        mentor_changed.send(Mentor, mentor_id=mentor_id)


@receiver(account_closed, dispatch_uid="learning.forget")
def forget_person(user_id: int, **_: Any) -> None:
    """Empty what somebody told of themselves; what they had coming was cancelled above."""
    forgetting.forget_person(user_id=user_id)


@receiver(booking_changed, dispatch_uid="learning.empty")
def free_the_time(sender: Any, booking_id: int, change: str, **_: Any) -> None:
    """A private session that lost its learner is withdrawn."""
    if change in ("released", "cancelled"):
        session_id = Booking.objects.values_list("session_id", flat=True).get(pk=booking_id)
        slots.withdraw_if_empty(session_id=session_id)


@receiver(booking_changed, dispatch_uid="learning.request")
def follow_seat(sender: Any, booking_id: int, change: str, **_: Any) -> None:
    """A request is done when its seat is paid, and open again when the seat is gone."""
    if change != "held":
        request_sweeps.follow_booking(booking_id=booking_id, change=change)


@receiver(booking_changed, dispatch_uid="learning.reviews")
def follow_attendance(sender: Any, booking_id: int, change: str, **_: Any) -> None:
    """Whoever turned out not to have been there has no say."""
    if change == "settled":
        moderation.follow_attendance(booking_id=booking_id)


@receiver(booking_changed, dispatch_uid="learning.certificate")
def certify(sender: Any, booking_id: int, change: str, **_: Any) -> None:
    """Who attended has it in writing."""
    if change == "settled":
        certificates.issue(booking_id=booking_id)


@receiver(session_changed, dispatch_uid="learning.index")
def index_session(sender: Any, session_id: int, **_: Any) -> None:
    """Have search find the session by its words as they are now."""
    indexing.refresh([session_id])


@receiver(session_changed, dispatch_uid="learning.queue")
def follow_queue(sender: Any, session_id: int, change: str, **_: Any) -> None:
    """Offer seats that a change made free; end the queue of what begins or is off."""
    if change in ("started", "ended", "cancelled"):
        waitlist.close(session_id=session_id)
    else:
        waitlist.offer_seats(session_id=session_id)


@receiver(session_changed, dispatch_uid="learning.running")
def follow_running(sender: Any, session_id: int, change: str, **_: Any) -> None:
    """The dashboard shows no running session once it has ended."""
    if change in ("ended", "cancelled"):
        attendance.tell_mentor(session_id)


@receiver(mentor_changed, dispatch_uid="learning.index_mentor")
def index_mentor(sender: Any, mentor_id: int, **_: Any) -> None:
    """A mentor's sessions are found by the mentor's name."""
    indexing.mark_stale(mentor=mentor_id)


@receiver([post_save, post_delete], sender=Domain, dispatch_uid="learning.index_domain")
def index_domain(sender: Any, instance: Domain, **_: Any) -> None:
    """Sessions are found by the name of their topic."""
    indexing.mark_stale(domain=instance.pk)


@receiver([post_save, post_delete], sender=Skill, dispatch_uid="learning.index_skill")
def index_skill(sender: Any, instance: Skill, **_: Any) -> None:
    """Sessions are found by the names of their skills."""
    indexing.mark_stale(skills=instance.pk)
