"""The room's page; all it does happens in the browser and over the socket."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from learning.enums import BookingState, SessionState
from learning.forms import ReviewForm
from learning.models import Review
from learning.policies import ready_from
from learning.queries import materials
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.templatetags.looks import tint
from peerlearn.common.zones import iso_utc

from .enums import RoomRole
from .protocol import MAX_CHAT
from .queries.access import Place, enter_place, place_of


@login_required
@never_cache
def room(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show the room, or why it cannot be entered now: too early, cancelled, somebody else's.

    Who took part finds the after-card here once the session is over.
    """
    try:
        place = place_of(session_id=int(session_id), user=request.user)
    except DomainError as error:
        return _refused(request, error)
    if place.session.state == SessionState.COMPLETED:
        return render(request, "live/room.html", _context(request, place, over=True))
    try:
        enter_place(session_id=place.session.pk, user=request.user)
    except DomainError as error:
        return _refused(request, error, place)
    return render(request, "live/room.html", _context(request, place, over=False))


def _refused(request: HttpRequest, error: DomainError, place: Place | None = None) -> HttpResponse:
    context = {"error": error, "place": place, "home": reverse("home-redirect")}
    if error.code == "too_early" and place is not None:
        opens = ready_from(place.session.starts_at)
        context |= {"opens_at": opens, "wait": {"opensAt": iso_utc(opens), "now": _stamp()}}
    return render(request, "live/refused.html", context, status=error.status)


def _context(request: HttpRequest, place: Place, *, over: bool) -> dict[str, Any]:
    session, mentor = place.session, place.role == RoomRole.MENTOR
    return {
        "place": place,
        "over": over,
        "is_mentor": mentor,
        "home": reverse("home-redirect"),
        "materials": materials.opened(request.user, session),
        "can_review": not mentor and not _reviewed(place),
        "review_form": ReviewForm(),
        "room": {
            "session": session.pk,
            "role": place.role,
            "over": over,
            "booking": place.booking.pk if place.booking else None,
            "me": {
                "name": request.user.name or request.user.short_name,
                "initials": request.user.initials,
                "avatar": request.user.avatar_url,
                "tint": tint(request.user.name),
            },
            "home": reverse("home-redirect"),
            "join": reverse("api-room-join", args=[session.pk]),
            "feedback": reverse("api-feedback-create"),
            "maxChat": MAX_CHAT,
            "startsAt": iso_utc(session.starts_at),
            "endsAt": iso_utc(session.ends_at),
            "now": _stamp(),
            "debug": settings.DEV_TOOLS,
        },
    }


def _reviewed(place: Place) -> bool:
    missed = place.booking is not None and place.booking.state == BookingState.NO_SHOW_LEARNER
    return missed or Review.objects.filter(booking=place.booking).exists()


def _stamp() -> int:
    return int(now().timestamp() * 1000)
