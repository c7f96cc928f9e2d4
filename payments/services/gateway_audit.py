"""I6 from the gateway's own data: what it says it took and gave back is what A:gateway moved."""

from collections.abc import Iterator

from peerlearn.common.clock import now

from ..gateway import get_gateway
from ..models import LedgerEntry
from ..queries.checks import ELSEWHERE
from ..queries.sums import total
from . import ledger

TAKEN = ("captured", "refunded")


def gateway_faults(*, since: int = 0) -> Iterator[str]:
    """Yield a sentence if the gateway's lists from `since` (Unix seconds) and the ledger differ.

    Reads every payment and refund page by page, keeping sums only. Raises GatewayError.
    """
    gateway, until = get_gateway(), int(now().timestamp()) + 86_400
    took = fees = 0
    untaken = set()
    for payment in gateway.all_payments(since=since, until=until):
        if payment["status"] in TAKEN and payment["captured"]:
            took += payment["amount"]
            fees += payment["fee"] or 0
        elif payment["status"] == "refunded":
            untaken.add(payment["id"])
    gave = sum(
        refund["amount"]
        for refund in gateway.all_refunds(since=since, until=until)
        if refund["status"] == "processed" and refund["payment_id"] not in untaken
    )
    entries = LedgerEntry.objects.filter(account__code=ledger.GATEWAY[0])
    booked = total(entries.exclude(transaction__kind__in=ELSEWHERE))
    if booked != took - fees - gave:
        yield (
            f"I6 A:gateway moved {booked}; the gateway took {took}, kept {fees}, gave back {gave}"
        )
