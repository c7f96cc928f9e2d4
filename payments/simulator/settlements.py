"""Settlements: what was captured reaches the bank two working days later, refunds and fees off.

Rules: payments/settlements.md and api/settlements/fetch-recon.md. Days are Indian days.
"""

from datetime import UTC, date, datetime, timedelta, timezone

from . import rules
from .store import Entity, Store

INDIA = timezone(timedelta(hours=5, minutes=30))
WORKING_DAYS = 2
SATURDAY = 5
MAX_COUNT = 1000


def due_on(moment: int) -> date:
    """Return the day on which money of a moment is settled: the second working day after."""
    day = datetime.fromtimestamp(moment, UTC).astimezone(INDIA).date()
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def settle(store: Store, *, everything: bool = False) -> list[Entity]:
    """Settle what is due, or everything there is; returns the settlements made."""
    today = datetime.fromtimestamp(store.now(), UTC).astimezone(INDIA).date()
    days: dict[date, list[Entity]] = {}
    for row in _open_rows(store):
        day = today if everything else due_on(row["created_at"])
        if day <= today:
            days.setdefault(day, []).append(row)
    return [_settled(store, day, rows) for day, rows in sorted(days.items())]


def _settled(store: Store, day: date, rows: list[Entity]) -> Entity:
    total = sum(row["credit"] - row["debit"] for row in rows)
    settlement = {
        "id": store.new_id("setl"),
        "entity": "settlement",
        "amount": total,
        "status": "processed",
        "fees": sum(row["fee"] for row in rows),
        "tax": sum(row["tax"] for row in rows),
        "utr": store.new_id("utr").removeprefix("utr_"),
        "created_at": store.now(),
    }
    store.put(settlement)
    for row in rows:
        row |= {
            "settled": True,
            "settled_at": store.now(),
            "settlement_id": settlement["id"],
            "settlement_utr": settlement["utr"],
        }
        document = {"id": f"recon_{row['entity_id']}", "entity": "recon", "row": row}
        store.put(document, parent=day.isoformat())
    return settlement


def _open_rows(store: Store) -> list[Entity]:
    payments = store.missing_twin("payment", "recon_")
    refunds = store.missing_twin("refund", "recon_")
    captured = [_row(payment, "payment") for payment in payments if payment["captured"]]
    back = [_row(refund, "refund") for refund in refunds if refund["status"] == "processed"]
    return captured + back


def _row(entity: Entity, kind: str) -> Entity:
    fee, tax = entity.get("fee") or 0, entity.get("tax") or 0
    paid = kind == "payment"
    return {
        "entity_id": entity["id"],
        "type": kind,
        "debit": 0 if paid else entity["amount"],
        "credit": entity["amount"] - fee if paid else 0,
        "amount": entity["amount"],
        "currency": entity["currency"],
        "fee": fee,
        "tax": tax,
        "on_hold": False,
        "settled": False,
        "created_at": entity["created_at"],
        "settled_at": None,
        "settlement_id": None,
        "description": None,
        "notes": entity["notes"],
        "payment_id": None if paid else entity["payment_id"],
        "settlement_utr": None,
        "order_id": entity.get("order_id"),
        "order_receipt": None,
        "method": entity.get("method"),
        "card_network": None,
        "card_issuer": None,
        "card_type": None,
        "dispute_id": None,
    }


def recon(store: Store, query: dict[str, str]) -> list[Entity]:
    """`GET /v1/settlements/recon/combined?year&month[&day]`: what was settled then."""
    settle(store)
    year, month = rules.number(query, "year", None), rules.number(query, "month", None)
    day = rules.number(query, "day", 0)
    try:
        date(year, month, day or 1)
    except ValueError as error:
        raise rules.Refused("The day is invalid.", field="day") from error
    count = rules.number(query, "count", MAX_COUNT)
    skip = rules.number(query, "skip", 0)
    if not 1 <= count <= MAX_COUNT:
        raise rules.Refused("The count must be between 1 and 1000.", field="count")
    prefix = f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
    rows = [document["row"] for document in store.under("recon", prefix)]
    return rows[skip : skip + count]
