"""Token login for API clients; browser pages live on the session cookie."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from peerlearn.common.errors import DomainError, NotAllowed
from peerlearn.common.schema import answers

from ..models import User
from ..services import tickets, tokens, two_factor
from . import examples
from .base import OpenView, PairOutput, pair_json

NO_CONTENT = 204


class LoginInput(serializers.Serializer):
    """What a client sends."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=256, trim_whitespace=False)


class OtpRequired(serializers.Serializer):
    """The password was right; a one-time code is still wanted."""

    otp_required = serializers.BooleanField()
    ticket = serializers.CharField(help_text="For `POST /api/auth/otp/`, five minutes, once.")


class OtpInput(serializers.Serializer):
    """The ticket of the first step, and a code of the app or a backup code."""

    ticket = serializers.CharField(max_length=1000)
    code = serializers.CharField(max_length=64)


class RefreshInput(serializers.Serializer):
    """A refresh token."""

    refresh = serializers.CharField(max_length=4000)


LOGIN_ANSWER = PolymorphicProxySerializer(
    component_name="LoginAnswer",
    serializers=[PairOutput, OtpRequired],
    resource_type_field_name=None,
)


class LoginView(OpenView):
    """`POST /api/auth/login/`: e-mail and password for a token pair."""

    throttle_scope = "login"

    @extend_schema(
        request=LoginInput, responses=answers(LOGIN_ANSWER, 401, 403), examples=examples.LOGIN
    )
    def post(self, request: Request) -> Response:
        """Log in with e-mail and password.

        Answers a token pair, or a ticket for `POST /api/auth/otp/` where the account has a second
        factor. 401 `invalid_credentials` for any wrong pair; 403 `email_unverified` for an address
        that is not confirmed, `otp_setup_required` for staff without a second factor.
        """
        form = LoginInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = self._authenticate(request, **form.validated_data)
        if not EmailAddress.objects.filter(user=user, primary=True, verified=True).exists():
            raise NotAllowed("email_unverified", "Confirm your e-mail address first.")
        if two_factor.has_second_factor(user):
            return Response({"otp_required": True, "ticket": tickets.issue(user=user)})
        if user.works_here:
            text = "Set up two-factor login on the site first; staff can't do without."
            raise NotAllowed("otp_setup_required", text)
        return Response(pair_json(tokens.open_family(user=user, otp=False)))

    @staticmethod
    def _authenticate(request: Request, email: str, password: str) -> User:
        try:
            user = get_adapter().authenticate(request._request, email=email, password=password)
        except ValidationError as error:  # allauth's rate limit, a 500 if it reached DRF
            raise DomainError("slow_down", error.messages[0], status=429) from error
        if user is None or not user.is_active:
            raise DomainError("invalid_credentials", "Invalid credentials", status=401)
        return user


class OtpView(OpenView):
    """`POST /api/auth/otp/`: the second step of a login."""

    throttle_scope = "otp"

    @extend_schema(request=OtpInput, responses=answers(PairOutput, 401), examples=examples.OTP)
    def post(self, request: Request) -> Response:
        """Finish a login with a one-time code.

        400 `wrong_code` leaves the ticket good, 429 `slow_down` says wait, 401 `ticket_invalid`
        means: start again with the password.
        """
        form = OtpInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = tickets.redeem(**form.validated_data)
        return Response(pair_json(tokens.open_family(user=user, otp=True)))


class RefreshView(OpenView):
    """`POST /api/auth/refresh/`: a new pair for a refresh token."""

    throttle_scope = "refresh"

    @extend_schema(
        request=RefreshInput, responses=answers(PairOutput, 401, 403), examples=examples.REFRESH
    )
    def post(self, request: Request) -> Response:
        """Trade a refresh token for a new pair; each works once.

        401 `token_invalid`: log in again. 401 `token_reused`: the token was traded before, so the
        login it belongs to has ended for everybody who holds one of its tokens.
        """
        form = RefreshInput(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(pair_json(tokens.rotate(refresh_text=form.validated_data["refresh"])))


class LogoutView(OpenView):
    """`POST /api/auth/logout/`: ends the login of a refresh token."""

    throttle_scope = "refresh"

    @extend_schema(request=RefreshInput, responses={NO_CONTENT: None}, examples=examples.LOGOUT)
    def post(self, request: Request) -> Response:
        """End a login; its access tokens stop working at once. 204 for whatever token is sent."""
        form = RefreshInput(data=request.data)
        form.is_valid(raise_exception=True)
        tokens.log_out(refresh_text=form.validated_data["refresh"])
        return Response(status=NO_CONTENT)
