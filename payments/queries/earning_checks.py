"""Does what people earned add up? I7 and I9 of payments design 4.5."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from peerlearn.accounts.models import User

from ..enums import EarningState
from ..models import Earning, LedgerAccount
from ..services import ledger
from .sums import balance_of, moved_of, sum_of, total

PENDING, AVAILABLE, OWED = "L:mentor_pending:", "L:mentor_available:", "A:mentor_receivable:"
# These move what somebody earned from pending to available, take it back, or pay a debt with it.
OWN_MOVES = Q(transaction__kind__in=("matured", "refund_requested", "debt_settled"))


def earning_faults() -> Iterator[str]:
    """Yield a sentence for each earning and payee whose sums do not hold."""
    yield from _fees()
    yield from _payees()


def _fees() -> Iterator[str]:
    # Whole numbers divide to whole numbers: common/money.fee_of in SQL.
    right = (F("net") * F("order__fee_bps") + 5000) / 10000
    rows = Earning.objects.filter(payee__isnull=False).annotate(right=right)
    for earning in rows.exclude(fee=F("right")).iterator():
        yield f"I7 order {earning.order_id} has a fee of {earning.fee}, it is {earning.right}"
    booked, fees = ledger.balance(ledger.PLATFORM_FEE), total(Earning.objects.all(), "fee")
    if booked != fees:
        yield f"I7 I:platform_fee holds {booked}, the earnings say {fees}"


def _payees() -> Iterator[str]:
    waits = Q(state__in=(EarningState.PENDING, EarningState.HELD))
    mine = Earning.objects.filter(payee=OuterRef("pk"))
    # Person by person, not grouped: a group would reckon its accounts for every earning.
    people = User.objects.filter(Exists(mine)).annotate(
        earned=sum_of(mine, "own"),
        sum_waiting=sum_of(mine.filter(waits), "waiting"),
        pending=balance_of(PENDING, "pk"),
        available=balance_of(AVAILABLE, "pk"),
        owed=balance_of(OWED, "pk"),
        # In a payout, or paid: what left the account and did not come back.
        left=moved_of(AVAILABLE, "pk", ~OWN_MOVES),
    )
    rows = people.order_by().values_list(
        "pk", "earned", "sum_waiting", "pending", "available", "owed", "left", named=True
    )
    for row in rows.iterator():
        if row.sum_waiting != row.pending:
            yield f"I9 payee {row.pk} waits for {row.sum_waiting}, pending are {row.pending}"
        there = row.pending + row.available + row.left - row.owed
        if row.earned != there:
            yield f"I9 payee {row.pk} earned {row.earned}, the accounts say {there}"
    waiting, pending = (
        total(Earning.objects.filter(waits), "waiting"),
        total(LedgerAccount.objects.filter(code__startswith=PENDING), "balance"),
    )
    if waiting != pending:
        yield f"I9 earnings wait for {waiting}, pending are {pending}"
