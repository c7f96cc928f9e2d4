"""What seats earn, added up by the database as `fee_of` would one by one."""

from zoneinfo import ZoneInfo

import pytest

from learning.enums import BookingState
from learning.models import Booking
from learning.queries import analytics, earnings
from payments.models import Order, Payment, Refund
from peerlearn.common.money import fee_of
from tests import factories as make
from tests.learning.views.past import history

pytestmark = pytest.mark.django_db
INDIA = ZoneInfo("Asia/Kolkata")
# Amount, refunded, refund failed, basis points of the fee, state.
SEATS = (
    (50_000, 0, False, 1_000, BookingState.COMPLETED),
    (50_003, 0, False, 1_250, BookingState.COMPLETED),
    (33_337, 11_111, False, 777, BookingState.NO_SHOW_LEARNER),
    (40_000, 20_000, False, 1_000, BookingState.CANCELLED_LEARNER),
    (40_000, 40_000, False, 1_000, BookingState.CANCELLED_LEARNER),
    (45_001, 9_000, True, 1_500, BookingState.COMPLETED),
    (99_999, 0, False, 1, BookingState.CONFIRMED),
    (70_000, 0, False, 1_000, BookingState.NO_SHOW_MENTOR),
)


def lay(mentor):
    for seat, (amount, back, failed, bps, state) in zip(
        history(mentor, make.person(), len(SEATS)), SEATS, strict=True
    ):
        Booking.objects.filter(pk=seat.pk).update(state=state)
        Order.objects.filter(pk=seat.order_id).update(amount=amount, fee_bps=bps)
        if back:
            payment = Payment.objects.create(
                order_id=seat.order_id,
                gateway_payment_id=f"pay_{seat.pk}",
                amount=amount,
                state="captured",
                rank=3,
                refunds_reserved=back,
            )
            made = "failed" if failed else "processed"
            Refund.objects.create(
                payment=payment, amount=back, reason="test", state=made, key=f"k{seat.pk}"
            )


def own(rows):
    # What the gateway refused to pay back is still owed.
    nets = [(amount - back, bps) for amount, back, _failed, bps, _state in rows]
    return sum(net - fee_of(net, bps) for net, bps in nets if net > 0)


def test_the_database_adds_up_what_is_kept_to_the_paisa():
    mentor = make.mentor()
    lay(mentor)
    lay(make.mentor())
    held = [row for row in SEATS if row[4] == BookingState.CONFIRMED]
    earned = [row for row in SEATS if row[4] in earnings.EARNED]
    found = earnings.of_mentor(mentor, INDIA)
    assert (found.held, found.earned) == (own(held), own(earned))
    assert sum(found.months.values()) == found.earned
    assert all(month.day == 1 for month in found.months)
    assert earnings.seats(mentor).count() == 6
    by_day = analytics.of_mentor(mentor, INDIA, 30).earned
    assert sum(paise for _day, paise in by_day) == found.earned


def test_a_month_is_the_viewers():
    mentor = make.mentor()
    (seat,) = history(mentor, make.person(), 1)
    late = seat.session.starts_at.replace(month=1, day=31, hour=20, minute=0)
    session = seat.session
    session.starts_at, session.ends_at = late, late.replace(hour=21)
    session.save()
    assert [m.month for m in earnings.of_mentor(mentor, INDIA).months] == [2]
    assert [m.month for m in earnings.of_mentor(mentor, ZoneInfo("UTC")).months] == [1]


def test_who_earned_nothing_has_nothing():
    found = earnings.of_mentor(make.mentor(), INDIA)
    assert (found.held, found.earned, found.months) == (0, 0, {})
