"""Who the caller is."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from . import examples


class MeOutput(serializers.Serializer):
    """The person behind a token or session."""

    id = serializers.IntegerField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField(source="home_role")
    roles = serializers.SerializerMethodField()
    otp = serializers.SerializerMethodField(help_text="This login passed a second factor.")
    time_zone = serializers.CharField(help_text="An IANA name, or empty.")
    avatar_url = serializers.SerializerMethodField(help_text="Where the picture is, or empty.")

    def get_roles(self, user) -> list[str]:
        """Return the roles held."""
        return sorted(user.roles)

    def get_otp(self, user) -> bool:
        """Tell whether the token or the session at hand passed a second factor."""
        token = self.context["request"].auth
        return bool(token["otp"]) if token is not None else user.is_verified()

    def get_avatar_url(self, user) -> str:
        """Return the picture's whole address."""
        url = user.avatar_url
        return self.context["request"].build_absolute_uri(url) if url else ""


class MeView(APIView):
    """`GET /api/auth/me/`."""

    @extend_schema(responses=MeOutput, examples=examples.ME)
    def get(self, request: Request) -> Response:
        """Tell who is logged in."""
        return Response(MeOutput(request.user, context={"request": request}).data)
