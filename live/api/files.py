"""Files handed around in a room."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from learning.material_files import MOST_MEGABYTES
from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.schema import answers

from ..services import files

CREATED = 201


class FileIn(serializers.Serializer):
    """A file as multipart/form-data, with an id of the client's own."""

    id = serializers.RegexField(r"^[0-9A-Za-z-]{1,36}$", help_text="Sent again it is the same.")
    file = serializers.FileField(
        allow_empty_file=True,
        max_length=255,
        help_text=(
            "PDF, picture (8 MB), office document, text or ZIP;"
            f" at most {MOST_MEGABYTES} MB. What it is its content says."
        ),
    )


class FileOut(serializers.Serializer):
    """Where the file stands in the chat; the socket tells the rest."""

    id = serializers.CharField()
    seq = serializers.IntegerField()


class FilesView(APIView):
    """`POST /api/sessions/{id}/files/`: hand a file to everybody in the call."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "room-files"

    @extend_schema(
        request={"multipart/form-data": FileIn},
        responses=answers(FileOut, 404, 409, status=CREATED),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Send a file; it becomes a line of the chat.

        400 `not_a_material` or `not_an_image` by its content, 413 `material_too_large` or
        `image_too_large`, 403 `not_in_this_room` or `not_admitted`, 409 `room_closed` or
        `too_many_files`.
        """
        form = FileIn(data=request.data)
        form.is_valid(raise_exception=True)
        line = files.send(
            session_id=int(pk),
            actor=request.user,
            client_id=form.validated_data["id"],
            file=form.validated_data["file"],
        )
        return Response({"id": line.client_id, "seq": line.seq}, status=CREATED)
