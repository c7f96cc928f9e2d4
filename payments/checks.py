"""System checks that keep test money out of production and real money out of tests."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

REAL = "https://api.razorpay.com"
# As payout_providers.NAMES, which is not there before the models are.
PROVIDERS = ("manual", "razorpayx")


@register(Tags.security)
def gateway_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each combination of keys and addresses that must not start."""
    live = settings.RAZORPAY_KEY_ID.startswith("rzp_live_")
    simulated = settings.RAZORPAY_BASE_URL.rstrip("/") != REAL
    secrets = settings.RAZORPAY_WEBHOOK_SECRETS
    faults = {
        "E001": (live and simulated, "A live key must only be sent to Razorpay itself."),
        "E002": (
            simulated and not settings.ALLOW_PAYMENT_SIMULATOR,
            "RAZORPAY_BASE_URL is not Razorpay's; ALLOW_PAYMENT_SIMULATOR=1 permits a simulator.",
        ),
        "E003": (not any(secrets), "RAZORPAY_WEBHOOK_SECRETS is empty."),
        "E004": (
            bool(settings.RAZORPAY_KEY_SECRET) and settings.RAZORPAY_KEY_SECRET in secrets,
            "The webhook secret must not be the key secret.",
        ),
        "E005": (
            settings.PAYOUT_PROVIDER not in PROVIDERS,
            f"PAYOUT_PROVIDER is none of {', '.join(PROVIDERS)}.",
        ),
        "E006": (
            settings.PAYOUT_PROVIDER == "razorpayx" and not settings.RAZORPAYX_ACCOUNT_NUMBER,
            "RAZORPAYX_ACCOUNT_NUMBER is missing: payouts would leave from nowhere.",
        ),
    }
    return [Error(text, id=f"payments.{code}") for code, (wrong, text) in faults.items() if wrong]
