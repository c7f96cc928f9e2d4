"""Tables of payments."""

from .dispute import Dispute
from .earning import Earning
from .gift import Gift
from .ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from .order import Order
from .paper import CreditNote, PaperCounter, Receipt
from .payment import Payment
from .payout import Payout, PayoutApproval
from .payout_method import PayoutMethod
from .preference import PaymentPreference
from .recon import ReconIssue
from .refund import Refund
from .webhook import WebhookEvent

__all__ = [
    "CreditNote",
    "Dispute",
    "Earning",
    "Gift",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Order",
    "PaperCounter",
    "Payment",
    "PaymentPreference",
    "Payout",
    "PayoutApproval",
    "PayoutMethod",
    "Receipt",
    "ReconIssue",
    "Refund",
    "WebhookEvent",
]
