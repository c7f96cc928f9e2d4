"""Where a recording arrives, about a second at a time."""

from typing import Any

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
from peerlearn.common.parsers import TooLarge
from peerlearn.common.schema import answers

from ..services import recording_chunks


class Film(BaseParser):
    """The bytes of a recording, as they are."""

    media_type = "video/*"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> bytes:
        """Return the body; 413 for more than a chunk may hold."""
        data = stream.read(recording_chunks.MOST_BYTES + 1)
        if len(data) > recording_chunks.MOST_BYTES:
            raise TooLarge
        return data


class ChunkQuery(serializers.Serializer):
    """When a chunk was recorded."""

    ended = serializers.DateTimeField(
        required=False, default=None, help_text="When its last picture was taken."
    )
    last = serializers.BooleanField(
        required=False, default=False, help_text="Nothing of this part follows."
    )


class ChunkOutput(serializers.Serializer):
    """What is awaited next."""

    next = serializers.IntegerField(help_text="Number of the chunk awaited next, from 0.")


class ChunkView(APIView):
    """`POST /api/recordings/{id}/parts/{part}/chunks/{number}/`."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]
    parser_classes = [Film]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "recording"

    @extend_schema(
        parameters=[ChunkQuery],
        request={"video/webm": OpenApiTypes.BINARY, "video/mp4": OpenApiTypes.BINARY},
        responses=answers(ChunkOutput, 409),
    )
    def post(self, request: Request, pk: int, part: int, number: int) -> Response:
        """Hand in one chunk of the part that is being recorded; again is the same.

        Empty with `last` it says that nothing follows: the film need not wait for more.

        404 for anybody but the mentor who records, 409 `not_recording` for what was recorded while
        not everybody in the call agreed or comes two minutes after the end, 409 `out_of_order` with
        `fields.next`, 400 `not_a_recording`, 413 `recording_full`.
        """
        asked = ChunkQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        data = request.data if isinstance(request.data, bytes) else b""
        awaited = recording_chunks.take(
            recording_id=int(pk),
            part=int(part),
            number=int(number),
            actor=request.user,
            data=data,
            ended_at=asked.validated_data["ended"],
            last=asked.validated_data["last"],
        )
        return Response({"next": awaited})
