"""System checks that refuse an unsafe production start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

MIN_SECRET = 50
MIN_KEY = 32


@register(Tags.security)
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each setting a deployment must not start with."""
    if settings.DEV_TOOLS:
        return []
    faults = {
        "E001": (len(settings.SECRET_KEY) < MIN_SECRET, "SECRET_KEY is missing or short."),
        "E002": (settings.DEBUG, "DEBUG is on."),
        "E003": (not settings.ALLOWED_HOSTS, "ALLOWED_HOSTS is empty."),
        "E004": ("*" in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS allows any host."),
        "E005": (not settings.SITE_URL.startswith("https://"), "SITE_URL is not https."),
        "E006": (
            settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
            "DATABASE_URL is missing: a deployment runs on PostgreSQL.",
        ),
        "E007": (not settings.REDIS_URL, "REDIS_URL is missing: processes could not talk."),
        "E008": (not settings.RAZORPAY_KEY_ID, "RAZORPAY_KEY_ID is missing."),
        "E009": (not settings.RAZORPAY_KEY_SECRET, "RAZORPAY_KEY_SECRET is missing."),
        "E010": (
            not settings.FIELD_KEYS or min(map(len, settings.FIELD_KEYS)) < MIN_KEY,
            "FIELD_KEYS is missing or short: secrets could not be encrypted.",
        ),
    }
    return [Error(text, id=f"peerlearn.{code}") for code, (wrong, text) in faults.items() if wrong]
