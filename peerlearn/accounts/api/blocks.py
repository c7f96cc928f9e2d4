"""Whom somebody keeps away, over JSON."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.common.fields import IdField
from peerlearn.common.schema import answers

from .. import queries
from ..models import Block
from ..services import blocks


class BlockIn(serializers.Serializer):
    """Whom to keep away."""

    person = IdField()


class BlockOut(serializers.ModelSerializer):
    """Somebody who is kept away."""

    name = serializers.CharField(source="person.name")

    class Meta:
        model = Block
        fields = ["person", "name", "created_at"]


@extend_schema_view(get=extend_schema(description="List whom one has blocked, latest first."))
class BlockList(ListAPIView):
    """`GET` and `POST /api/blocks/`."""

    serializer_class = BlockOut
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    def get_queryset(self):
        """Return one's own."""
        if not self.request.user.is_authenticated:
            return Block.objects.none()
        return queries.blocks_of(self.request.user)

    @extend_schema(request=BlockIn, responses=answers(BlockOut, 404, 409, status=201))
    def post(self, request: Request) -> Response:
        """Keep somebody away with whom one has to do; twice is once, and they are not told."""
        form = BlockIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = blocks.block(user=request.user, person_id=form.validated_data["person"])
        return Response(BlockOut(made).data, status=201)


class BlockOne(APIView):
    """`DELETE /api/blocks/{person}/`."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(responses=answers(None, status=204))
    def delete(self, request: Request, pk: str) -> Response:
        """Keep somebody away no longer; 204 also where they were not."""
        blocks.unblock(user=request.user, person_id=int(pk))
        return Response(status=204)
