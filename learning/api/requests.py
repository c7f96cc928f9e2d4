"""Requests over JSON; each verb calls one service."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotFound
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers

from ..models import Mentor, SessionRequest
from ..queries import requests as queries
from ..request_serializers import (
    AcceptIn,
    DeclineIn,
    MessageIn,
    MessageOut,
    OfferIn,
    OfferOut,
    RequestIn,
    RequestOut,
)
from ..services import offers, request_answers, requests
from .sessions import KEY_PARAMETER, mentor_of

LISTS = {
    "to_me": queries.to_mentor,
    "to_all": queries.open_to_all,
    "answered": queries.answered_by,
}


class RequestList(ListAPIView):
    """`GET /api/requests/`."""

    serializer_class = RequestOut
    permission_classes = [IsAuthenticated]

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "list",
                enum=["mine", *LISTS],
                description="A mentor's lists; `mine` is a learner's.",
            ),
        ],
        description="List what one asked for, newest first, or what a mentor may answer.",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List requests."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[SessionRequest]:
        """Return one's own, or a mentor's list."""
        wanted = LISTS.get(self.request.query_params.get("list", ""))
        if wanted is None:
            return queries.of_learner(self.request.user).prefetch_related("skills")
        found = wanted(mentor_of(self.request))
        return found.select_related("mentor__user").prefetch_related("skills")


class RequestShow(APIView):
    """`GET /api/requests/{id}/`."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=answers(RequestOut, 404))
    def get(self, request: Request, pk: int) -> Response:
        """Show a request to who asked or to a mentor it concerns, with the offers they may see."""
        return Response(_shown(request.user, pk))


def _shown(user: User, pk: int) -> dict[str, Any]:
    found = queries.seen_by(user, pk)
    if found is None:
        raise NotFound("no_request", "There is no such request.")
    own = None if found.learner_id == user.pk else Mentor.objects.get(user=user)
    rows = SessionRequest.objects.filter(pk=pk).select_related("learner", "mentor__user", "domain")
    return RequestOut(rows.prefetch_related("skills", queries.live_offers(own)).get()).data


class AskView(APIView):
    """`POST /api/requests/create`."""

    permission_classes = [Needs(Permission.ASK)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "requests"

    @extend_schema(
        request=RequestIn,
        responses=answers(RequestOut, 409, status=201),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request) -> Response:
        """Ask one mentor, or all of a topic.

        409 `already_asked`, `too_many_requests`, `too_many_today`; 400 `invalid_request` with the
        fields that are wrong.
        """
        form = RequestIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data

        def work() -> Response:
            made = requests.ask(
                learner=request.user,
                mentor=data.get("mentor"),
                domain=data["topic"],
                skills=data.get("skills", ()),
                title=data["title"],
                description=data["description"],
                minutes=data["minutes"],
                times=data["times"],
                budget=data["budget"],
            )
            return Response(_shown(request.user, made.pk), status=201)

        return once(request, work)


class MentorVerb(APIView):
    """A verb of a mentor who answers."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "requests"


class AcceptView(MentorVerb):
    """`POST /api/requests/{id}/accept`."""

    @extend_schema(
        request=AcceptIn, responses=answers(OfferOut, 404, 409), parameters=[KEY_PARAMETER]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Agree to one of the times asked for.

        Asked directly, the lesson is made and its seat held for the learner, who pays to confirm;
        a request to all gets an offer. 400 `other_terms` for other times or a price above the
        budget; 409 `request_closed`, `time_taken`, `learner_gone`.
        """
        form = AcceptIn(data=request.data)
        form.is_valid(raise_exception=True)

        def work() -> Response:
            made = offers.accept(actor=request.user, request_id=pk, **form.validated_data)
            return Response(OfferOut(made).data)

        return once(request, work)


class OfferView(MentorVerb):
    """`POST /api/requests/{id}/offer`."""

    @extend_schema(
        request=OfferIn,
        responses=answers(OfferOut, 404, 409, status=201),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Offer another time, length or price; it replaces one's earlier offer.

        409 `request_closed`, `time_taken`, `learner_gone`, `too_many_offers`, `enough_offers`.
        """
        form = OfferIn(data=request.data)
        form.is_valid(raise_exception=True)

        def work() -> Response:
            made = offers.offer(actor=request.user, request_id=pk, **form.validated_data)
            return Response(OfferOut(made).data, status=201)

        return once(request, work)


class DeclineView(MentorVerb):
    """`POST /api/requests/{id}/decline`."""

    @extend_schema(request=DeclineIn, responses=answers(RequestOut, 404, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Say no, with a reason; a request to all is only left to the others. Twice is once."""
        form = DeclineIn(data=request.data)
        form.is_valid(raise_exception=True)
        request_answers.decline(actor=request.user, request_id=pk, **form.validated_data)
        return Response(_shown(request.user, pk))


class CancelRequestView(APIView):
    """`POST /api/requests/{id}/cancel`."""

    permission_classes = [Needs(Permission.ASK)]

    @extend_schema(request=None, responses=answers(RequestOut, 404, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Take a request back; a seat held for it goes back, too. 409 `already_booked`."""
        request_answers.cancel(actor=request.user, request_id=pk)
        return Response(_shown(request.user, pk))


class MessageView(APIView):
    """`POST /api/requests/{id}/messages`."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "requests"

    @extend_schema(
        request=MessageIn,
        responses=answers(MessageOut, 404, 409, status=201),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask for more, or answer. 409 `wait_for_answer` after three lines in a row."""
        form = MessageIn(data=request.data)
        form.is_valid(raise_exception=True)
        mentor = form.validated_data.get("mentor")

        def work() -> Response:
            line = request_answers.say(
                actor=request.user,
                request_id=pk,
                text=form.validated_data["text"],
                mentor_id=mentor.pk if mentor else None,
            )
            return Response(MessageOut(line).data, status=201)

        return once(request, work)
