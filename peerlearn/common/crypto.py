"""Encryption at rest of what must be read back: TOTP secrets, bank details, phone numbers.

Keys come from the environment, newest first, so that a rotation can still read old values.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from .errors import Unavailable


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    digests = (hashlib.sha256(key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text: str) -> str:
    """Return `text` encrypted with the newest key."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return what `encrypt` was given; Unavailable("unreadable") if no key fits."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unavailable("unreadable", "A stored secret cannot be read.") from error


def fingerprints(text: str, purpose: str) -> list[str]:
    """Return keyed digests of `text` for each key, newest first, to find a secret never shown."""
    return [
        hmac.new(f"{purpose}:{key}".encode(), text.encode(), hashlib.sha256).hexdigest()
        for key in settings.FIELD_KEYS
    ]


class EncryptedTextField(models.TextField):
    """A text that is ciphertext in the database and plain in Python; it cannot be searched."""

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt on the way in; empty stays empty."""
        return encrypt(value) if value else value

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        """Decrypt on the way out."""
        return decrypt(value) if value else value
