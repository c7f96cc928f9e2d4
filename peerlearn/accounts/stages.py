"""The second step of every way in that allauth has: password, reset, Google.

These imports are allauth's internals: pinned to 65.21, kept in this module, and held by
tests/accounts/test_two_factor_login.py.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from peerlearn.common.crypto import fingerprints

from . import trust
from .models import User
from .services.two_factor import Factor, has_second_factor

URL_NAME = "login-code"
PATH = f"{__name__}.SecondFactorStage"
PURPOSE = "second-factor-stage"

View = Callable[..., HttpResponse]


class SecondFactorStage(LoginStage):
    """Ask who has a second factor for a code, unless the browser is trusted."""

    key = "second-factor"
    urlname = URL_NAME

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return where to go before the login may go on, if anywhere."""
        user = self.login.user
        if not has_second_factor(user) or trust.is_trusted(self.request, user):
            return None, True
        self.state["password"] = fingerprints(user.password, PURPOSE)[0]
        return redirect(URL_NAME), True

    def is_over(self) -> bool:
        """Tell whether the account closed, or got another password, since the first step."""
        user = self.login.user
        known = fingerprints(user.password, PURPOSE)
        return not user.is_active or self.state.get("password") not in known


def second_step_required(view: View) -> View:
    """Let in who has given a password that is still theirs; anybody else begins anew."""

    @login_stage_required(stage=SecondFactorStage.key, redirect_urlname="account_login")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stage = request._login_stage
        return stage.abort() if stage.is_over() else view(request, *args, **kwargs)

    return guarded


def who_logs_in(request: HttpRequest) -> User:
    """Return who has given a password and now owes a code."""
    return request._login_stage.login.user


def abandon(request: HttpRequest) -> HttpResponse:
    """Forget a login that owes a code; the login page is somebody else's again."""
    return request._login_stage.abort()


def finish(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Log somebody in whose code was right; django-otp stores the factor with the session."""
    stage = request._login_stage
    stage.login.user.otp_device = factor
    return stage.exit()
