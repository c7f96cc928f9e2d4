"""Reopening an order, verifying what checkout brought back, and what was paid."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.common.errors import Conflict, NotFound
from peerlearn.common.schema import answers

from ..enums import OrderState
from ..models import Order
from ..serializers import CreateIn, CreateOut, OrderOut, VerifyIn, VerifyOut
from ..services import orders, verification

ACCEPTED = 202


class CreateView(APIView):
    """`POST /api/payments/create/ {"order": id}`: reopens one's own open order."""

    @extend_schema(request=CreateIn, responses=answers(CreateOut, 404, 409, 503))
    def post(self, request: Request) -> Response:
        """Reopen one's own open order.

        Answers with the options for checkout; 409 for an order that is not open.
        """
        form = CreateIn(data=request.data)
        form.is_valid(raise_exception=True)
        mine = Order.objects.filter(pk=form.validated_data["order"], payer=request.user)
        order = mine.first()
        if order is None:
            raise NotFound("no_order", "There is no such order.")
        if order.state in (OrderState.PAID, OrderState.CANCELLED):
            raise Conflict("not_open", "This order is no longer open.")
        order = orders.register(order_id=order.pk)
        return Response({"order": order.pk, "checkout": orders.checkout_options(order)})


class VerifyView(APIView):
    """`POST /api/payments/verify/`."""

    @extend_schema(
        request=VerifyIn, responses=answers(VerifyOut, 404) | answers(VerifyOut, status=ACCEPTED)
    )
    def post(self, request: Request) -> Response:
        """Hand in what checkout brought back.

        Answers how the payment stands: 200 once it is decided, 202 while it is not.
        """
        form = VerifyIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        order, state = verification.verify(
            payer=request.user,
            gateway_order_id=data["razorpay_order_id"],
            gateway_payment_id=data["razorpay_payment_id"],
            signature=data["razorpay_signature"],
        )
        body: dict[str, Any] = {"order": order.pk, "state": state}
        return Response(body, status=ACCEPTED if state == "processing" else 200)


@extend_schema_view(get=extend_schema(description="List one's own orders, newest first."))
class HistoryView(ListAPIView):
    """`GET /api/payments/history/`: one's own orders, newest first."""

    serializer_class = OrderOut

    def get_queryset(self):
        """Return the caller's orders."""
        return Order.objects.filter(payer=self.request.user)
