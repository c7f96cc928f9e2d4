"""A forgotten password over the API; the rest happens on the page the mail links to."""

from allauth.account.forms import ResetPasswordForm
from allauth.core import ratelimit
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from peerlearn.common.errors import DomainError

from . import examples
from .base import OpenView

ACCEPTED = 202
SENT = _("If this address has an account, a mail with a link is on its way.")


class ResetInput(serializers.Serializer):
    """Whose password."""

    email = serializers.EmailField(max_length=254)


class ResetOutput(serializers.Serializer):
    """The same words for every address."""

    message = serializers.CharField()


class PasswordResetView(OpenView):
    """`POST /api/auth/password-reset/`."""

    throttle_scope = "password-reset"

    @extend_schema(
        request=ResetInput, responses={ACCEPTED: ResetOutput}, examples=examples.PASSWORD_RESET
    )
    def post(self, request: Request) -> Response:
        """Send a mail with a link to choose a new password.

        202 with the same body whether the address is known or not; 429 `slow_down` after several.
        """
        form = ResetInput(data=request.data)
        form.is_valid(raise_exception=True)
        email = form.validated_data["email"].lower()
        if not ratelimit.consume(request._request, action="reset_password", key=email):
            raise DomainError("slow_down", _("Too many mails. Try again later."), status=429)
        mail = ResetPasswordForm(data={"email": email})
        if not mail.is_valid():
            raise DomainError("invalid", mail.errors["email"][0], fields={"email": "invalid"})
        mail.save(request._request)
        return Response({"message": SENT}, status=ACCEPTED)
