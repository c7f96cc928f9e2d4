"""Who calls the API in the tests that throw things at it, and with what limits lifted."""

import pytest
from allauth.account import app_settings as allauth_settings
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from peerlearn.accounts.models import User
from tests import factories as make
from tests.support.otp import log_in_verified

CALLERS = ("anonymous", "learner", "mentor", "admin")


def browser(caller: str, mentor) -> tuple[Client, int]:
    """Return a client logged in as the caller, and the caller's id (of somebody, if of nobody).

    What breaks inside answers 500 and is not raised.
    """
    client = Client(raise_request_exception=False)
    if caller == "admin":
        user = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
        log_in_verified(client, user)
    else:
        user = mentor.user if caller == "mentor" else make.person()
        if caller != "anonymous":
            client.force_login(user)
    return client, user.pk


@pytest.fixture
def unlimited(monkeypatch, settings):
    """Lift every limit on how often one may ask: what is behind the limits is to be reached."""
    rates = dict.fromkeys(SimpleRateThrottle.THROTTLE_RATES)
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    settings.ACCOUNT_RATE_LIMITS = False
    assert allauth_settings.RATE_LIMITS == {}
