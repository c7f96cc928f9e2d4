"""What a mentor earned, and having it paid out."""

from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.step_up import stepped_up
from peerlearn.common.errors import NotAllowed
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers

from ..models import Payout, PayoutMethod
from ..payout_serializers import EarningsOut, MethodOut, PayoutIn, PayoutOut
from ..queries import payouts as queries
from ..services import payouts

KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="Sent again with the same key, the request does its work once.",
)


class EarningsView(APIView):
    """`GET /api/earnings/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(responses=answers(EarningsOut))
    def get(self, request: Request) -> Response:
        """Tell what one earned and where it is by now, in paise."""
        return Response(EarningsOut(asdict(queries.sums_of(request.user))).data)


class RequestView(APIView):
    """`POST /api/earnings/payout`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "payouts"

    @extend_schema(
        request=PayoutIn,
        responses=answers(PayoutOut, 404, 409, status=201),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request) -> Response:
        """Ask for a payout to one of one's own verified accounts.

        400 `payout_too_small`; 403 `step_up_required` in a browser that has not confirmed who it is
        lately; 404 `no_method`; 409 `not_enough`, `payout_open` (one at a time),
        `method_unverified` or `method_cooling_off`.
        """
        # A program's token is ten minutes old at most; a browser's login may be weeks old.
        by_cookie = isinstance(request.successful_authenticator, SessionAuthentication)
        if by_cookie and not stepped_up(request):
            raise NotAllowed("step_up_required", "Confirm who you are first.")
        form = PayoutIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data

        def work() -> Response:
            made = payouts.request(
                user=request.user, method_id=data["method"], amount=data.get("amount")
            )
            return Response(PayoutOut(made).data, status=201)

        return once(request, work)


@extend_schema_view(get=extend_schema(description="List one's own payouts, latest first."))
class PayoutList(ListAPIView):
    """`GET /api/earnings/payouts/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"
    serializer_class = PayoutOut

    def get_queryset(self):
        """Return one's own."""
        if not self.request.user.is_authenticated:
            return Payout.objects.none()
        return queries.payouts_of(self.request.user)


class CancelPayout(APIView):
    """`POST /api/earnings/payouts/{id}/cancel/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "payouts"

    @extend_schema(request=None, responses=answers(PayoutOut, 404, 409))
    def post(self, request: Request, pk: int) -> Response:
        """Take back a payout nobody approved yet; 409 `too_late` after that."""
        return Response(PayoutOut(payouts.cancel(user=request.user, payout_id=int(pk))).data)


@extend_schema_view(
    get=extend_schema(
        description="List where one can be paid to, masked. Accounts are added on the site."
    )
)
class MethodList(ListAPIView):
    """`GET /api/earnings/methods/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"
    serializer_class = MethodOut

    def get_queryset(self):
        """Return one's own."""
        if not self.request.user.is_authenticated:
            return PayoutMethod.objects.none()
        return queries.methods_of(self.request.user)
