"""What Razorpay's answers look like, field by field, as its documentation shows them.

Copied in shape from the samples of api/orders, api/payments, api/refunds, api/x and webhooks; the
values are nobody's.
"""

from typing import Any

TEXT, NUMBER, FLAG = (str,), (int,), (bool,)
NOTES = (list, dict)
MAYBE_TEXT, MAYBE_NUMBER = (str, type(None)), (int, type(None))
OBJECT = (dict,)

COMMON = {"id": TEXT, "entity": TEXT, "amount": NUMBER, "currency": TEXT, "created_at": NUMBER}

SHAPES: dict[str, dict[str, tuple[type, ...]]] = {
    "order": COMMON
    | {
        "amount_paid": NUMBER,
        "amount_due": NUMBER,
        "receipt": MAYBE_TEXT,
        "offer_id": MAYBE_TEXT,
        "status": TEXT,
        "attempts": NUMBER,
        "notes": NOTES,
    },
    "payment": COMMON
    | {
        "status": TEXT,
        "order_id": MAYBE_TEXT,
        "invoice_id": MAYBE_TEXT,
        "international": FLAG,
        "method": TEXT,
        "amount_refunded": NUMBER,
        "refund_status": MAYBE_TEXT,
        "captured": FLAG,
        "description": MAYBE_TEXT,
        "card_id": MAYBE_TEXT,
        "bank": MAYBE_TEXT,
        "wallet": MAYBE_TEXT,
        "vpa": MAYBE_TEXT,
        "email": MAYBE_TEXT,
        "contact": MAYBE_TEXT,
        "notes": NOTES,
        "fee": MAYBE_NUMBER,
        "tax": MAYBE_NUMBER,
        "error_code": MAYBE_TEXT,
        "error_description": MAYBE_TEXT,
        "error_source": MAYBE_TEXT,
        "error_step": MAYBE_TEXT,
        "error_reason": MAYBE_TEXT,
        "acquirer_data": OBJECT,
    },
    "refund": COMMON
    | {
        "payment_id": TEXT,
        "notes": NOTES,
        "receipt": MAYBE_TEXT,
        "acquirer_data": OBJECT,
        "batch_id": MAYBE_TEXT,
        "status": TEXT,
        "speed_processed": TEXT,
        "speed_requested": TEXT,
    },
    "payout": COMMON
    | {
        "fund_account_id": TEXT,
        "notes": NOTES,
        "fees": NUMBER,
        "tax": NUMBER,
        "status": TEXT,
        "utr": MAYBE_TEXT,
        "mode": TEXT,
        "purpose": TEXT,
        "reference_id": MAYBE_TEXT,
        "narration": MAYBE_TEXT,
        "batch_id": MAYBE_TEXT,
        "status_details": OBJECT,
        "fee_type": MAYBE_TEXT,
    },
    "error": {"code": TEXT, "description": TEXT, "source": TEXT, "step": TEXT, "reason": TEXT},
    "event": {
        "entity": TEXT,
        "account_id": TEXT,
        "event": TEXT,
        "contains": (list,),
        "payload": OBJECT,
        "created_at": NUMBER,
    },
}


def unlike(thing: dict[str, Any], shape: str) -> list[str]:
    """Return the fields of a shape that are missing, or of another type."""
    return [
        f"{name}: {thing.get(name, 'missing')!r}"
        for name, types in SHAPES[shape].items()
        if name not in thing
        or not isinstance(thing[name], types)
        or (isinstance(thing[name], bool) and bool not in types)
    ]
