"""The room's page, whose doings happen in the browser and over the socket, and one way out."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning.enums import BookingState, SessionState
from learning.forms import ReviewForm
from learning.material_files import ACCEPTED
from learning.models import Review
from learning.policies import ready_from
from learning.queries import materials
from payments.enums import GIFT_AMOUNTS
from payments.models.gift import MESSAGE_LENGTH
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.templatetags.looks import tint
from peerlearn.common.zones import iso_utc, viewer_zone, zone_name

from . import consent_words
from .enums import RoomRole
from .protocol import MAX_CHAT
from .queries.access import Place, enter_place, place_of
from .refusals import refused
from .services import lateness
from .text_ops import MOST_LETTERS


@login_required
@never_cache
def room(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show the room, or why it cannot be entered now: too early, cancelled, somebody else's.

    Who took part finds the after-card here once the session is over.
    """
    try:
        place = place_of(session_id=int(session_id), user=request.user)
    except DomainError as error:
        return _shut(request, error)
    if place.session.state == SessionState.COMPLETED:
        return render(request, "live/room.html", _context(request, place, over=True))
    try:
        enter_place(session_id=place.session.pk, user=request.user)
    except DomainError as error:
        return _shut(request, error, place)
    return render(request, "live/room.html", _context(request, place, over=False))


@require_POST
@login_required
def give_up(request: HttpRequest, session_id: str) -> HttpResponse:
    """Let a learner leave who waited in vain; their booking tells what goes back."""
    try:
        booking = lateness.give_up(session_id=int(session_id), actor=request.user)
    except DomainError as error:
        return refused(request, error)
    return redirect(booking)


def _shut(request: HttpRequest, error: DomainError, place: Place | None = None) -> HttpResponse:
    wait = {}
    if error.code == "too_early" and place is not None:
        opens = ready_from(place.session.starts_at)
        wait = {"opens_at": opens, "wait": {"opensAt": iso_utc(opens), "now": _stamp()}}
    return refused(request, error, place=place, **wait)


def _context(request: HttpRequest, place: Place, *, over: bool) -> dict[str, Any]:
    session, mentor = place.session, place.role == RoomRole.MENTOR
    zone = viewer_zone(request)
    return {
        "place": place,
        "over": over,
        "is_mentor": mentor,
        "home": reverse("home-redirect"),
        "materials": materials.opened(request.user, session),
        "can_review": not mentor and not _reviewed(place),
        "review_form": ReviewForm(),
        "gift_amounts": GIFT_AMOUNTS,
        "gift_message_length": MESSAGE_LENGTH,
        "recording_words": consent_words.text_of(
            consent_words.VERSION, days=settings.RECORDING_KEEP_DAYS
        ),
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
            "gift": reverse("api-gift-create"),
            "maxChat": MAX_CHAT,
            "files": reverse("api-room-files", args=[session.pk]),
            "accepted": ACCEPTED,
            "maxNotes": MOST_LETTERS,
            "paid": bool(place.booking and place.booking.price),
            "startsAt": iso_utc(session.starts_at),
            "endsAt": iso_utc(session.ends_at),
            "now": _stamp(),
            "zone": zone.key,
            "zoneName": zone_name(session.starts_at.astimezone(zone)),
            "debug": settings.DEV_TOOLS,
        },
    }


def _reviewed(place: Place) -> bool:
    missed = place.booking is not None and place.booking.state == BookingState.NO_SHOW_LEARNER
    return missed or Review.objects.filter(booking=place.booking).exists()


def _stamp() -> int:
    return int(now().timestamp() * 1000)
