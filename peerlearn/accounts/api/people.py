"""Closing accounts over JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.common.errors import NotFound
from peerlearn.common.schema import answers

from ..enums import Standing
from ..models import User
from ..rights import Permission, demand
from ..services import standing
from . import examples


class DeactivateInput(serializers.Serializer):
    """Why the account is closed."""

    reason = serializers.CharField(max_length=standing.REASON_CHARACTERS)


class StandingOutput(serializers.Serializer):
    """How the account stands now."""

    standing = serializers.ChoiceField(choices=Standing.choices)


class DeactivateView(APIView):
    """`POST /api/users/{id}/deactivate/`: close one's own account, or as a moderator anybody's."""

    @extend_schema(
        request=DeactivateInput,
        responses=answers(StandingOutput, 404, 409),
        examples=examples.DEACTIVATE,
    )
    def post(self, request: Request, pk: str) -> Response:
        """Close an account.

        200; every session, token and socket of the account has ended by then.

        400 without a reason, 403 for somebody else's account, 404, 409 for one that is closed.
        """
        if int(pk) != request.user.pk:
            # Before the look-up: who may not, learns of no id whether it is taken.
            demand(request.user, Permission.MODERATE_PEOPLE)
        form = DeactivateInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = User.objects.filter(pk=int(pk)).first()
        if user is None:
            raise NotFound("no_person", "There is no such person.")
        closed = standing.deactivate(
            actor=request.user, user=user, reason=form.validated_data["reason"]
        )
        return Response({"standing": closed.standing})
