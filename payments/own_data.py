"""Payments' part of a data export. Amounts are paise."""

from typing import Any

from peerlearn.accounts.exports import Part, register
from peerlearn.accounts.models import User

from .models import Order, Payment, Refund
from .services import preferences

ORDER = ("id", "receipt", "description", "amount", "currency", "purpose", "state", "created_at")


def collect(user: User) -> dict[str, Any]:
    """Return what somebody paid, got back, and was paid for; not who paid it."""
    payments = Payment.objects.filter(order__payer=user)
    refunds = Refund.objects.filter(payment__order__payer=user)
    return {
        "preferred_method": preferences.method_of(user),
        "orders": list(Order.objects.filter(payer=user).order_by("pk").values(*ORDER, "paid_at")),
        "payments": list(
            payments.values(
                "order_id", "gateway_payment_id", "amount", "method", "state", "captured_at"
            )
        ),
        "refunds": list(
            refunds.values("payment__order_id", "amount", "reason", "state", "processed_at")
        ),
        "orders_received": list(Order.objects.filter(payee=user).order_by("pk").values(*ORDER)),
    }


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("payments", collect))
