"""Writing the ledger: balanced, once, with balances that follow in the same transaction.

Accounts are locked in one order: escrow accounts before all others (whoever changes what is held
for an order begins there), then by code. So two writers never wait for each other in a circle.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, F, Value, When

from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, CompiledInsert, CompiledUpdate, given
from peerlearn.notifications import push

from ..enums import DEBIT_KINDS, AccountKind
from ..models import LedgerAccount, LedgerEntry, LedgerTransaction

Account = tuple[str, str]
Lines = list[tuple[Account, int]]

GATEWAY: Account = ("A:gateway", AccountKind.ASSET)
BANK: Account = ("A:bank", AccountKind.ASSET)
GATEWAY_FEE: Account = ("E:gateway_fee", AccountKind.EXPENSE)
GOODWILL: Account = ("E:goodwill", AccountKind.EXPENSE)
PLATFORM_FEE: Account = ("I:platform_fee", AccountKind.INCOME)
DISPUTES: Account = ("L:disputes", AccountKind.LIABILITY)

_ESCROW = "L:escrow:"
_OF_PAYEES = ("L:mentor_pending:", "L:mentor_available:")
_tell = CompiledInsert(LedgerTransaction, once=True)  # (kind, ref) is unique: told once
_write = CompiledInsert(LedgerEntry)
_open = CompiledInsert(LedgerAccount, once=True)


@dataclass(frozen=True)
class Posting:
    """A transaction to be written: lines of (account, paise), debits positive."""

    kind: str
    ref: str
    lines: Lines


def escrow(order_id: int) -> Account:
    """Return the account of money held for an order until it is earned or paid back."""
    return f"{_ESCROW}{order_id}", AccountKind.LIABILITY


def refund_payable(refund_id: int) -> Account:
    """Return the account of money promised back and not yet sent."""
    return f"L:refund_payable:{refund_id}", AccountKind.LIABILITY


def mentor_pending(user_id: int) -> Account:
    """Return the account of what somebody earned and cannot have paid out yet."""
    return f"L:mentor_pending:{user_id}", AccountKind.LIABILITY


def mentor_available(user_id: int) -> Account:
    """Return the account of what somebody earned and may have paid out."""
    return f"L:mentor_available:{user_id}", AccountKind.LIABILITY


def mentor_receivable(user_id: int) -> Account:
    """Return the account of what somebody owes us: paid out before it had to be paid back."""
    return f"A:mentor_receivable:{user_id}", AccountKind.ASSET


def payout(payout_id: int) -> Account:
    """Return the account of money reserved for a payout."""
    return f"L:payout:{payout_id}", AccountKind.LIABILITY


def balance(account: Account) -> int:
    """Return what an account holds, in paise, counted as its kind counts; one row is read."""
    found = LedgerAccount.objects.filter(code=account[0]).values_list("balance", flat=True).first()
    return found or 0


def lock(*accounts: Account) -> dict[str, int]:
    """Lock accounts until the transaction ends; returns their balances in paise, by code.

    All that a decision rests on go into one call: a second one might wait in a circle.
    """
    return {code: row.balance for code, row in _locked(accounts).items()}


def post(*, kind: str, ref: str, lines: Lines) -> LedgerTransaction | None:
    """Write a transaction of (account, paise) lines, debits positive; None if it was told before.

    Lines of nothing are left out. Four statements, however many lines (two more for new accounts).
    Raises ValueError unless it sums to zero, IntegrityError if a liability would go below zero;
    after the latter, what it is part of has to be rolled back.
    """
    return post_all(Posting(kind, ref, lines))[0]


def post_all(*postings: Posting, opens: Account | None = None) -> list[LedgerTransaction | None]:
    """Write several transactions as `post` does; for each, None if it was told before.

    One statement for each and three for all their lines. `opens` is an account that is not there
    yet, as far as one knows. Raises as `post`.
    """
    for posting in postings:
        if sum(amount for _, amount in posting.lines):
            raise ValueError(f"{posting.kind} {posting.ref} does not balance")
    # Without a savepoint: an error below rolls back all that this is part of.
    with transaction.atomic(savepoint=False):
        return _post(postings, opens)


def _post(postings: Sequence[Posting], opens: Account | None) -> list[LedgerTransaction | None]:
    moment = now()
    told = [_tell.create(kind=p.kind, ref=p.ref, created_at=moment) for p in postings]
    lines = [
        (new, account, amount)
        for new, posting in zip(told, postings, strict=True)
        for account, amount in posting.lines
        if new is not None and amount
    ]
    if lines:
        _book(lines, opens)
    return told


def _book(lines: Sequence[tuple[LedgerTransaction, Account, int]], opens: Account | None) -> None:
    if opens is not None:
        _open.create(code=opens[0], kind=opens[1])
    accounts = _locked(account for _, account, _ in lines)
    _write.write(
        [
            LedgerEntry(transaction_id=told.pk, account_id=accounts[code].pk, amount=amount)
            for told, (code, _), amount in lines
        ]
    )
    changes: Counter[int] = Counter()
    for _, (code, _), amount in lines:
        account = accounts[code]
        changes[account.pk] += amount if account.kind in DEBIT_KINDS else -amount
    values: dict[str, int] = {}
    for at, (pk, change) in enumerate(changes.items()):
        values |= {f"pk{at}": pk, f"by{at}": change}
    _change(len(changes)).run(**values)
    _tell_payees(accounts)


def _tell_payees(codes: Iterable[str]) -> None:
    # An open page of theirs reads its sums again; nothing of the sums is in the frame.
    mine = {code.rpartition(":")[2] for code in codes if code.startswith(_OF_PAYEES)}
    for user_id in mine:
        push.to_user(int(user_id), "earnings", {})


def _rank(code: str) -> tuple[bool, str]:
    return not code.startswith(_ESCROW), code


def _locked(accounts: Iterable[Account]) -> dict[str, LedgerAccount]:
    wanted = dict(accounts)
    found = _read(wanted)
    if len(found) < len(wanted):
        missing = sorted(wanted.keys() - found.keys(), key=_rank)
        LedgerAccount.objects.bulk_create(
            [LedgerAccount(code=code, kind=wanted[code]) for code in missing],
            ignore_conflicts=True,
        )
        found = _read(wanted)
    return found


def _read(wanted: dict[str, str]) -> dict[str, LedgerAccount]:
    codes = {f"code{at}": code for at, code in enumerate(wanted)}
    return {row.code: row for row in _lock(len(codes)).objects(**codes)}


@cache
def _lock(accounts: int) -> Compiled:
    # The database locks rows as it reads them in this order.
    first = Case(When(code__startswith=_ESCROW, then=Value(0)), default=Value(1))
    codes = [given(f"code{at}") for at in range(accounts)]
    rows = LedgerAccount.objects.select_for_update(no_key=True)
    return Compiled(lambda: rows.filter(code__in=codes).order_by(first, "code"))


@cache
def _change(accounts: int) -> CompiledUpdate:
    pks: list[Any] = [given(f"pk{at}") for at in range(accounts)]
    whens = [When(pk=pk, then=given(f"by{at}")) for at, pk in enumerate(pks)]
    change = Case(*whens, default=Value(0), output_field=BigIntegerField())
    return CompiledUpdate(
        lambda: LedgerAccount.objects.filter(pk__in=pks), balance=F("balance") + change
    )
