"""Writing the ledger: balanced, once, with balances that follow in the same transaction."""

from django.db import transaction
from django.db.models import F

from peerlearn.common.clock import now

from ..enums import DEBIT_KINDS, AccountKind
from ..models import LedgerAccount, LedgerEntry, LedgerTransaction

GATEWAY = ("A:gateway", AccountKind.ASSET)
GATEWAY_FEE = ("E:gateway_fee", AccountKind.EXPENSE)

Account = tuple[str, str]
Lines = list[tuple[Account, int]]


def escrow(order_id: int) -> Account:
    """Return the account of money held for an order until it is earned or paid back."""
    return f"L:escrow:{order_id}", AccountKind.LIABILITY


def refund_payable(refund_id: int) -> Account:
    """Return the account of money promised back and not yet sent."""
    return f"L:refund_payable:{refund_id}", AccountKind.LIABILITY


@transaction.atomic
def post(*, kind: str, ref: str, lines: Lines) -> LedgerTransaction | None:
    """Write a transaction of (account, paise) lines, debits positive; None if it was told before.

    Raises ValueError unless it sums to zero, IntegrityError if a liability would go below zero.
    """
    if sum(amount for _, amount in lines):
        raise ValueError(f"{kind} {ref} does not balance")
    told, new = LedgerTransaction.objects.get_or_create(
        kind=kind, ref=ref, defaults={"created_at": now()}
    )
    if not new:
        return None
    for (code, account_kind), amount in lines:
        account, _ = LedgerAccount.objects.get_or_create(code=code, defaults={"kind": account_kind})
        LedgerEntry.objects.create(transaction=told, account=account, amount=amount)
        change = amount if account.kind in DEBIT_KINDS else -amount
        LedgerAccount.objects.filter(pk=account.pk).update(balance=F("balance") + change)
    return told
