"""Sessions over JSON."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotAllowed
from peerlearn.common.schema import answers

from ..queries import sessions as queries
from ..serializers import ReadyIn, ReadyOut, SessionDetail, SessionIn, SessionOut
from ..services import readiness, sessions


@extend_schema_view(get=extend_schema(description="List what can be booked, soonest first."))
class SessionList(ListAPIView):
    """`GET /api/sessions/`: what can be booked; `POST`: a mentor's new draft."""

    serializer_class = SessionOut

    def get_permissions(self) -> list[Any]:
        """Let anybody read; writing is for mentors."""
        return [AllowAny() if self.request.method == "GET" else Needs(Permission.TEACH)()]

    def get_queryset(self):
        """Return what anybody may find, soonest first."""
        return queries.visible().order_by("starts_at", "id")

    @extend_schema(request=SessionIn, responses={201: SessionDetail})
    def post(self, request: Request) -> Response:
        """Store a draft; for mentors."""
        if not hasattr(request.user, "mentor"):
            raise NotAllowed("no_mentor", "Your mentor profile is not set up yet.")
        form = SessionIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        data["domain"] = data.pop("topic")
        session = sessions.create_draft(mentor=request.user.mentor, skills=(), **data)
        return Response(SessionDetail(session).data, status=201)


@extend_schema_view(get=extend_schema(description="Show one session with its curriculum."))
class SessionShow(RetrieveAPIView):
    """`GET /api/sessions/{id}/`."""

    serializer_class = SessionDetail
    permission_classes = [AllowAny]

    def get_queryset(self):
        """Return what has a public page."""
        return queries.shown().prefetch_related("curriculum")


class ReadyView(APIView):
    """`POST /api/sessions/{id}/ready/`."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]

    @extend_schema(request=ReadyIn, responses=answers(ReadyOut, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Say "I'm Ready", or take it back.

        403 `not_in_this_room`; 409 `too_early` before ten minutes to the start, `ended` after it.
        """
        form = ReadyIn(data=request.data)
        form.is_valid(raise_exception=True)
        state = readiness.mark_ready(
            session_id=pk, actor=request.user, on=form.validated_data["on"]
        )
        return Response(asdict(state))
