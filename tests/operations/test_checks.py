"""A deployment does not start on an unsafe setting."""

import pytest
from django.test import override_settings

from payments.checks import gateway_is_safe
from peerlearn.operations.checks import production_is_safe

SAFE = {
    "DEV_TOOLS": False,
    "DEBUG": False,
    "SECRET_KEY": "x" * 64,
    "ALLOWED_HOSTS": ["learn.example.org"],
    "SITE_URL": "https://learn.example.org",
    "REDIS_URL": "redis://cache",
    "RAZORPAY_BASE_URL": "https://api.razorpay.com",
    "RAZORPAY_KEY_ID": "rzp_live_key",
    "RAZORPAY_KEY_SECRET": "one",
    "RAZORPAY_WEBHOOK_SECRETS": ["another"],
    "ALLOW_PAYMENT_SIMULATOR": False,
}


def faults(**change):
    with override_settings(**SAFE | change):
        found = production_is_safe(None) + gateway_is_safe(None)
    # E006 is about the database, which is the suite's own here.
    return {fault.id for fault in found} - {"peerlearn.E006"}


def test_a_safe_deployment_passes():
    assert faults() == set()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"SECRET_KEY": "short"}, "peerlearn.E001"),
        ({"DEBUG": True}, "peerlearn.E002"),
        ({"ALLOWED_HOSTS": []}, "peerlearn.E003"),
        ({"ALLOWED_HOSTS": ["*"]}, "peerlearn.E004"),
        ({"SITE_URL": "http://learn.example.org"}, "peerlearn.E005"),
        ({"REDIS_URL": ""}, "peerlearn.E007"),
        ({"RAZORPAY_KEY_ID": ""}, "peerlearn.E008"),
        ({"RAZORPAY_KEY_SECRET": ""}, "peerlearn.E009"),
        ({"RAZORPAY_BASE_URL": "http://localhost:9100"}, "payments.E001"),
        (
            {"RAZORPAY_BASE_URL": "http://localhost:9100", "RAZORPAY_KEY_ID": "rzp_test_x"},
            "payments.E002",
        ),
        ({"RAZORPAY_WEBHOOK_SECRETS": []}, "payments.E003"),
        ({"RAZORPAY_WEBHOOK_SECRETS": ["one"]}, "payments.E004"),
        ({"PAYOUT_PROVIDER": "paypal"}, "payments.E005"),
        ({"PAYOUT_PROVIDER": "razorpayx"}, "payments.E006"),
    ],
)
def test_each_unsafe_setting_is_an_error(change, fault):
    assert fault in faults(**change)


def test_on_a_developers_machine_the_same_settings_pass():
    assert not [f for f in faults(DEV_TOOLS=True, SECRET_KEY="") if f.startswith("peerlearn.")]
