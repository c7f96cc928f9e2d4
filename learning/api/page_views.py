"""What a public page tells once somebody has looked at it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from peerlearn.common.machines import is_machine

from ..services import page_views
from .search import Open

ELSEWHERE = ("cross-site", "same-site")


class ViewedIn(serializers.Serializer):
    """A page: of a session, or of a mentor."""

    kind = serializers.ChoiceField(choices=page_views.KINDS)
    ref = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class ViewedView(Open):
    """`POST /api/views/`: a kept page is served without asking anybody, so it tells by itself.

    Without a CSRF token: a kept page has none, and a forged view adds one to a number, once in
    half an hour.
    """

    throttle_scope = "views"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remember whose session it is: the framework puts nobody in the place of who is asked."""
        self.person = request.user
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(request=ViewedIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Count a view; nothing is kept of who looked. Says nothing of whether it counted."""
        form = ViewedIn(data=request.data)
        form.is_valid(raise_exception=True)
        agent = request.headers.get("User-Agent", "")
        elsewhere = request.headers.get("Sec-Fetch-Site", "") in ELSEWHERE
        if agent and not is_machine(agent) and not elsewhere:
            person = self.person
            address = self.get_throttles()[0].get_ident(request)
            page_views.note(
                kind=form.validated_data["kind"],
                key=form.validated_data["ref"],
                visitor=f"user {person.pk}" if person.is_authenticated else f"{address} {agent}",
                user_id=person.pk,
            )
        return Response(status=204)
