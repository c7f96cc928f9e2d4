"""Tables of payments."""

from .ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from .order import Order
from .payment import Payment
from .preference import PaymentPreference
from .refund import Refund
from .webhook import WebhookEvent

__all__ = [
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Order",
    "Payment",
    "PaymentPreference",
    "Refund",
    "WebhookEvent",
]
