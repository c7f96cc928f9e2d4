"""Feedback over JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.schema import answers

from ..serializers import FeedbackIn, FeedbackOut
from ..services import reviews


class FeedbackView(APIView):
    """`POST /api/feedback/create/`."""

    permission_classes = [Needs(Permission.REVIEW)]

    @extend_schema(request=FeedbackIn, responses=answers(FeedbackOut, 404, 409, status=201))
    def post(self, request: Request) -> Response:
        """Give feedback on an attended session.

        409 the second time.
        """
        form = FeedbackIn(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        review = reviews.post(
            booking_id=data["booking"],
            actor=request.user,
            rating=data["rating"],
            comment=data["comment"],
        )
        return Response({"review": review.pk, "rating": review.rating}, status=201)
