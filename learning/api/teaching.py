"""What a mentor does with a session over JSON; each verb calls one service."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers

from ..queries import sessions as queries
from ..serializers import SessionDetail
from ..services import closing, editing, minimum, moving, sessions
from ..session_serializers import (
    AutosaveOut,
    CancelIn,
    CancelOut,
    EditIn,
    MoveIn,
    PublishIn,
)
from .sessions import KEY_PARAMETER, stale


class TeachingView(APIView):
    """A verb of the session's own mentor."""

    permission_classes = [Needs(Permission.TEACH)]


class AutosaveView(TeachingView):
    """`POST /api/sessions/{id}/autosave/`."""

    @extend_schema(request=EditIn, responses=answers(AutosaveOut, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Store what can be stored of a draft while it is written.

        200 names what could not be, and keeps the rest; 409 `stale` with both texts if it was
        changed since `version`, `published` for what others see already.
        """
        data, unread = _readable(request.data)
        version = data.pop("version")
        try:
            saved = editing.autosave(
                session_id=pk, actor=request.user, version=version, changes=data
            )
        except sessions.Stale as error:
            return stale(error, request.data)
        return Response({"version": saved.session.version, "left_out": unread | saved.left_out})


def _readable(sent: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields that could be read, and what is wrong with each of the others."""
    form = EditIn(data=sent)
    if form.is_valid():
        return form.validated_data, {}
    wrong = {field: _first(texts) for field, texts in form.errors.items()}
    given = sent if isinstance(sent, Mapping) else {}
    rest = {field: given[field] for field in given if field not in wrong}
    again = EditIn(data=rest)
    again.is_valid(raise_exception=True)
    return again.validated_data, wrong


def _first(texts: Any) -> str:
    while isinstance(texts, list | dict) and texts:
        texts = next(iter(texts.values())) if isinstance(texts, dict) else texts[0]
    return str(texts)


class PublishView(TeachingView):
    """`POST /api/sessions/{id}/publish/`."""

    @extend_schema(request=PublishIn, responses=answers(SessionDetail, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Offer a draft to everybody.

        400 `incomplete` with what is lacking; 409 `overlap` with another session of one's own,
        `in_the_past`, `decided_too_soon`, `stale`; 403 `not_approved`.
        """
        form = PublishIn(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            session = sessions.publish(session_id=pk, actor=request.user, **form.validated_data)
        except sessions.Stale as error:
            return stale(error, request.data)
        return Response(SessionDetail(session).data)


class CancelView(TeachingView):
    """`POST /api/sessions/{id}/cancel/`."""

    @extend_schema(request=CancelIn, responses=answers(CancelOut, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Cancel a session: everybody is told why and gets all of the money. Twice is once."""
        form = CancelIn(data=request.data)
        form.is_valid(raise_exception=True)
        session = closing.cancel(session_id=pk, actor=request.user, **form.validated_data)
        learners, refunded = queries.gave_up(session)
        body = {"session": session.pk, "state": session.state}
        return Response(body | {"learners": learners, "refunded": refunded})


class DuplicateView(TeachingView):
    """`POST /api/sessions/{id}/duplicate/`."""

    @extend_schema(
        request=None,
        responses=answers(SessionDetail, 409, status=201),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make a draft with the words of a session, without its time."""

        def work() -> Response:
            session = editing.duplicate(session_id=pk, actor=request.user)
            return Response(SessionDetail(session).data, status=201)

        return once(request, work)


class RescheduleView(TeachingView):
    """`POST /api/sessions/{id}/reschedule/`."""

    @extend_schema(request=MoveIn, responses=answers(SessionDetail, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Give a published session another time.

        Learners are told, and may give the seat back for all of the money until the new start,
        for at most 48 hours. 409 `closed`, `overlap`, `decided_too_soon`.
        """
        form = MoveIn(data=request.data)
        form.is_valid(raise_exception=True)
        session = moving.reschedule(session_id=pk, actor=request.user, **form.validated_data)
        return Response(SessionDetail(session).data)


class GoAheadView(TeachingView):
    """`POST /api/sessions/{id}/go-ahead/`."""

    @extend_schema(request=None, responses=answers(SessionDetail, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Let a session take place however few come."""
        session = minimum.go_ahead(session_id=pk, actor=request.user)
        return Response(SessionDetail(session).data)
