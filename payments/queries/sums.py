"""Sums of paise as the database reckons them."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from ..enums import DEBIT_KINDS
from ..models import LedgerAccount, LedgerEntry, Refund


def total(rows: QuerySet[Any], field: str = "amount") -> int:
    """Return the sum of a column; 0 for no rows."""
    return rows.order_by().aggregate(total=Coalesce(Sum(field), 0))["total"]


def natural_balance() -> QuerySet[LedgerAccount]:
    """Return the accounts, each with `natural`: its entries, counted the way its kind counts."""
    entries = Cast(Coalesce(Sum("entries__amount"), 0), BigIntegerField())
    rows = LedgerAccount.objects.annotate(entered=entries)
    return rows.annotate(
        natural=Case(When(kind__in=DEBIT_KINDS, then=F("entered")), default=-F("entered"))
    )


def refunds_sum(by: str) -> Expression:
    """Return what was promised back of a payment ("payment") or an order ("payment__order")."""
    rows = Refund.objects.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return _whole(rows.annotate(sum=Sum("amount")).values("sum"))


def booked_once(kind: str, ref: str) -> Expression:
    """Return what the ledger moved for a row by a transaction of a kind, whichever way."""
    told = LedgerEntry.objects.filter(
        transaction__kind=kind, transaction__ref=Cast(OuterRef(ref), CharField()), amount__gt=0
    )
    rows = told.order_by().values("transaction__kind").annotate(sum=Sum("amount"))
    return _whole(rows.values("sum"))


def sum_of(rows: QuerySet[Any], field: str) -> Expression:
    """Return the sum of a column of somebody's earnings, which `rows` are by an OuterRef."""
    grouped = rows.order_by().values("payee")
    return _whole(grouped.annotate(sum=Sum(field)).values("sum"))


def balance_of(prefix: str, user: str) -> Expression:
    """Return the balance of somebody's account whose code begins with `prefix`."""
    code = Concat(Value(prefix), Cast(OuterRef(user), CharField()))
    return _whole(LedgerAccount.objects.filter(code=code).values("balance"))


def moved_of(prefix: str, user: str, which: Q) -> Expression:
    """Return what transactions of some kinds took from somebody's account, debits positive."""
    code = Concat(Value(prefix), Cast(OuterRef(user), CharField()))
    rows = LedgerEntry.objects.filter(which, account__code=code).order_by().values("account")
    return _whole(rows.annotate(sum=Sum("amount")).values("sum"))


def _whole(rows: QuerySet[Any]) -> Expression:
    # PostgreSQL adds up to numeric, which would divide to fractions.
    return Cast(Coalesce(Subquery(rows), 0), BigIntegerField())
