"""The check of devices and network over HTTP: what to measure with, and what was found."""

import os
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.schema import answers, refusals

from ..checkup import Found, faults
from ..queries.access import coming_place
from ..services import checks

DOWN_BYTES, UP_BYTES = 400_000, 400_000
NO_CONTENT = 204
MOST_KBPS = 10_000_000


class Bytes(BaseParser):
    """Reads bytes to no end, and not without end: DRF itself knows no such body."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> int:
        """Return how many bytes came, at most UP_BYTES."""
        return len(stream.read(UP_BYTES))


class CheckIn(serializers.Serializer):
    """What a browser found; null is "not tried" or "cannot be known"."""

    camera = serializers.BooleanField(allow_null=True)
    microphone = serializers.BooleanField(allow_null=True)
    speaker = serializers.BooleanField(allow_null=True)
    relay = serializers.BooleanField(allow_null=True)
    down_kbps = serializers.IntegerField(allow_null=True, min_value=0, max_value=MOST_KBPS)
    up_kbps = serializers.IntegerField(allow_null=True, min_value=0, max_value=MOST_KBPS)


class CheckOut(serializers.Serializer):
    """How a class would go with that."""

    verdict = serializers.CharField(help_text="good, limited or failed.")
    faults = serializers.ListField(child=serializers.CharField(), help_text="Gravest first.")


class CheckView(APIView):
    """`POST /api/sessions/{id}/check/`."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "check"

    @extend_schema(request=CheckIn, responses=answers(CheckOut, 410))
    def post(self, request: Request, pk: int) -> Response:
        """Keep what one's check of devices and network found, any time before the session ends.

        A failed one warns the other side. 403 `not_in_this_room`, 410 `ended`.
        """
        place = coming_place(session_id=int(pk), user=request.user)
        form = CheckIn(data=request.data)
        form.is_valid(raise_exception=True)
        found = Found(**form.validated_data)
        check = checks.keep(place=place, found=found)
        return Response({"verdict": check.verdict, "faults": list(faults(found))})


class MeasureView(APIView):
    """`/api/sessions/{id}/check/data/`: bytes to time a download and an upload with."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]
    parser_classes = [Bytes]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "check"

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY} | refusals(410)
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Download 400 kB that no proxy can make smaller."""
        coming_place(session_id=int(pk), user=request.user)
        answer = HttpResponse(os.urandom(DOWN_BYTES), content_type="application/octet-stream")
        answer["Cache-Control"] = "no-store"
        return answer

    @extend_schema(request=OpenApiTypes.BINARY, responses={NO_CONTENT: None} | refusals(410, 413))
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Upload some bytes; they are read and thrown away."""
        coming_place(session_id=int(pk), user=request.user)
        _ = request.data
        return HttpResponse(status=NO_CONTENT)
