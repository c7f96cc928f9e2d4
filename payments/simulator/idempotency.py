"""Idempotency keys: the same body gets the same answer, another body is refused."""

import json
import re
from collections.abc import Callable
from typing import Any

from .rules import Refused
from .store import Entity, Store

REFUND_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")
PAYOUT_KEY = re.compile(r"[A-Za-z0-9_-]{4,36}")


def checked(key: str | None, shape: re.Pattern[str], header: str) -> str | None:
    """Return the key; refuse one that Razorpay would not take."""
    if key is not None and not shape.fullmatch(key):
        raise Refused("The idempotency key is invalid", field=header)
    return key


def once(
    store: Store, scope: str, key: str | None, body: dict[str, Any], make: Callable[[], Entity]
) -> Entity:
    """Make an entity, or return the one this key made before."""
    if key is None:
        return make()
    key_id = f"key_{scope}_{key}"
    text = json.dumps(body, sort_keys=True)
    seen = store.get("key", key_id)
    if seen is None:
        made = make()
        memory = {"id": key_id, "entity": "key", "body": text, "made": made["id"]}
        store.put(memory | {"kind": made["entity"]})
        return made
    if seen["body"] != text:
        raise Refused("Different request body sent with the same idempotency key")
    found = store.get(seen["kind"], seen["made"])
    return found or make()
