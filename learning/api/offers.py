"""What becomes of an offer, over JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import NotFound
from peerlearn.common.schema import answers

from ..models import Offer
from ..request_serializers import OfferOut
from ..services import offers


class TakeView(APIView):
    """`POST /api/requests/{id}/offers/{offer}/accept`."""

    permission_classes = [Needs(Permission.BOOK)]

    @extend_schema(request=None, responses=answers(OfferOut, 404, 409))
    def post(self, request: Request, pk: int, offer: int) -> Response:
        """Take an offer: `booking` is the seat, held until `pay_until`. Twice is once.

        Its order is opened by `POST /api/payments/create/`. 409 `offer_gone`, `request_closed`,
        `time_taken`, `mentor_gone`.
        """
        _check(pk, offer)
        return Response(OfferOut(offers.take(actor=request.user, offer_id=offer)).data)


class DeclineOfferView(APIView):
    """`POST /api/requests/{id}/offers/{offer}/decline`."""

    permission_classes = [Needs(Permission.ASK)]

    @extend_schema(request=None, responses=answers(OfferOut, 404, 409))
    def post(self, request: Request, pk: int, offer: int) -> Response:
        """Let an offer go; the request stays open."""
        _check(pk, offer)
        return Response(OfferOut(offers.decline(actor=request.user, offer_id=offer)).data)


class WithdrawView(APIView):
    """`POST /api/requests/{id}/offers/{offer}/withdraw`."""

    permission_classes = [Needs(Permission.TEACH)]

    @extend_schema(request=None, responses=answers(OfferOut, 404, 409))
    def post(self, request: Request, pk: int, offer: int) -> Response:
        """Take one's own offer back, until it is taken."""
        _check(pk, offer)
        return Response(OfferOut(offers.withdraw(actor=request.user, offer_id=offer)).data)


def _check(pk: int, offer: int) -> None:
    if not Offer.objects.filter(pk=offer, request=pk).exists():
        raise NotFound("no_offer", "There is no such offer.")
