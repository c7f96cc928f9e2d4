"""Slides of a room over HTTP: the mentor brings PDFs, everybody there reads what they say."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotAllowed
from peerlearn.common.fields import IdField
from peerlearn.common.schema import answers

from ..enums import RoomRole
from ..queries import slides as queries
from ..queries import surface
from ..queries.access import place_of
from ..services import slides

CREATED, GONE = 201, 204


class DeckIn(serializers.Serializer):
    """A PDF as multipart/form-data, or one of the session's materials as JSON: one of the two."""

    file = serializers.FileField(required=False, allow_empty_file=True, max_length=255)
    material = IdField(required=False)

    def validate(self, data: dict) -> dict:
        """Want one of file and material."""
        if ("file" in data) == ("material" in data):
            raise serializers.ValidationError({"file": "Send a PDF or choose one of yours."})
        return data


class DeckOut(serializers.Serializer):
    """A set of slides; `pages` is 0 until its pictures are made."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.CharField(help_text="waiting, ready or failed.")
    problem = serializers.CharField()
    pages = serializers.IntegerField()


class PdfOut(serializers.Serializer):
    """A PDF among the session's materials."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class SlidesOut(serializers.Serializer):
    """What a mentor can show."""

    decks = DeckOut(many=True)
    materials = PdfOut(many=True)


class TextsOut(serializers.Serializer):
    """What the pages of a deck say, for who cannot see them."""

    texts = serializers.ListField(child=serializers.CharField())


class SlidesView(APIView):
    """`GET` and `POST /api/sessions/{id}/slides/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(operation_id="sessions_slides_list", responses=answers(SlidesOut, 404))
    def get(self, request: Request, pk: str) -> Response:
        """List the decks of one's session, and its PDFs that could become one."""
        place = place_of(session_id=int(pk), user=request.user)
        if place.role != RoomRole.MENTOR:
            raise NotAllowed("not_mentor", "Only the mentor brings slides.")
        return Response(SlidesOut(queries.of_session(place.session)).data)

    @extend_schema(
        request={"multipart/form-data": DeckIn, "application/json": DeckIn},
        responses=answers(DeckOut, 404, 409, status=CREATED),
    )
    def post(self, request: Request, pk: str) -> Response:
        """Bring slides; their pictures are made within seconds.

        400 `not_a_pdf` by the file's content; 413 `material_too_large`; 409 `enough`,
        `room_closed`.
        """
        form = DeckIn(data=request.data)
        form.is_valid(raise_exception=True)
        data, common = form.validated_data, {"session_id": int(pk), "actor": request.user}
        if "file" in data:
            deck = slides.add_file(file=data["file"], **common)
        else:
            deck = slides.add_material(material_id=data["material"], **common)
        return Response(DeckOut(surface.deck_card(deck)).data, status=CREATED)


class DeckView(APIView):
    """`GET` and `DELETE /api/sessions/{id}/slides/{deck}/`."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(responses=answers(TextsOut, 404))
    def get(self, request: Request, pk: str, deck: str) -> Response:
        """Read what the pages of a deck say; pages that were not shown yet are empty."""
        place = place_of(session_id=int(pk), user=request.user)
        found = queries.texts(place=place, deck_id=int(deck))
        return Response({"texts": found})

    @extend_schema(request=None, responses=answers(None, 404, status=GONE))
    def delete(self, request: Request, pk: str, deck: str) -> Response:
        """Take slides away with their pictures: the mentor's, at any time."""
        slides.delete(session_id=int(pk), actor=request.user, deck_id=int(deck))
        return Response(status=GONE)
