"""Payments' part of a data export. Amounts are paise."""

from typing import Any

from peerlearn.accounts.exports import Part, register
from peerlearn.accounts.models import User

from .models import CreditNote, Earning, Gift, Order, Payment, Payout, Receipt, Refund
from .queries.payouts import methods_of
from .services import preferences

ORDER = ("id", "receipt", "description", "amount", "currency", "purpose", "state", "created_at")
EARNING = ("order_id", "net", "fee", "own", "state", "earned_at", "due_at", "available_at")
GIFT = ("order_id", "amount", "message", "state", "late", "created_at", "credited_at")
PAPER = ("number", "payer_name", "total", "content", "issued_at")
METHOD = ("kind", "masked", "holder", "ifsc", "state", "created_at", "verified_at")
PAYOUT = (
    "id", "amount", "destination", "state", "utr", "why", "requested_at", "processed_at",
    "returned_at",
)  # fmt: skip


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
        "gifts": list(Gift.objects.filter(payer=user).order_by("pk").values(*GIFT)),
        "receipts": list(Receipt.objects.filter(payer=user).order_by("pk").values(*PAPER)),
        "credit_notes": list(CreditNote.objects.filter(payer=user).order_by("pk").values(*PAPER)),
        "orders_received": list(Order.objects.filter(payee=user).order_by("pk").values(*ORDER)),
        "earnings": list(Earning.objects.filter(payee=user).order_by("pk").values(*EARNING)),
        # As they are shown: an account in full leaves only to who pays it.
        "payout_methods": list(methods_of(user).values(*METHOD)),
        "payouts": list(Payout.objects.filter(payee=user).order_by("pk").values(*PAYOUT)),
    }


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("payments", collect))
