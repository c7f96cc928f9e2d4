"""Razorpay's limits, and the errors it answers with (errors.md, api/understand.md)."""

from typing import Any

MIN_AMOUNT = 100
MAX_RECEIPT = 40
MAX_NOTES = 15
MAX_NOTE = 256


class Refused(Exception):
    """A request the API says no to."""

    def __init__(
        self, description: str, *, field: str | None = None, status: int = 400, reason: str = ""
    ) -> None:
        super().__init__(description)
        self.status = status
        self.body = {
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
