"""Signing up over JSON; the address is then confirmed by the link in the mail."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from peerlearn.accounts.api.base import OpenView
from peerlearn.accounts.api.examples import refused, sent
from peerlearn.accounts.enums import Role

from ..queries import topics
from ..registering import RegisterIn, RegisterOut
from ..services.onboarding import Account, Offer, register_learner, register_mentor

ACCEPTED = 202
MESSAGE = _("Look into your mail: the link in it confirms the address, then you can log in.")
EXAMPLES = [
    sent(
        "A learner",
        role="learner",
        name="Meera Iyer",
        email="meera@example.org",
        password="correct-horse-battery",  # noqa: S106  (an example)
        time_zone="Asia/Kolkata",
        interests=["python"],
    ),
    sent(
        "A mentor",
        role="mentor",
        name="Asha Rao",
        email="asha@example.org",
        password="correct-horse-battery",  # noqa: S106  (an example)
        time_zone="Asia/Kolkata",
        headline="I read your code aloud",
        domains=["programming"],
        skills=["python", "rust"],
        hourly_price=45_000,
        hours=[{"weekday": 0, "start": "18:00", "end": "20:30"}],
    ),
    refused("invalid", 400, "This password is too common."),
]


class RegisterView(OpenView):
    """`POST /api/auth/register/`."""

    throttle_scope = "register"

    @extend_schema(request=RegisterIn, responses={ACCEPTED: RegisterOut}, examples=EXAMPLES)
    def post(self, request: Request) -> Response:
        """Sign up as a learner or a mentor.

        202 with the same body whether the address has an account or not; a mail says which. A
        mentor's page is read by an editor before it goes online.
        """
        form = RegisterIn(data=request.data)
        form.is_valid(raise_exception=True)
        _register(form.validated_data)
        return Response({"message": MESSAGE}, status=ACCEPTED)


def _register(data: dict[str, Any]) -> None:
    account = Account(
        email=data["email"],
        name=data["name"],
        password_hash=make_password(data["password"]),
        time_zone=data["time_zone"],
    )
    if data["role"] == Role.LEARNER:
        register_learner(account=account, interests=topics.skills_called(data["interests"]))
        return
    skills = topics.skills_called(data["skills"])
    offer = Offer(
        headline=data["headline"],
        domains=topics.taught(data["domains"], skills),
        skills=skills,
        languages=data["languages"],
        hourly_price=data["hourly_price"],
        weekly_hours=data["hours"],
    )
    register_mentor(account=account, offer=offer)
