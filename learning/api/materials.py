"""Files and links of a session over JSON."""

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotAllowed, NotFound
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers, refusals

from ..downloads import attachment
from ..material_serializers import MaterialIn, MaterialOut, PlaceIn
from ..queries import materials as queries
from ..queries import sessions as session_queries
from ..services import materials
from .sessions import KEY_PARAMETER


class Handed(APIView):
    """Reading is for those with a seat, writing for mentors."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    def get_permissions(self) -> list[Any]:
        """Ask who is there; whose the session is, queries and services know."""
        return [IsAuthenticated() if self.request.method == "GET" else Needs(Permission.TEACH)()]


class MaterialList(Handed):
    """`GET` and `POST /api/sessions/{id}/materials/`."""

    @extend_schema(responses=answers(MaterialOut(many=True), 404))
    def get(self, request: Request, pk: str) -> Response:
        """List what a session hands out, to its mentor and to those with a seat.

        403 `no_seat` for anybody else; how many there are, the session itself says.
        """
        session = session_queries.for_room(int(pk))
        if session is None:
            raise NotFound("no_session", "There is no such session.")
        if not queries.may_open(request.user, session):
            raise NotAllowed("no_seat", "Files and links are for those who have a seat.")
        found = queries.of_session(session)
        return Response(MaterialOut(found, many=True).data)

    @extend_schema(
        request={"application/json": MaterialIn, "multipart/form-data": MaterialIn},
        responses=answers(MaterialOut, 404, 409, status=201),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request, pk: str) -> Response:
        """Add a link or a file.

        400 `not_a_link`, `not_a_material` by the file's content; 413 `material_too_large`;
        409 `enough`, `too_much`, `closed` for a cancelled session.
        """
        form = MaterialIn(data=request.data)
        form.is_valid(raise_exception=True)
        add = materials.add_file if "file" in form.validated_data else materials.add_link

        def work() -> Response:
            made = add(session_id=int(pk), actor=request.user, **form.validated_data)
            return Response(MaterialOut(made).data, status=201)

        return once(request, work)


class MaterialOne(Handed):
    """`GET`, `PATCH` and `DELETE /api/sessions/{id}/materials/{material}/`."""

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **refusals(404)}
    )
    def get(self, request: Request, pk: str, material: str) -> FileResponse:
        """Download a file; 404 for links, and for whoever has no seat."""
        found = queries.for_download(request.user, int(material))
        if found is None or found.session_id != int(pk):
            raise NotFound("no_material", "There is no such file for you.")
        return attachment(found)

    @extend_schema(request=PlaceIn, responses=answers(MaterialOut(many=True), 404))
    def patch(self, request: Request, pk: str, material: str) -> Response:
        """Put it at another place; answers with the whole list."""
        form = PlaceIn(data=request.data)
        form.is_valid(raise_exception=True)
        session_id, place = int(pk), form.validated_data["position"]
        materials.move(
            session_id=session_id, material_id=int(material), actor=request.user, position=place
        )
        session = session_queries.for_room(session_id)
        found = queries.of_session(session) if session else ()
        return Response(MaterialOut(found, many=True).data)

    @extend_schema(responses=answers(None, 404, status=204))
    def delete(self, request: Request, pk: str, material: str) -> Response:
        """Take it away; its file is deleted."""
        materials.remove(session_id=int(pk), material_id=int(material), actor=request.user)
        return Response(status=204)
