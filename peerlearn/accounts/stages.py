"""The second step of every way in that allauth has: password, reset, Google.

These imports are allauth's internals: pinned to 65.21, kept in this module, and held by
tests/accounts/test_two_factor_login.py.
"""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from . import trust
from .models import User
from .services.two_factor import Factor, has_second_factor

URL_NAME = "login-code"
PATH = f"{__name__}.SecondFactorStage"


class SecondFactorStage(LoginStage):
    """Ask who has a second factor for a code, unless the browser is trusted."""

    key = "second-factor"
    urlname = URL_NAME

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return where to go before the login may go on, if anywhere."""
        user = self.login.user
        if not has_second_factor(user) or trust.is_trusted(self.request, user):
            return None, True
        return redirect(URL_NAME), True


second_step_required = login_stage_required(
    stage=SecondFactorStage.key, redirect_urlname="account_login"
)


def who_logs_in(request: HttpRequest) -> User:
    """Return who has given a password and now owes a code."""
    return request._login_stage.login.user


def finish(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Log somebody in whose code was right; django-otp stores the factor with the session."""
    stage = request._login_stage
    stage.login.user.otp_device = factor
    return stage.exit()
