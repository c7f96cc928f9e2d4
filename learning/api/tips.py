"""Leaving a tip over JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from payments.serializers import Checkout, GivenIn
from payments.services import orders
from peerlearn.common.schema import answers

from ..services import tips
from .own_bookings import Own

CREATED = 201


class TipIn(GivenIn):
    """How much, and a line for the mentor."""


class TipOut(serializers.Serializer):
    """A tip that waits for its payment, and the checkout for it."""

    tip = serializers.IntegerField()
    order = serializers.IntegerField()
    checkout = Checkout()


class TipView(Own, APIView):
    """`POST /api/bookings/{id}/tip/`."""

    @extend_schema(request=TipIn, responses=answers(TipOut, 409, 429, 503, status=CREATED))
    def post(self, request: Request, pk: int) -> Response:
        """Leave the mentor of a session one attended a tip, within seven days after it.

        Answers with the options for checkout; what it brings back goes to `/api/payments/verify/`.
        409 `not_tippable` or `gift_limit`, 429 `too_many_failures`.
        """
        form = TipIn(data=request.data)
        form.is_valid(raise_exception=True)
        tip = tips.open_tip(booking_id=int(pk), actor=request.user, **form.validated_data)
        checkout = orders.checkout_options(tip.order)
        body = {"tip": tip.pk, "order": tip.order_id, "checkout": checkout}
        return Response(body, status=CREATED)
