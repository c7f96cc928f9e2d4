"""Sessions over JSON: what anybody reads, and a mentor's own."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotAllowed
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers

from ..models import Mentor
from ..queries import sessions as queries
from ..serializers import ReadyIn, ReadyOut, SessionDetail, SessionOut
from ..services import editing, readiness, sessions
from ..session_serializers import EditIn, SessionIn

MINE = {"draft": queries.drafts, "scheduled": queries.scheduled, "past": queries.past}
MINE_PARAMETER = OpenApiParameter(
    "mine", enum=[*MINE], description="A mentor's own instead of what can be booked."
)
KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="Sent again with the same key, the request does its work once.",
)


def mentor_of(request: Request) -> Mentor:
    """Return who asks, as a mentor. Raises NotAllowed("no_mentor")."""
    mentor = Mentor.objects.filter(user=request.user).select_related("user").first()
    if mentor is None:
        raise NotAllowed("no_mentor", "Your mentor profile is not set up yet.")
    return mentor


def stale(error: sessions.Stale, sent: Any) -> Response:
    """Return both texts, so that nothing is lost: how it stands now, and what was sent."""
    body = {"code": error.code, "message": error.message, "yours": dict(sent)}
    body["theirs"] = SessionDetail(error.session).data
    return Response(body, status=error.status)


@extend_schema_view(
    get=extend_schema(
        description="List what can be booked, soonest first.", parameters=[MINE_PARAMETER]
    )
)
class SessionList(ListAPIView):
    """`GET /api/sessions/`: what can be booked; `POST`: a mentor's new draft."""

    serializer_class = SessionOut

    def get_permissions(self) -> list[Any]:
        """Let anybody read; writing and one's own are for mentors."""
        public = self.request.method == "GET" and not self.request.query_params.get("mine")
        return [AllowAny() if public else Needs(Permission.TEACH)()]

    def get_queryset(self):
        """Return what anybody may find, soonest first, or a mentor's own."""
        mine = self.request.query_params.get("mine", "")
        if mine:
            return MINE.get(mine, queries.of_mentor)(mentor_of(self.request))
        return queries.visible().order_by("starts_at", "id")

    @extend_schema(
        request=SessionIn, responses=answers(SessionDetail, 409, status=201),
        parameters=[KEY_PARAMETER],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Store a draft, which may be incomplete; for mentors."""
        mentor = mentor_of(request)
        form = SessionIn(data=request.data)
        form.is_valid(raise_exception=True)

        def work() -> Response:
            session = sessions.create_draft(mentor=mentor, **form.validated_data)
            return Response(SessionDetail(session).data, status=201)

        return once(request, work)


class SessionShow(RetrieveAPIView):
    """`GET`, `PATCH` and `DELETE /api/sessions/{id}/`."""

    serializer_class = SessionDetail

    def get_permissions(self) -> list[Any]:
        """Let anybody read; writing is for mentors."""
        return [AllowAny() if self.request.method == "GET" else Needs(Permission.TEACH)()]

    def get_queryset(self):
        """Return what has a public page, and all of one's own."""
        return queries.readable(self.request.user)

    @extend_schema(description="Show one session with its curriculum; a draft to its mentor only.")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer with the session."""
        return super().get(request, *args, **kwargs)

    @extend_schema(request=EditIn, responses=answers(SessionDetail, 409))
    def patch(self, request: Request, pk: int) -> Response:
        """Change fields of a draft or a published session, all or nothing.

        409 `stale` with both texts if it was changed since `version`; `closed` for what has
        begun, `has_a_time` for another time of a published one, which is `reschedule`'s.
        """
        form = EditIn(data=request.data)
        form.is_valid(raise_exception=True)
        changes = form.validated_data
        try:
            session = editing.edit(
                session_id=pk, actor=request.user, version=changes.pop("version"), changes=changes
            )
        except sessions.Stale as error:
            return stale(error, request.data)
        return Response(SessionDetail(session).data)

    @extend_schema(responses=answers(None, 409, status=204))
    def delete(self, request: Request, pk: int) -> Response:
        """Throw a draft away; 409 `published` for anything else."""
        editing.delete_draft(session_id=pk, actor=request.user)
        return Response(status=204)


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
