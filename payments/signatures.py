"""Razorpay's signatures, checked over bytes in constant time.

The SDK's own checks take text and raise TypeError on what an attacker may send, so these are ours.
Rules: razorpay.com/docs, "Verify payment signature" and "Validate and test webhooks".
"""

import hashlib
import hmac
from collections.abc import Iterable


def sign(secret: str, message: bytes) -> str:
    """Return the hex HMAC-SHA256 of a message."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def payment_message(gateway_order_id: str, gateway_payment_id: str) -> bytes:
    """Return what checkout signs: our order's id, a bar, the payment's id."""
    return f"{gateway_order_id}|{gateway_payment_id}".encode()


def is_signed(message: bytes, signature: str | None, secrets: Iterable[str]) -> bool:
    """Tell whether one of the secrets made this signature; any rubbish is simply False.

    Several secrets, because retries of old events still carry the one before a rotation.
    """
    given = (signature or "").encode("utf-8", "replace")
    return any(
        secret and hmac.compare_digest(sign(secret, message).encode(), given) for secret in secrets
    )
