"""RazorpayX contacts and their fund accounts: whom one pays, and where."""

import re
from typing import Any

from . import rules
from .store import Entity, Store

CONTACT_TYPES = ("vendor", "customer", "employee", "self")
NAME = re.compile(r"[A-Za-z0-9 '\-_/().,’]{3,50}")
IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
NUMBER = re.compile(r"[A-Za-z0-9]{5,35}")
VPA = re.compile(r"[A-Za-z0-9.\-_]{2,256}@[A-Za-z]{2,64}")


def create(store: Store, body: dict[str, Any]) -> Entity:
    """`POST /v1/contacts`."""
    rules.only(body, "name", "email", "contact", "type", "reference_id", "notes")
    name = rules.text(body, "name", shape=NAME, required=True)
    if body.get("type") not in (None, *CONTACT_TYPES):
        raise rules.Refused(f"Invalid type: {body['type']}", field="type")
    contact = {
        "id": store.new_id("cont"),
        "entity": "contact",
        "name": name,
        "contact": body.get("contact"),
        "email": body.get("email"),
        "type": body.get("type"),
        "reference_id": rules.text(body, "reference_id", most=40),
        "batch_id": None,
        "active": True,
        "notes": rules.notes(body),
        "created_at": store.now(),
    }
    store.put(contact)
    return contact


def fetch(store: Store, contact_id: str) -> Entity:
    """`GET /v1/contacts/:id`."""
    return rules.found(store.get("contact", contact_id))


def create_fund_account(store: Store, body: dict[str, Any]) -> Entity:
    """`POST /v1/fund_accounts`; asked again for the same place it is the same account."""
    rules.only(body, "contact_id", "account_type", "bank_account", "vpa")
    contact = fetch(store, str(body.get("contact_id")))
    kind = body.get("account_type")
    details = body.get(str(kind))
    if kind not in ("bank_account", "vpa") or not isinstance(details, dict):
        raise rules.Refused("The account type is invalid.", field="account_type")
    place = _bank(details) if kind == "bank_account" else _vpa(details)
    for known in store.of("fund_account", contact["id"]):
        if known.get(kind) == place:
            return known
    account = {
        "id": store.new_id("fa"),
        "entity": "fund_account",
        "contact_id": contact["id"],
        "account_type": kind,
        kind: place,
        "batch_id": None,
        "active": True,
        "created_at": store.now(),
    }
    store.put(account, parent=contact["id"])
    return account


def fetch_fund_account(store: Store, account_id: str) -> Entity:
    """`GET /v1/fund_accounts/:id`."""
    return rules.found(store.get("fund_account", account_id))


def _bank(details: dict[str, Any]) -> Entity:
    rules.only(details, "name", "ifsc", "account_number")
    return {
        "name": rules.text(details, "name", shape=NAME, required=True),
        "ifsc": rules.text(details, "ifsc", shape=IFSC, required=True),
        "bank_name": "Simulated Bank",
        "account_number": rules.text(details, "account_number", shape=NUMBER, required=True),
        "notes": [],
    }


def _vpa(details: dict[str, Any]) -> Entity:
    rules.only(details, "address")
    address = rules.text(details, "address", shape=VPA, required=True) or ""
    name, _, handle = address.partition("@")
    return {"address": address, "username": name, "handle": handle}
