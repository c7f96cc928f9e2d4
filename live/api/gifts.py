"""Giving a gift in a running session over HTTP; the room hears of it once it is paid."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from payments.serializers import Checkout, GivenIn, VerifyIn, VerifyOut
from payments.services import orders, verification
from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.fields import IdField
from peerlearn.common.schema import answers

from ..services import gifts

CREATED, ACCEPTED = 201, 202
VERIFY_URL = "/api/gift/verify/"


class GiftIn(GivenIn):
    """To whose session, how much, and a line for the room."""

    session = IdField()


class GiftOut(serializers.Serializer):
    """A gift that waits for its payment, and the checkout for it."""

    gift = serializers.IntegerField()
    order = serializers.IntegerField()
    checkout = Checkout()


class GiftStands(VerifyOut):
    """How a gift stands."""

    gift = serializers.IntegerField()
    late = serializers.BooleanField(help_text="Paid after the room had closed: nobody saw it.")


class CreateView(APIView):
    """`POST /api/gift/create/ {"session": id, "amount": paise, "message"?: text}`."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]

    @extend_schema(request=GiftIn, responses=answers(GiftOut, 404, 409, 429, 503, status=CREATED))
    def post(self, request: Request) -> Response:
        """Give the mentor of a running session something.

        Answers with the options for checkout. 403 `not_in_this_room` or `own_gift`, 409 `not_live`
        or `gift_limit`, 429 `too_many_failures`.
        """
        form = GiftIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        gift = gifts.open_gift(
            session_id=data["session"],
            actor=request.user,
            amount=data["amount"],
            message=data["message"],
        )
        checkout = orders.checkout_options(gift.order) | {"verify_url": VERIFY_URL}
        body = {"gift": gift.pk, "order": gift.order_id, "checkout": checkout}
        return Response(body, status=CREATED)


class VerifyView(APIView):
    """`POST /api/gift/verify/`."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]

    @extend_schema(
        request=VerifyIn, responses=answers(GiftStands, 404) | answers(GiftStands, status=ACCEPTED)
    )
    def post(self, request: Request) -> Response:
        """Hand in what checkout brought back for a gift.

        Answers how it stands, the same when asked again: 200 once it is decided, 202 before.
        """
        form = VerifyIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        gift = gifts.own_gift(payer=request.user, gateway_order_id=data["razorpay_order_id"])
        order, state = verification.verify(
            payer=request.user,
            gateway_order_id=data["razorpay_order_id"],
            gateway_payment_id=data["razorpay_payment_id"],
            signature=data["razorpay_signature"],
        )
        gift.refresh_from_db(fields=["late"])
        body = {"gift": gift.pk, "order": order.pk, "state": state, "late": gift.late}
        return Response(body, status=ACCEPTED if state == "processing" else 200)
