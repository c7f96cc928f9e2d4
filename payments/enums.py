"""States of money, and the tables of legal moves beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What an order is for, as a label; the reference beside it is opaque here."""

    BOOKING = "booking", _("Booking")
    GIFT = "gift", _("Gift")
    TIP = "tip", _("Tip")


class PaymentMethod(models.TextChoices):
    """Ways of paying, by the names the gateway's checkout has for them."""

    ANY = "", _("Nothing in particular")
    UPI = "upi", _("UPI")
    CARD = "card", _("Card")
    NETBANKING = "netbanking", _("Netbanking")
    WALLET = "wallet", _("Wallet")


class OrderState(models.TextChoices):
    """The life of an order."""

    NEW = "new", _("New")
    CREATED = "created", _("Waiting for payment")
    ATTEMPTED = "attempted", _("Payment tried")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


class FulfilState(models.TextChoices):
    """Whether what was paid for was given."""

    NONE = "none", _("Nothing due")
    DUE = "due", _("Due")
    FULFILLED = "fulfilled", _("Fulfilled")
    REFUND_DUE = "refund_due", _("Refund due")


ORDER_MOVES = {
    OrderState.NEW: frozenset({OrderState.CREATED, OrderState.CANCELLED}),
    OrderState.CREATED: frozenset({OrderState.ATTEMPTED, OrderState.PAID, OrderState.CANCELLED}),
    OrderState.ATTEMPTED: frozenset({OrderState.PAID, OrderState.CANCELLED}),
    # Money may come after we gave up on it; what to do then is the purpose's owner to say.
    OrderState.CANCELLED: frozenset({OrderState.PAID}),
    OrderState.PAID: frozenset(),
}


class PaymentState(models.TextChoices):
    """What the gateway says of one attempt to pay."""

    CREATED = "created", _("Started")
    FAILED = "failed", _("Failed")
    AUTHORIZED = "authorized", _("Authorised")
    CAPTURED = "captured", _("Paid")
    REFUNDED = "refunded", _("Refunded")


# A payment only ever climbs: failed may become captured late, captured never becomes failed.
PAYMENT_RANK = {
    PaymentState.CREATED: 0,
    PaymentState.FAILED: 1,
    PaymentState.AUTHORIZED: 2,
    PaymentState.CAPTURED: 3,
    PaymentState.REFUNDED: 4,
}


# Reasons of refunds of money that bought nothing: it is on no receipt and in nobody's sums.
SECOND_PAYMENT, WRONG_AMOUNT = "duplicate payment", "wrong amount"
BOUGHT_NOTHING = (SECOND_PAYMENT, WRONG_AMOUNT)


class RefundState(models.TextChoices):
    """The life of a refund."""

    REQUESTED = "requested", _("Requested")
    SUBMITTED = "submitted", _("Sent to the gateway")
    UNKNOWN = "unknown", _("Sent, no answer yet")
    PENDING = "pending", _("Pending at the gateway")
    PROCESSED = "processed", _("Paid back")
    FAILED = "failed", _("Failed")


_ANSWERS = frozenset({RefundState.PENDING, RefundState.PROCESSED, RefundState.FAILED})
REFUND_MOVES = {
    RefundState.REQUESTED: frozenset({RefundState.SUBMITTED}),
    # Without an answer it is sent again with the same key, and a new one only after a clear no.
    RefundState.SUBMITTED: _ANSWERS | {RefundState.UNKNOWN},
    RefundState.UNKNOWN: _ANSWERS | {RefundState.SUBMITTED},
    RefundState.PENDING: frozenset({RefundState.PROCESSED, RefundState.FAILED}),
    RefundState.PROCESSED: frozenset(),
    RefundState.FAILED: frozenset({RefundState.REQUESTED}),
}


class DisputeState(models.TextChoices):
    """The life of a dispute; the gateway moves it."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    CLOSED = "closed", _("Closed")


class EarningState(models.TextChoices):
    """The life of what somebody earned."""

    PENDING = "pending", _("Pending")
    HELD = "held", _("Held back")
    AVAILABLE = "available", _("Available")
    REVERSED = "reversed", _("Paid back")


EARNING_MOVES = {
    # Held while somebody has something against it; only what waits can be held.
    EarningState.PENDING: frozenset(
        {EarningState.HELD, EarningState.AVAILABLE, EarningState.REVERSED}
    ),
    EarningState.HELD: frozenset({EarningState.PENDING, EarningState.REVERSED}),
    EarningState.AVAILABLE: frozenset({EarningState.REVERSED}),
    EarningState.REVERSED: frozenset(),
}


GIFT_AMOUNTS = (5_000, 10_000, 20_000)  # paise


class GiftState(models.TextChoices):
    """The life of a gift: written, paid, the mentor's."""

    CREATED = "created", _("Waiting for payment")
    PAID = "paid", _("Paid")
    CREDITED = "credited", _("Credited")


GIFT_MOVES = {
    GiftState.CREATED: frozenset({GiftState.PAID}),
    GiftState.PAID: frozenset({GiftState.CREDITED}),
    GiftState.CREDITED: frozenset(),
}


class AccountKind(models.TextChoices):
    """Which way an account counts: debits add to assets and expenses, credits to the others."""

    ASSET = "asset", _("Asset")
    EXPENSE = "expense", _("Expense")
    LIABILITY = "liability", _("Liability")
    INCOME = "income", _("Income")


DEBIT_KINDS = frozenset({AccountKind.ASSET, AccountKind.EXPENSE})
