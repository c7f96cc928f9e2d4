"""Mentors with money to be paid out, made as the product makes it: bought, earned, matured."""

from datetime import timedelta

from payments.enums import PAYMENT_RANK, FulfilState, OrderState, PaymentState, Purpose
from payments.models import Order, Payment, Payout, PayoutMethod
from payments.payout_enums import MethodState
from payments.services import earnings, ledger, orders, payout_methods, payouts
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel
from tests import factories as make

NUMBER, IFSC = "004401531234", "ICIC0000044"
DAY = timedelta(days=1)


def earn(payee: User, amount: int, *, ago: timedelta = 4 * DAY) -> Order:
    """Let somebody have earned `amount` paise without a fee; what is days old is available."""
    order = orders.open_order(
        payer=make.person(), payee=payee, amount=amount, purpose=Purpose.TIP, purpose_ref="1",
        description="A tip", expires_at=None,
    )  # fmt: skip
    order.fee_bps, order.state = 0, OrderState.PAID
    order.fulfil_state, order.paid_at = FulfilState.FULFILLED, now()
    order.save()
    paid = Payment.objects.create(
        order=order, gateway_payment_id=f"pay_{order.pk:014d}", amount=amount,
        state=PaymentState.CAPTURED, rank=PAYMENT_RANK[PaymentState.CAPTURED],
    )  # fmt: skip
    lines = [(ledger.GATEWAY, amount), (ledger.escrow(order.pk), -amount)]
    ledger.post(kind="capture", ref=paid.gateway_payment_id, lines=lines)
    with travel(now() - ago):
        earnings.earn(order_id=order.pk)
    earnings.mature()
    return order


def bank(user: User, account: str = NUMBER, **fields: object) -> PayoutMethod:
    """Give a mentor a verified account that cooled off long ago."""
    with travel(now() - 3 * DAY):
        made = payout_methods.add(
            user=user, kind="bank", holder=user.name, account=account, ifsc=IFSC
        )
    values = {"state": MethodState.VERIFIED, "verified_at": now(), **fields}
    PayoutMethod.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def mentor(available: int = 100_000) -> User:
    """Make a mentor who may have `available` paise paid out."""
    user = make.mentor("Asha Raman").user
    if available:
        earn(user, available)
    return user


def requested(available: int = 100_000, amount: int | None = None) -> Payout:
    """Make a payout that waits for approval."""
    user = mentor(available)
    return payouts.request(user=user, method_id=bank(user).pk, amount=amount)


def admin() -> User:
    """Make somebody who may approve payouts, their code given."""
    made = make.staff()
    made.is_superuser = True
    made.save(update_fields=["is_superuser"])
    return make.verified(made)


def available(user: User) -> int:
    """Return what somebody may have paid out."""
    return ledger.balance(ledger.mentor_available(user.pk))
