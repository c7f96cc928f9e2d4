"""Sessions that repeat every week, over JSON."""

from dataclasses import asdict
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from peerlearn.common.errors import NotFound
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers

from ..models import Session, SessionSeries
from ..queries import series as queries
from ..queries import sessions as session_queries
from ..series_serializers import DateOut, DatesIn, RepeatIn, RestIn, SeriesEnded, SeriesOut
from ..services import series
from .sessions import KEY_PARAMETER, mentor_of
from .teaching import TeachingView


def _body(found: SessionSeries) -> dict:
    sessions = Session.objects.select_related("mentor__user", "domain")
    shown = SessionSeries.objects.prefetch_related(Prefetch("sessions", sessions))
    return SeriesOut(shown.get(pk=found.pk)).data


class RepeatView(TeachingView):
    """`GET` and `POST /api/sessions/{id}/repeat/`."""

    @extend_schema(parameters=[DatesIn], responses=answers(DateOut(many=True), 400, 404, 409))
    def get(self, request: Request, pk: str) -> Response:
        """List the dates a weekly series would have, with overlaps and what clocks do to each.

        409 `no_time`, `closed`, `in_a_series` for what can't repeat.
        """
        form = DatesIn(data=request.query_params)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        session = session_queries.of_mentor(mentor_of(request)).filter(pk=int(pk)).first()
        if session is None:
            raise NotFound("no_session", "You have no such session.")
        series.check_repeatable(session)
        zone, there = ZoneInfo(asked["time_zone"]), ZoneInfo(asked["there"])
        dates = queries.planned(session, weeks=asked["weeks"], zone=zone, elsewhere=there)
        return Response(DateOut(dates, many=True).data)

    @extend_schema(
        request=RepeatIn, responses=answers(SeriesOut, 404, 409, status=201),
        parameters=[KEY_PARAMETER],
    )  # fmt: skip
    def post(self, request: Request, pk: str) -> Response:
        """Repeat a session every week: copies of a draft are drafts, others are published.

        409 `overlap` unless `leave_out`, `no_time`, `closed`, `in_a_series`.
        """
        form = RepeatIn(data=request.data)
        form.is_valid(raise_exception=True)

        def work() -> Response:
            made = series.repeat(session_id=int(pk), actor=request.user, **form.validated_data)
            return Response(_body(SessionSeries.objects.get(pk=made[0].series_id)), status=201)

        return once(request, work)


class SeriesShow(TeachingView):
    """`GET /api/series/{id}/`."""

    @extend_schema(responses=answers(SeriesOut, 404))
    def get(self, request: Request, pk: str) -> Response:
        """Show a series of one's own with its sessions."""
        found = queries.of_actor(request.user, int(pk))
        if found is None:
            raise NotFound("no_series", "You have no such series.")
        return Response(_body(found))


class SeriesCancelView(TeachingView):
    """`POST /api/series/{id}/cancel/`."""

    @extend_schema(request=RestIn, responses=answers(SeriesEnded, 404, 409))
    def post(self, request: Request, pk: str) -> Response:
        """Cancel what of a series is still to come, each with its refunds; delete its drafts.

        400 `reason_missing` if there is anything to cancel. Twice is once.
        """
        form = RestIn(data=request.data)
        form.is_valid(raise_exception=True)
        ended = series.cancel_rest(
            series_id=int(pk), actor=request.user, reason=form.validated_data["reason"]
        )
        return Response(asdict(ended))
