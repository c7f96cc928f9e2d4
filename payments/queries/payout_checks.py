"""Do payouts and the ledger say the same?"""

from collections.abc import Iterator

from django.db.models import F, Q

from ..models import LedgerAccount, Payout
from ..payout_enums import OPEN_PAYOUTS, RETURNED
from .sums import balance_of, booked_once, total

RESERVED = "L:payout:"


def payout_faults() -> Iterator[str]:
    """Yield a sentence for each payout whose money is not where its state says."""
    rows = Payout.objects.annotate(
        reserved=balance_of(RESERVED, "pk"),
        asked=booked_once("payout_requested", "pk"),
        paid=booked_once("payout_processed", "pk"),
        back=booked_once("payout_returned", "pk"),
    )
    going = Q(state__in=OPEN_PAYOUTS)
    held = rows.filter((going & ~Q(reserved=F("amount"))) | (~going & ~Q(reserved=0)))
    for row in held.iterator():
        yield f"I9 payout {row.pk} is {row.state} and has {row.reserved} reserved"
    for row in rows.exclude(asked=F("amount")).iterator():
        yield f"I9 payout {row.pk} of {row.amount} is booked as {row.asked}"
    unpaid = Q(processed_at=None)
    wrong = rows.filter((unpaid & ~Q(paid=0)) | (~unpaid & ~Q(paid=F("amount"))))
    for row in wrong.iterator():
        yield f"I9 payout {row.pk} is {row.state} and paid as {row.paid}"
    gone = Q(state__in=RETURNED)
    lost = rows.filter((gone & ~Q(back=F("amount"))) | (~gone & ~Q(back=0)))
    for row in lost.iterator():
        yield f"I9 payout {row.pk} is {row.state} and given back as {row.back}"
    known = total(Payout.objects.filter(going))
    booked = total(LedgerAccount.objects.filter(code__startswith=RESERVED), "balance")
    if known != booked:
        yield f"I9 payouts under way come to {known}, {booked} are reserved"
