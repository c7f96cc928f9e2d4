"""Booking over JSON: one service behind two routes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from payments.services import orders
from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import Unavailable
from peerlearn.common.schema import answers

from ..models import Booking
from ..serializers import BookIn, BookOut, SeenIn, booking_json
from ..services import bookings

BOOKED = answers(BookOut, 404, 409, status=201)


class BookView(APIView):
    """`POST /api/bookings/create {"session": id}`."""

    permission_classes = [Needs(Permission.BOOK)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "booking"

    @extend_schema(request=BookIn, responses=BOOKED)
    def post(self, request: Request) -> Response:
        """Take a seat.

        201 with what to pay and until when; 409 `session_full`, `already_booked`, `closed`,
        `too_many_held` (unpaid seats), `held_too_often` (this one), or `moved` if the session
        starts at another time than the one sent along.
        """
        form = BookIn(data=request.data)
        form.is_valid(raise_exception=True)
        return _book(request, form.validated_data["session"], form.validated_data)


class BookSessionView(APIView):
    """`POST /api/sessions/{id}/book/`."""

    permission_classes = [Needs(Permission.BOOK)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "booking"

    @extend_schema(request=SeenIn, responses=BOOKED)
    def post(self, request: Request, pk: int) -> Response:
        """Take a seat in this session; answers as `POST /api/bookings/create/`."""
        form = SeenIn(data=request.data)
        form.is_valid(raise_exception=True)
        return _book(request, int(pk), form.validated_data)


def _book(request: Request, pk: int, sent: dict[str, Any]) -> Response:
    learner: Any = request.user
    made = bookings.book(session_id=pk, learner=learner, seen=sent.get("starts_at"))
    return Response(booked(made), status=201)


def booked(booking: Booking) -> dict[str, Any]:
    """Return the answer to who booked, with an order that can be paid at once."""
    if not booking.order_id:
        return booking_json(booking, order=None, checkout=None)
    try:
        order = orders.register(order_id=booking.order_id)
    except Unavailable:
        # The seat is held; the page asks for the order again through /api/payments/create/.
        return booking_json(booking, order={"id": booking.order_id, "state": "new"}, checkout=None)
    summary = {"id": order.pk, "state": order.state, "amount": order.amount}
    return booking_json(booking, order=summary, checkout=orders.checkout_options(order))
