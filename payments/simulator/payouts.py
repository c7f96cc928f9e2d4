"""RazorpayX payouts: queued, processing, processed; and back again as reversed."""

import re
from typing import Any

from . import contacts, rules
from .store import Entity, Store

MODES = ("NEFT", "RTGS", "IMPS", "UPI", "card")
PURPOSES = ("refund", "cashback", "payout", "salary", "utility bill", "vendor bill")
NARRATION = re.compile(r"[A-Za-z0-9 ]{0,30}")
FIELDS = (
    "account_number",
    "fund_account_id",
    "amount",
    "currency",
    "mode",
    "purpose",
    "queue_if_low_balance",
    "reference_id",
    "narration",
    "notes",
)
# What may follow what; the documentation contradicts itself on failed and reversed, so both ways.
MOVES = {
    "pending": ("queued", "processing", "rejected"),
    "queued": ("processing", "cancelled", "failed"),
    "processing": ("processed", "reversed", "failed"),
    "processed": ("reversed",),
    "failed": ("reversed",),
    "reversed": ("failed",),
}


def create(store: Store, body: dict[str, Any], *, status: str) -> Entity:
    """`POST /v1/payouts`; starts as processing, or as queued while money is short."""
    rules.only(body, *FIELDS)
    if not isinstance(body.get("account_number"), str) or not body["account_number"]:
        raise rules.Refused("The account number field is required.", field="account_number")
    account = contacts.fetch_fund_account(store, str(body.get("fund_account_id")))
    mode = body.get("mode")
    if mode not in MODES or (mode == "UPI") != (account["account_type"] == "vpa"):
        raise rules.Refused("Invalid mode for payout.", field="mode")
    if body.get("purpose") not in PURPOSES:
        raise rules.Refused("Invalid purpose.", field="purpose")
    payout = {
        "id": store.new_id("pout"),
        "entity": "payout",
        "fund_account_id": account["id"],
        "amount": rules.amount(body),
        "currency": rules.currency(body),
        "notes": rules.notes(body),
        "fees": 0,
        "tax": 0,
        "status": status,
        "utr": None,
        "mode": mode,
        "purpose": body["purpose"],
        "reference_id": rules.text(body, "reference_id", most=rules.MAX_RECEIPT),
        "narration": rules.text(body, "narration", shape=NARRATION),
        "batch_id": None,
        "status_details": {"description": "", "source": "", "reason": ""},
        "fee_type": "",
        "created_at": store.now(),
    }
    store.put(payout)
    return payout


def fetch(store: Store, payout_id: str) -> Entity:
    """`GET /v1/payouts/:id`."""
    return rules.found(store.get("payout", payout_id))


def cancel(store: Store, payout_id: str) -> Entity:
    """`POST /v1/payouts/:id/cancel`: only while it is queued."""
    if fetch(store, payout_id)["status"] != "queued":
        raise rules.Refused("Only queued payouts can be cancelled")
    return move(store, payout_id, "cancelled")


def move(store: Store, payout_id: str, status: str, reason: str = "") -> Entity:
    """Take a payout to its next state, as the bank or the dashboard would."""
    payout = fetch(store, payout_id)
    if status not in MOVES.get(payout["status"], ()):
        raise rules.Refused(f"A {payout['status']} payout cannot become {status}", field="status")
    payout["status"] = status
    if status == "processed":
        payout["utr"] = f"SIM{store.new_id('utr').removeprefix('utr_').upper()}"
    if status in ("failed", "reversed", "rejected"):
        why = reason or "beneficiary_bank_rejected"
        payout["status_details"] = {
            "description": "The beneficiary bank sent the money back.",
            "source": "beneficiary_bank",
            "reason": why,
        }
    store.put(payout)
    return payout
