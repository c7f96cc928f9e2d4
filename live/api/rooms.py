"""Joining and ending a room over HTTP; everything between is the socket's."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.schema import answers

from .. import ice
from ..queries.access import closes_at, enter_place
from ..services import rooms, tokens


class IceServer(serializers.Serializer):
    """A STUN or TURN server, as RTCPeerConnection takes it."""

    urls = serializers.ListField(child=serializers.CharField())
    username = serializers.CharField(required=False)
    credential = serializers.CharField(required=False)


class JoinOutput(serializers.Serializer):
    """What a client needs to open the room's socket."""

    room_token = serializers.CharField(help_text="For the socket's hello; once, within 60 s.")
    resume_key = serializers.CharField(help_text="For the hello after a lost socket.")
    ice_servers = IceServer(many=True)
    ws_url = serializers.CharField()
    role = serializers.CharField()
    state = serializers.CharField()


class EndOutput(serializers.Serializer):
    """How the session stands now."""

    state = serializers.CharField()


class JoinView(APIView):
    """`POST /api/sessions/{id}/join/`: a way into the room, for the mentor and booked learners."""

    permission_classes = [Needs(Permission.JOIN_ROOM)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "join"

    @extend_schema(request=None, responses=answers(JoinOutput, 409, 410))
    def post(self, request: Request, pk: int) -> Response:
        """Ask for a way into a session's room.

        403 `not_in_this_room`, 404, 409 `too_early` with `opens_at`, 410 `ended`.
        """
        place = enter_place(session_id=int(pk), user=request.user)
        room = rooms.room_of(place.session)
        ticket = tokens.issue(place=place)
        servers = ice.for_room(user_id=place.user.pk, until=closes_at(place.session))
        return Response(
            {
                "room_token": ticket.token,
                "resume_key": ticket.resume_key,
                "ice_servers": servers,
                "ws_url": f"/ws/room/{int(pk)}/",
                "role": place.role,
                "state": room.state,
            }
        )


class EndView(APIView):
    """`POST /api/sessions/{id}/end/`: the mentor ends the session for everybody."""

    permission_classes = [Needs(Permission.TEACH)]

    @extend_schema(request=None, responses=answers(EndOutput, 409))
    def post(self, request: Request, pk: int) -> Response:
        """End one's session for everybody.

        200 also for what has ended; 403 for anybody but the mentor, 409 for what never started.
        """
        return Response({"state": rooms.end(session_id=int(pk), actor=request.user)})
