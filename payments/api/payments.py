"""Reopening an order, verifying what checkout brought back, and what was paid."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.common.errors import Conflict, NotFound

from ..enums import OrderState
from ..models import Order
from ..services import orders, verification

ACCEPTED = 202


class CreateIn(serializers.Serializer):
    """Which of one's own orders; an amount sent along is ignored, the order's counts."""

    order = serializers.IntegerField(min_value=1)


class VerifyIn(serializers.Serializer):
    """The three fields checkout hands to the browser."""

    razorpay_order_id = serializers.CharField(max_length=40)
    razorpay_payment_id = serializers.CharField(max_length=40)
    razorpay_signature = serializers.CharField(max_length=128)


class OrderOut(serializers.ModelSerializer):
    """One line of the history; amounts in paise."""

    outcome = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields = [
            "id", "receipt", "description", "purpose", "amount", "currency", "state",
            "outcome", "created_at", "paid_at",
        ]  # fmt: skip

    def get_outcome(self, order: Order) -> str:
        """Return what became of it."""
        return order.fulfil_state


class CreateView(APIView):
    """`POST /api/payments/create/ {"order": id}`: reopens one's own open order."""

    @extend_schema(request=CreateIn)
    def post(self, request: Request) -> Response:
        """Answer with the options for checkout; 409 for an order that is not open."""
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

    @extend_schema(request=VerifyIn)
    def post(self, request: Request) -> Response:
        """Answer how the payment stands: 200 once it is decided, 202 while it is not."""
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


class HistoryView(ListAPIView):
    """`GET /api/payments/history/`: one's own orders, newest first."""

    serializer_class = OrderOut

    def get_queryset(self):
        """Return the caller's orders."""
        return Order.objects.filter(payer=self.request.user)
