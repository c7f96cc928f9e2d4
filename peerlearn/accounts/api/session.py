"""Token login for API clients; browser pages live on the session cookie."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.common.errors import DomainError, NotAllowed

from ..models import User
from ..services import tokens


class LoginInput(serializers.Serializer):
    """What a client sends."""

    email = serializers.EmailField()
    password = serializers.CharField(max_length=256, trim_whitespace=False)


class LoginOutput(serializers.Serializer):
    """A token pair, with role hints; the database row decides, not the token."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    role = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class LoginView(APIView):
    """`POST /api/auth/login/`: e-mail and password for a token pair."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "login"

    @extend_schema(request=LoginInput, responses=LoginOutput)
    def post(self, request: Request) -> Response:
        """Answer 200 with tokens, 401 for any wrong pair, 403 for an unconfirmed address."""
        form = LoginInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = self._authenticate(request, **form.validated_data)
        if not EmailAddress.objects.filter(user=user, primary=True, verified=True).exists():
            raise NotAllowed("email_unverified", "Confirm your e-mail address first.")
        return Response(token_pair(user))

    @staticmethod
    def _authenticate(request: Request, email: str, password: str) -> User:
        try:
            user = get_adapter().authenticate(request._request, email=email, password=password)
        except ValidationError as error:  # allauth's rate limit, a 500 if it reached DRF
            raise DomainError("slow_down", error.messages[0], status=429) from error
        if user is None or not user.is_active:
            raise DomainError("invalid_credentials", "Invalid credentials", status=401)
        return user


def token_pair(user: User) -> dict[str, Any]:
    """Return access and refresh tokens and the role hints they carry."""
    pair = tokens.open_family(user=user, otp=False)
    return {
        "access": pair.access,
        "refresh": pair.refresh,
        "role": user.home_role,
        "roles": sorted(user.roles),
    }
