"""One's own bookings over JSON: read, cancel, take to another time, wait for a seat."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers

from ..booking_serializers import (
    BookingDetail,
    BookingOut,
    CancelBookingIn,
    MoveBookingIn,
    RefundOut,
    WaitOut,
)
from ..enums import BookingState
from ..models import Booking
from ..queries import bookings as queries
from ..services import leaving, rescheduling, waitlist
from .sessions import KEY_PARAMETER

WHEN = {"upcoming": queries.upcoming, "past": queries.past}
WHEN_PARAMETER = OpenApiParameter("when", enum=[*WHEN], description="Only what is ahead or behind.")
STATE_PARAMETER = OpenApiParameter(
    "state", enum=[*BookingState.values], description="Only bookings in this state."
)


class Own:
    """Bookings of whoever asks, limited in how often they are changed."""

    permission_classes = [Needs(Permission.BOOK)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "bookings"

    def own(self, request: Request, pk: int) -> Booking:
        """Return one's own booking; NotFound for any other."""
        found = queries.of_learner(request.user).filter(pk=pk).first()
        if found is None:
            raise NotFound("no_booking", "There is no such booking.")
        return found


@extend_schema_view(
    get=extend_schema(
        description="List one's own bookings, the latest first.",
        parameters=[WHEN_PARAMETER, STATE_PARAMETER],
        responses=answers(BookingOut(many=True), 400),
    )
)
class BookingList(Own, ListAPIView):
    """`GET /api/bookings/`."""

    serializer_class = BookingOut

    def get_queryset(self) -> QuerySet[Booking]:
        """Return those asked for."""
        if getattr(self, "swagger_fake_view", False):
            return Booking.objects.none()
        wanted = self.request.query_params
        when, state = wanted.get("when", ""), wanted.get("state", "")
        faults = {}
        if when and when not in WHEN:
            faults["when"] = f"One of: {', '.join(WHEN)}."
        if state and state not in BookingState.values:
            faults["state"] = f"One of: {', '.join(BookingState.values)}."
        if faults:
            raise DomainError("invalid", next(iter(faults.values())), fields=faults)
        user: Any = self.request.user
        found = WHEN[when](user) if when else queries.of_learner(user).order_by("-pk")
        return found.filter(state=state) if state else found


@extend_schema_view(get=extend_schema(description="Show one of one's own bookings."))
class BookingShow(Own, RetrieveAPIView):
    """`GET /api/bookings/{id}/`."""

    serializer_class = BookingDetail

    def get_queryset(self) -> QuerySet[Booking]:
        """Return one's own."""
        if getattr(self, "swagger_fake_view", False):
            return Booking.objects.none()
        user: Any = self.request.user
        return queries.of_learner(user)


class RefundView(Own, APIView):
    """`GET /api/bookings/{id}/refund/`."""

    @extend_schema(responses=answers(RefundOut))
    def get(self, request: Request, pk: int) -> Response:
        """Say what would come back if the booking were cancelled now.

        The number comes from the function that pays it; send it with `cancel/`.
        """
        found = self.own(request, pk)
        confirmed = found.state == BookingState.CONFIRMED
        refund = leaving.refund_if_cancelled(found) if confirmed else 0
        return Response(RefundOut({"refund": refund, "at": now()}).data)


class CancelBookingView(Own, APIView):
    """`POST /api/bookings/{id}/cancel/`."""

    @extend_schema(
        request=CancelBookingIn, responses=answers(BookingDetail, 409), parameters=[KEY_PARAMETER]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give a confirmed seat back for the refund that was shown.

        409 `refund_changed` if another sum would come back by now (nothing has happened), `closed`
        once the session has begun or the seat is not confirmed.
        """
        form = CancelBookingIn(data=request.data)
        form.is_valid(raise_exception=True)

        def work() -> Response:
            leaving.cancel(
                booking_id=int(pk), actor=request.user, expected=form.validated_data["refund"]
            )
            return Response(BookingDetail(self.own(request, pk)).data)

        return once(request, work)


class MoveBookingView(Own, APIView):
    """`POST /api/bookings/{id}/reschedule/`."""

    @extend_schema(
        request=MoveBookingIn, responses=answers(BookingDetail, 409), parameters=[KEY_PARAMETER]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take a confirmed seat to another session of the mentor, or a 1:1 to a free time.

        Nothing is paid again. 409 `too_late`, `too_often`, `other_offer` (another mentor or
        price), `session_full`, `already_booked`, `moved` (it starts at another time than you sent),
        `not_free`, `closed`.
        """
        form = MoveBookingIn(data=request.data)
        form.is_valid(raise_exception=True)
        to: dict[str, Any] = form.validated_data

        def work() -> Response:
            if "session" in to:
                rescheduling.reschedule(
                    booking_id=pk,
                    actor=request.user,
                    session_id=to["session"],
                    seen=to.get("starts_at"),
                )
            else:
                rescheduling.reschedule_private(
                    booking_id=pk, actor=request.user, starts_at=to["starts_at"]
                )
            return Response(BookingDetail(self.own(request, pk)).data)

        return once(request, work)


class WaitView(Own, APIView):
    """`POST` and `DELETE /api/sessions/{id}/waitlist/`."""

    @extend_schema(request=None, responses=answers(WaitOut, 409, status=201))
    def post(self, request: Request, pk: int) -> Response:
        """Wait for a seat in a full session; asked again it is the same place.

        409 `not_full` (book it), `already_booked`, `closed`.
        """
        entry = waitlist.join(session_id=int(pk), learner=request.user)
        return Response(WaitOut(entry).data, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Wait no longer; also for who did not wait."""
        waitlist.leave(session_id=pk, learner=request.user)
        return Response(status=204)
