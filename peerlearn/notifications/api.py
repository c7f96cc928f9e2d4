"""JSON face of notices."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.common.fields import IdField

from .services import mark_read


class ReadInput(serializers.Serializer):
    """Which notices were read; nothing means all."""

    ids = serializers.ListField(child=IdField(), required=False, max_length=200)


class ReadOutput(serializers.Serializer):
    """How many are left."""

    unread = serializers.IntegerField()


class ReadView(APIView):
    """`POST /api/notifications/read/`."""

    @extend_schema(request=ReadInput, responses=ReadOutput)
    def post(self, request: Request) -> Response:
        """Mark one's own notices read, or all of them."""
        form = ReadInput(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            {"unread": mark_read(user=request.user, ids=form.validated_data.get("ids"))}
        )
