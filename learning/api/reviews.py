"""Feedback over JSON."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotFound
from peerlearn.common.fields import LARGEST_ID
from peerlearn.common.schema import answers

from ..models import Review
from ..queries import reviews as queries
from ..review_serializers import (
    FeedbackChange,
    FeedbackIn,
    FeedbackOut,
    ReplyIn,
    ReportOut,
    ReviewOut,
    WhyIn,
)
from ..services import reports, reviews


class FeedbackView(APIView):
    """`POST /api/feedback/create/`."""

    permission_classes = [Needs(Permission.REVIEW)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "feedback"

    @extend_schema(request=FeedbackIn, responses=answers(FeedbackOut, 404, 409, status=201))
    def post(self, request: Request) -> Response:
        """Give feedback on an attended session.

        409 the second time.
        """
        form = FeedbackIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        review = reviews.post(
            booking_id=data["booking"],
            actor=request.user,
            rating=data["rating"],
            comment=data["comment"],
            scores=data.get("scores"),
        )
        return Response({"review": review.pk, "rating": review.rating}, status=201)


@extend_schema_view(
    get=extend_schema(
        description="List reviews, latest first, of one mentor or one session.",
        parameters=[OpenApiParameter("mentor", int), OpenApiParameter("session", int)],
    )
)
class FeedbackList(ListAPIView):
    """`GET /api/feedback/?mentor=&session=`: what anybody may read."""

    serializer_class = ReviewOut
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    def get_queryset(self):
        """Return shown reviews; a number nobody has finds none."""
        found = queries.shown().select_related("learner", "session")
        for name in ("mentor", "session"):
            given = self.request.query_params.get(name)
            if given is not None:
                found = found.filter(**{name: _number(given)})
        return found.order_by("-created_at", "-id")


def _number(given: str) -> int:
    whole = given.isascii() and given.isdigit() and len(given) < 20
    return int(given) if whole and int(given) <= LARGEST_ID else 0


class FeedbackOne(APIView):
    """`PATCH` and `DELETE /api/feedback/{id}/`: one's own."""

    permission_classes = [Needs(Permission.REVIEW)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "feedback"

    @extend_schema(request=FeedbackChange, responses=answers(ReviewOut, 404, 409))
    def patch(self, request: Request, pk: str) -> Response:
        """Change one's own review within 14 days; 409 `too_late` afterwards."""
        form = FeedbackChange(data=request.data)
        form.is_valid(raise_exception=True)
        said = Review.objects.filter(pk=int(pk), learner=request.user).first()
        if said is None:
            raise NotFound("no_review", "There is no such review.")
        data: dict[str, Any] = form.validated_data
        changed = reviews.edit(
            review_id=said.pk,
            actor=request.user,
            rating=data.get("rating", said.rating),
            comment=data.get("comment", said.comment),
            scores=said.scores | dict(data.get("scores") or {}),
        )
        return Response(ReviewOut(changed).data)

    @extend_schema(responses=answers(None, 404, 409, status=204))
    def delete(self, request: Request, pk: str) -> Response:
        """Take one's own review back, for good."""
        reviews.withdraw(review_id=int(pk), actor=request.user)
        return Response(status=204)


class ReplyView(APIView):
    """`POST /api/feedback/{id}/reply/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "feedback"

    @extend_schema(request=ReplyIn, responses=answers(ReviewOut, 404, 409))
    def post(self, request: Request, pk: str) -> Response:
        """Answer a review of oneself in public, once; changed within 14 days."""
        form = ReplyIn(data=request.data)
        form.is_valid(raise_exception=True)
        words = form.validated_data["reply"]
        said = reviews.reply(review_id=int(pk), actor=request.user, words=words)
        return Response(ReviewOut(said).data)


class FeedbackReport(APIView):
    """`POST /api/feedback/{id}/report/`."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "reports"

    @extend_schema(request=WhyIn, responses=answers(ReportOut, 404, 409, status=201))
    def post(self, request: Request, pk: str) -> Response:
        """Report a review; as `POST /api/reports/` with kind `review`."""
        form = WhyIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = reports.report(actor=request.user, kind="review", ref=int(pk), **form.validated_data)
        return Response(ReportOut(made).data, status=201)
