"""How news of gifts, tips and payouts reads."""

from peerlearn.notifications.kinds import NoticeKind, register

METHODS_URL = "/mentor/earnings/methods/"
EARNINGS_URL = "/mentor/earnings/"
PAYMENTS_URL = "/learner/payments/"

register(
    NoticeKind(
        "payout_method_added",
        "New for your payouts: {masked}",
        "Not you? Remove it and change your password at once.",
        METHODS_URL,
    ),
    NoticeKind(
        "payout_method_changed",
        "Payouts go to {masked} instead of {before}",
        "Not you? Remove it and change your password at once.",
        METHODS_URL,
    ),
    NoticeKind("payout_method_removed", "Removed from your payouts: {masked}", "", METHODS_URL),
    NoticeKind("payout_method_verified", "We can pay you out to {masked}", "", METHODS_URL),
    NoticeKind("payout_method_refused", "We can't pay you out to {masked}", "{why}", METHODS_URL),
    NoticeKind(
        "payout_requested",
        "You asked for a payout of {amount}",
        "To {destination}, reference {reference}. Not you? Cancel it and change your password.",
        EARNINGS_URL,
    ),
    NoticeKind(
        "payout_approved", "Your payout of {amount} is approved", "To {destination}.", EARNINGS_URL
    ),
    NoticeKind(
        "payout_paid",
        "Paid: {amount}",
        "To {destination}. The bank's reference is {utr}.",
        EARNINGS_URL,
    ),
    NoticeKind(
        "payout_rejected",
        "Your payout of {amount} was not approved",
        "{why} The money is available again.",
        EARNINGS_URL,
    ),
    NoticeKind(
        "payout_cancelled",
        "Your payout of {amount} is cancelled",
        "The money is available again.",
        EARNINGS_URL,
    ),
    NoticeKind(
        "payout_returned",
        "Your payout of {amount} came back",
        "{why} The money is available again.",
        EARNINGS_URL,
    ),
    NoticeKind("tip_received", "{name} tipped you {amount}", "{message}", "{url}"),
    NoticeKind(
        "gift_late", "{name} gave you {amount}", "It was paid after the session ended.", "{url}"
    ),
)
register(
    NoticeKind(
        "refund_paid",
        "{amount} is on its way back to you",
        "For {what}. It goes the way it came; banks take 5 to 7 working days.",
        PAYMENTS_URL,
    ),
    NoticeKind(
        "refund_failed",
        "We could not pay {amount} back yet",
        "For {what}. It is yours: we look at it ourselves and write to you.",
        PAYMENTS_URL,
    ),
)
