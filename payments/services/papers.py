"""Issuing receipts and credit notes, in the transaction of what they are about."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, CompiledInsert, given

from ..enums import BOUGHT_NOTHING
from ..models import CreditNote, Order, Receipt, Refund

RECEIPTS, CREDIT_NOTES = "PL", "PC"
INDIA = ZoneInfo("Asia/Kolkata")
APRIL = 4
FORGOTTEN = "Deleted account"
# It locks the counter's row until the end: whoever comes next waits, and counts from what we leave.
_NEXT = """
INSERT INTO payments_papercounter (series, year, "last") VALUES (%s, %s, 1)
ON CONFLICT (series, year) DO UPDATE SET "last" = payments_papercounter."last" + 1 RETURNING "last"
"""
_receipt_of = Compiled(lambda: Receipt.objects.filter(order=given("order")).order_by())
_receipt = CompiledInsert(Receipt)


def financial_year(moment: datetime) -> str:
    """Return the Indian financial year, April to March on India's clock: "26-27"."""
    local = moment.astimezone(INDIA)
    first = local.year - (local.month < APRIL)
    return f"{first % 100:02d}-{(first + 1) % 100:02d}"


@transaction.atomic(savepoint=False)
def issue_receipt(*, order: Order) -> Receipt:
    """Write the receipt of an order that was paid and given; the same one when called again.

    Call it last in a transaction: it locks the counter until the end, so that a number that was
    rolled back is given out again.
    """
    known = _receipt_of.object(order=order.pk)
    if known is not None:
        return known
    moment = now()
    receipt = Receipt(
        order=order,
        payer=order.payer,
        payer_name=order.payer.name or order.payer.short_name,
        payee_name=order.payee.name if order.payee else "",
        total=order.amount,
        content=_content(order.description, order.amount),
        issued_at=moment,
        **_numbered(RECEIPTS, moment),
    )
    _receipt.write([receipt])
    return receipt


@transaction.atomic
def issue_credit_note(*, refund: Refund) -> CreditNote | None:
    """Write the credit note of a refund that was paid; None where there is no receipt to correct.

    The same one when called again. Call it last in a transaction, as `issue_receipt`.
    """
    receipt = Receipt.objects.filter(order=refund.payment.order_id).first()
    if receipt is None or refund.reason in BOUGHT_NOTHING:
        return None
    known = CreditNote.objects.filter(refund=refund).first()
    if known is not None:
        return known
    moment = now()
    return CreditNote.objects.create(
        refund=refund,
        receipt=receipt,
        payer=receipt.payer,
        payer_name=receipt.payer_name,
        payee_name=receipt.payee_name,
        total=refund.amount,
        content=_content(refund.payment.order.description, refund.amount),
        issued_at=moment,
        **_numbered(CREDIT_NOTES, moment),
    )


def forget_person(*, user_id: int) -> None:
    """Take somebody's name off the papers; sums, lines and numbers stay, as the law wants it."""
    for kind in (Receipt, CreditNote):
        kind.objects.filter(payer_id=user_id).update(payer_name=FORGOTTEN)
    sold = Receipt.objects.filter(order__payee_id=user_id)
    sold.update(payee_name=FORGOTTEN)
    CreditNote.objects.filter(receipt__in=sold).update(payee_name=FORGOTTEN)


def may_read(user: User, paper: Receipt | CreditNote) -> bool:
    """Tell whether a paper is somebody's own; staff are asked by the views."""
    return paper.payer_id == user.pk


def _numbered(series: str, moment: datetime) -> dict[str, Any]:
    year = financial_year(moment)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, year])
        (serial,) = cursor.fetchone()
    return {"number": f"{series}/{year}/{serial:06d}", "year": year, "serial": serial}


def _content(text: str, amount: int) -> dict[str, Any]:
    seller = {
        "name": settings.SELLER_NAME,
        "address": settings.SELLER_ADDRESS,
        "gstin": settings.SELLER_GSTIN,
    }
    tax = tax_within(amount) if settings.SELLER_GSTIN else 0
    line = {
        "text": text,
        "sac": settings.GST_SAC,
        "net": amount - tax,
        "tax_bps": settings.GST_RATE_BPS if settings.SELLER_GSTIN else 0,
        "tax": tax,
        "total": amount,
    }
    return {"seller": seller, "lines": [line], "currency": "INR"}


def tax_within(amount: int) -> int:
    """Return the paise of GST that an amount includes, rounded half up to the paisa."""
    whole = 10_000 + settings.GST_RATE_BPS
    return (2 * amount * settings.GST_RATE_BPS + whole) // (2 * whole)
