"""What of payments keeps an account from being deleted: money that is on its way."""

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.translation import gettext as _

from peerlearn.accounts import erasure_vetoes
from peerlearn.accounts.models import User
from peerlearn.common.money import format_inr

from .enums import FulfilState, OrderState, RefundState
from .models import LedgerAccount, Order, Refund
from .queries.payouts import open_payout
from .services import ledger
from .services.orders import OPEN


def against_erasure(user: User) -> Iterator[str]:
    """Yield a sentence for payments under way, refunds not yet paid, and money held for them."""
    orders = Order.objects.filter(payer=user)
    if orders.filter(state__in=OPEN).exists():
        yield _("A payment of yours is not finished: pay it or wait until its time is over.")
    paid = orders.filter(state=OrderState.PAID)
    owed = Refund.objects.filter(payment__order__payer=user).exclude(state=RefundState.PROCESSED)
    if owed.exists() or paid.filter(fulfil_state=FulfilState.REFUND_DUE).exists():
        yield _("A refund to you is on its way: wait until it has arrived.")
    if paid.filter(fulfil_state=FulfilState.DUE).exists():
        yield _("Something you paid for is not yet yours: wait a moment.")
    if open_payout(user):
        yield _("A payout to you is under way: wait until it has arrived, or cancel it.")
    if held := _held_for(user):
        yield _("We hold %s that you earned: have it paid out first.") % format_inr(held)


def _held_for(user: User) -> int:
    sold = Order.objects.filter(payee=user, state=OrderState.PAID).values_list("pk", flat=True)
    accounts = [ledger.escrow(order_id) for order_id in sold]
    accounts += [ledger.mentor_pending(user.pk), ledger.mentor_available(user.pk)]
    held = LedgerAccount.objects.filter(code__in=[code for code, _ in accounts])
    return held.aggregate(total=Sum("balance"))["total"] or 0


def register() -> None:
    """Make the veto known; called once, when the apps are ready."""
    erasure_vetoes.register("payments", against_erasure)
