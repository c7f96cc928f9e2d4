"""Razorpay's limits, and the errors it answers with (errors.md, api/understand.md)."""

import re
from dataclasses import dataclass
from typing import Any

MIN_AMOUNT = 100
MAX_RECEIPT = 40
MAX_NOTES = 15
MAX_NOTE = 256
MAX_COUNT = 100
EVER = 1 << 40


class Refused(Exception):
    """A request the API says no to."""

    def __init__(
        self, description: str, *, field: str | None = None, status: int = 400, reason: str = ""
    ) -> None:
        super().__init__(description)
        self.status = status
        self.body: dict[str, Any] = {
            "error": {
                "code": "BAD_REQUEST_ERROR",
                "description": description,
                "field": field,
                "source": "business",
                "step": "payment_initiation",
                "reason": reason or "input_validation_failed",
                "metadata": {},
            }
        }


def only(body: dict[str, Any], *fields: str) -> None:
    """Refuse fields the API does not know."""
    for field in body:
        if field not in fields:
            raise Refused(f"{field} is/are not required and should not be sent", field=field)


def amount(body: dict[str, Any], *, least: int = MIN_AMOUNT) -> int:
    """Return the amount in paise: an integer of at least a rupee."""
    value = body.get("amount")
    if value is None:
        raise Refused("The amount field is required.", field="amount")
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("The amount must be an integer.", field="amount")
    if value < least:
        raise Refused(f"The amount must be at least INR {least / 100:.2f}", field="amount")
    return value


def currency(body: dict[str, Any]) -> str:
    """Return the currency: INR is the only one here."""
    if body.get("currency") != "INR":
        raise Refused("The currency is invalid.", field="currency")
    return "INR"


def receipt(body: dict[str, Any]) -> str | None:
    """Return the receipt, at most 40 characters."""
    value = body.get("receipt")
    if value is not None and (not isinstance(value, str) or len(value) > MAX_RECEIPT):
        raise Refused("The receipt may not be greater than 40 characters.", field="receipt")
    return value


def notes(body: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """Return the notes; empty ones come back as a list, as from the real API."""
    value = body.get("notes") or {}
    if not isinstance(value, dict) or len(value) > MAX_NOTES:
        raise Refused("Number of fields in notes should be less than or equal to 15", field="notes")
    if any(len(str(note)) > MAX_NOTE for note in value.values()):
        raise Refused("The notes values may not be greater than 256 characters.", field="notes")
    return value or []


def found(entity: dict[str, Any] | None) -> dict[str, Any]:
    """Return the entity or refuse as for an unknown id."""
    if entity is None:
        raise Refused("The id provided does not exist")
    return entity


def text(
    body: dict[str, Any],
    field: str,
    *,
    shape: re.Pattern[str] | None = None,
    most: int = 256,
    required: bool = False,
) -> str | None:
    """Return a text field; refuse one that is missing, too long or of another shape."""
    value = body.get(field)
    if value is None and not required:
        return None
    if not isinstance(value, str) or (required and not value):
        raise Refused(f"The {field} field is required.", field=field)
    if len(value) > most or (shape and not shape.fullmatch(value)):
        raise Refused(f"The {field} is invalid.", field=field)
    return value


def number(query: dict[str, str], field: str, default: int | None) -> int:
    """Return a whole number of the query; without a default it has to be there."""
    given = query.get(field)
    if given is None and default is not None:
        return default
    if given is None or not re.fullmatch(r"[0-9]{1,12}", given):
        raise Refused(f"The {field} must be an integer.", field=field)
    return int(given)


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for; `since` and `until` in unix seconds, both inclusive."""

    count: int
    skip: int
    since: int
    until: int


def page(query: dict[str, str], *known: str) -> Page:
    """Read count (10, at most 100), skip, from and to; refuse what no list knows."""
    only(dict(query), "count", "skip", "from", "to", *known)
    asked = Page(
        count=number(query, "count", 10),
        skip=number(query, "skip", 0),
        since=number(query, "from", 0),
        until=number(query, "to", EVER),
    )
    if not 1 <= asked.count <= MAX_COUNT:
        raise Refused("The count must be between 1 and 100.", field="count")
    if asked.since > asked.until:
        raise Refused("from must be less than to.", field="from")
    return asked
