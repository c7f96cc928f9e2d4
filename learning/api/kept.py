"""What people keep: sessions for later, mentors they follow. And what they report."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.schema import answers

from ..models import Follow, Report, SavedSession
from ..queries import reports as report_queries
from ..review_serializers import (
    FollowIn,
    FollowOut,
    ReportIn,
    ReportOut,
    SavedIn,
    SavedOut,
)
from ..services import follows, reports, saved


@extend_schema_view(get=extend_schema(description="List the sessions one keeps, latest first."))
class SavedList(ListAPIView):
    """`GET` and `POST /api/saved/`."""

    serializer_class = SavedOut
    permission_classes = [Needs(Permission.LEARN)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    def get_queryset(self):
        """Return one's own."""
        own = SavedSession.objects.filter(user=self.request.user)
        return own.select_related("session__mentor__user", "session__domain")

    @extend_schema(request=SavedIn, responses=answers(SavedIn, 404, 409, status=201))
    def post(self, request: Request) -> Response:
        """Keep a session for later; twice is once."""
        form = SavedIn(data=request.data)
        form.is_valid(raise_exception=True)
        saved.save(session_id=form.validated_data["session"], user=request.user)
        return Response(form.validated_data, status=201)


class SavedOne(APIView):
    """`DELETE /api/saved/{session}/`."""

    permission_classes = [Needs(Permission.LEARN)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(responses=answers(None, status=204))
    def delete(self, request: Request, pk: str) -> Response:
        """Keep a session no longer; 204 also where it was not kept."""
        saved.let_go(session_id=int(pk), user=request.user)
        return Response(status=204)


@extend_schema_view(get=extend_schema(description="List whom one follows, latest first."))
class FollowList(ListAPIView):
    """`GET` and `POST /api/follows/`."""

    serializer_class = FollowOut
    permission_classes = [Needs(Permission.LEARN)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    def get_queryset(self):
        """Return one's own."""
        return Follow.objects.filter(user=self.request.user).select_related("mentor__user")

    @extend_schema(request=FollowIn, responses=answers(FollowIn, 404, 409, status=201))
    def post(self, request: Request) -> Response:
        """Follow a mentor; twice is once."""
        form = FollowIn(data=request.data)
        form.is_valid(raise_exception=True)
        follows.follow(user=request.user, mentor_id=form.validated_data["mentor"])
        return Response(form.validated_data, status=201)


class FollowOne(APIView):
    """`DELETE /api/follows/{mentor}/`."""

    permission_classes = [Needs(Permission.LEARN)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(responses=answers(None, 404, status=204))
    def delete(self, request: Request, pk: str) -> Response:
        """Follow a mentor no more; 204 also for one whom one did not follow."""
        follows.unfollow(user=request.user, mentor_id=int(pk))
        return Response(status=204)


@extend_schema_view(get=extend_schema(description="List what one reported, latest first."))
class ReportList(ListAPIView):
    """`GET` and `POST /api/reports/`."""

    serializer_class = ReportOut
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "reports"

    def get_queryset(self):
        """Return one's own."""
        if not self.request.user.is_authenticated:
            return Report.objects.none()
        return report_queries.of(self.request.user)

    @extend_schema(request=ReportIn, responses=answers(ReportOut, 404, 409, status=201))
    def post(self, request: Request) -> Response:
        """Report something one can see.

        409 `already_reported` the second time, `too_many_reports` beyond ten a day.
        """
        form = ReportIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = reports.report(actor=request.user, **form.validated_data)
        return Response(ReportOut(made).data, status=201)
