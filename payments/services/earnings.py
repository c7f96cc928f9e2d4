"""What is sold becomes what somebody earned: pending for the complaint window, then available."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.money import fee_of

from ..enums import DisputeState, EarningState
from ..models import Dispute, Earning, Order
from . import ledger

SWEEP_LIMIT = 200


@transaction.atomic
def earn(*, order_id: int, at: datetime | None = None) -> Earning | None:
    """Split what is held for an order into our fee and the payee's part, once.

    Called by the owner of the purpose when what was sold is done, in the same transaction; `at` is
    when that was. What the payee owes us is taken off first. Returns the earning, the same one
    when called again, or None if nothing is held.
    """
    order = Order.objects.get(pk=order_id)
    escrow = ledger.escrow(order_id)
    net = ledger.lock(escrow)[escrow[0]]
    earned = Earning.objects.filter(order_id=order_id).first()
    if earned is not None or not net:
        return earned
    fee = fee_of(net, order.fee_bps) if order.payee_id else net
    own, moment = net - fee, at or now()
    lines: ledger.Lines = [(escrow, net), (ledger.PLATFORM_FEE, -fee)]
    debt = 0
    if order.payee_id:
        owed = ledger.mentor_receivable(order.payee_id)
        pending = ledger.mentor_pending(order.payee_id)
        debt = min(own, ledger.lock(owed, ledger.PLATFORM_FEE, pending)[owed[0]])
        lines += [(owed, -debt), (pending, debt - own)]
    ledger.post(kind="earned", ref=str(order_id), lines=lines)
    disputed = Dispute.objects.filter(payment__order=order, state=DisputeState.OPEN).exists()
    return Earning.objects.create(
        order=order,
        state=EarningState.HELD if disputed else EarningState.PENDING,
        held_for=["dispute"] if disputed else [],
        payee_id=order.payee_id,
        net=net,
        fee=fee,
        own=own,
        waiting=own - debt,
        earned_at=moment,
        due_at=moment + timedelta(hours=settings.EARNINGS_WINDOW_HOURS),
    )


@transaction.atomic
def hold(*, order_id: int, why: str = "contest") -> bool:
    """Keep what an order earned from becoming available; False if it is not pending."""
    waits = (EarningState.PENDING, EarningState.HELD)
    mine = Earning.objects.select_for_update(no_key=True).filter(order_id=order_id, state__in=waits)
    earning = mine.first()
    if earning is None or why in earning.held_for:
        return False
    earning.held_for, earning.state = [*earning.held_for, why], EarningState.HELD
    earning.save(update_fields=["held_for", "state"])
    return True


@transaction.atomic
def let_go(*, order_id: int, why: str = "contest") -> bool:
    """A reason against what an order earned is gone; False if there was none."""
    mine = Earning.objects.select_for_update(no_key=True).filter(
        order_id=order_id, state=EarningState.HELD
    )
    earning = mine.first()
    if earning is None or why not in earning.held_for:
        return False
    earning.held_for = [reason for reason in earning.held_for if reason != why]
    earning.state = EarningState.HELD if earning.held_for else EarningState.PENDING
    earning.save(update_fields=["held_for", "state"])
    return True


def mature() -> int:
    """Make available what has waited long enough; returns how many earnings that were."""
    due = Earning.objects.filter(state=EarningState.PENDING, due_at__lte=now()).order_by("due_at")
    return sweeps.each(list(due.values_list("pk", flat=True)[:SWEEP_LIMIT]), _mature)


def _mature(earning_id: int) -> bool:
    due = Earning.objects.select_for_update(no_key=True).filter(
        pk=earning_id, state=EarningState.PENDING, due_at__lte=now()
    )
    earning = due.first()
    if earning is None:
        return False
    if earning.payee_id and earning.waiting:
        owed = ledger.mentor_receivable(earning.payee_id)
        pending = ledger.mentor_pending(earning.payee_id)
        free = ledger.mentor_available(earning.payee_id)
        # Who owes us pays that first.
        debt = min(earning.waiting, ledger.lock(owed, pending, free)[owed[0]])
        lines = [(pending, earning.waiting), (owed, -debt), (free, debt - earning.waiting)]
        ledger.post(kind="matured", ref=str(earning.order_id), lines=lines)
    earning.state, earning.available_at, earning.waiting = EarningState.AVAILABLE, now(), 0
    earning.save(update_fields=["state", "available_at", "waiting"])
    return True


def take_back(*, order_id: int, amount: int) -> ledger.Lines:
    """Return the lines that take `amount` paise from what an order earned, for a refund of it.

    Our fee is reckoned anew on what is left and the difference given back; the rest is the payee's:
    what is still pending of this order, then what is available, then a debt to us. The caller has
    locked the escrow and posts the lines. Raises ValueError for more than was earned.
    """
    earning = (
        Earning.objects.select_for_update(no_key=True)
        .select_related("order")
        .get(order_id=order_id)
    )
    if amount > earning.net:
        raise ValueError(f"order {order_id} earned {earning.net}, not {amount}")
    net = earning.net - amount
    fee = fee_of(net, earning.order.fee_bps) if earning.payee_id else net
    lines: ledger.Lines = [(ledger.PLATFORM_FEE, earning.fee - fee)]
    if earning.payee_id:
        lines += _from_payee(earning, earning.payee_id, earning.own - (net - fee))
    earning.net, earning.fee, earning.own = net, fee, net - fee
    if not net:
        earning.state = EarningState.REVERSED
    earning.save(update_fields=["net", "fee", "own", "waiting", "state"])
    return lines


def _from_payee(earning: Earning, payee_id: int, amount: int) -> ledger.Lines:
    owed = ledger.mentor_receivable(payee_id)
    pending = ledger.mentor_pending(payee_id)
    free = ledger.mentor_available(payee_id)
    there = ledger.lock(owed, ledger.PLATFORM_FEE, pending, free)
    waiting = min(amount, earning.waiting)
    available = min(amount - waiting, there[free[0]])
    earning.waiting -= waiting
    return [(pending, waiting), (free, available), (owed, amount - waiting - available)]
