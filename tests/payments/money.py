"""Paid orders for tests of money, made through the services and the simulator."""

from payments.gateway import get_gateway
from payments.models import LedgerAccount, Order
from payments.services import orders, settlement
from tests import factories as make


def unpaid_order(*, price: int = 45_000, payee=None, into=None, **session) -> Order:
    """Hold a seat of so many paise, in a session or a new one; return its registered order."""
    session = {"price": price, "starts_in": 240} | session
    seat_in = into or make.session(by=payee or make.mentor(), **session)
    return orders.register(order_id=make.seat(seat_in).order_id)


def paid_order(simulator, **seat) -> Order:
    """Make a confirmed seat, paid through the simulator; return its order."""
    order = unpaid_order(**seat)
    proof = simulator.pay(order)
    settlement.apply_gateway_payment(get_gateway().payment(proof["razorpay_payment_id"]))
    order.refresh_from_db()
    return order


def balance(code: str) -> int:
    """Return what an account holds, in paise; nothing if there is no such account."""
    return LedgerAccount.objects.filter(code=code).values_list("balance", flat=True).first() or 0
