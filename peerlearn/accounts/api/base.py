"""What the routes of login share: open to everybody, counted per address."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from ..services.tokens import Pair


class OpenView(APIView):
    """A route for people who are not logged in: cookies and tokens are not looked at."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]


class PairOutput(serializers.Serializer):
    """A token pair, with role hints; the database row decides, not the token."""

    access = serializers.CharField(help_text="For `Authorization: Bearer ...`, ten minutes.")
    refresh = serializers.CharField(help_text="For the next pair, once, within 14 days.")
    role = serializers.CharField(help_text="Where the person is at home.")
    roles = serializers.ListField(child=serializers.CharField())


def pair_json(pair: Pair) -> dict[str, Any]:
    """Return a pair as every login route answers it."""
    user = pair.family.user
    return {
        "access": pair.access,
        "refresh": pair.refresh,
        "role": user.home_role,
        "roles": sorted(user.roles),
    }
