"""Suggestions while somebody types, and what a search did not find."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from ..queries.suggestions import suggest
from ..services import missed

SECONDS = 60


class SuggestionOut(serializers.Serializer):
    """One suggestion."""

    kind = serializers.ChoiceField(choices=["topic", "skill", "mentor", "session"])
    text = serializers.CharField()
    url = serializers.CharField(help_text="Where it leads: a path on this site.")
    note = serializers.CharField(help_text="A few words more, or empty.", allow_blank=True)


class MissedIn(serializers.Serializer):
    """Words that found nothing."""

    q = serializers.CharField(max_length=200, allow_blank=True)


class Open(APIView):
    """For anybody: nobody is asked who they are."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]


class SuggestionsView(Open):
    """`GET /api/search/suggestions/?q=`."""

    throttle_scope = "suggest"

    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="What was typed so far.")],
        responses=SuggestionOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Suggest topics, skills, mentors and sessions, at most eight."""
        found = suggest(request.query_params.get("q", ""))
        answer = Response([asdict(one) for one in found])
        answer["Cache-Control"] = f"public, max-age={SECONDS}"
        return answer


class MissedView(Open):
    """`POST /api/search/missed/`: sent by the list of sessions after instant results."""

    throttle_scope = "missed"

    @extend_schema(request=MissedIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Count words that found nothing; nothing is kept of who sent them."""
        form = MissedIn(data=request.data)
        form.is_valid(raise_exception=True)
        text = form.validated_data["q"]
        missed.note(text=text, whose=self.get_throttles()[0].get_ident(request))
        return Response(status=204)
