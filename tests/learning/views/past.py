"""A past long enough to be dear to read."""

from datetime import timedelta

from learning.enums import BookingState
from learning.models import Booking, Session
from payments.enums import FulfilState, OrderState, Purpose
from payments.models import Order
from peerlearn.common.clock import now
from tests import factories as make


def history(mentor, learner, count, state=BookingState.COMPLETED):
    """Lay `count` paid seats of an hour each, one every second day, back from yesterday."""
    past = now() - timedelta(days=1)
    starts = [past - timedelta(days=2 * nth) for nth in range(count)]
    made = Session.objects.bulk_create(
        Session(
            mentor=mentor,
            domain=make.domain(),
            title=f"Lesson {nth}",
            slug="lesson",
            state="completed",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
        for nth, start in enumerate(starts)
    )
    orders = Order.objects.bulk_create(
        Order(
            payer=learner,
            payee=mentor.user,
            amount=50_000,
            fee_bps=1_000,
            purpose=Purpose.BOOKING,
            purpose_ref=str(one.pk),
            description=one.title,
            state=OrderState.PAID,
            fulfil_state=FulfilState.FULFILLED,
            receipt=f"r-{one.pk}",
            paid_at=one.starts_at,
        )
        for one in made
    )
    return Booking.objects.bulk_create(
        Booking(session=one, learner=learner, state=state, price=50_000, order=order)
        for one, order in zip(made, orders, strict=True)
    )
