"""The page on which somebody tries their devices and network before a session."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError

from . import ice
from .checkup import PICTURE_KBPS, VOICE_KBPS
from .queries import checks
from .queries.access import coming_place
from .refusals import refused


@login_required
@never_cache
@require_safe
def check(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show the check of camera, microphone, speaker and network, any time before the end."""
    try:
        place = coming_place(session_id=int(session_id), user=request.user)
    except DomainError as error:
        return refused(request, error)
    pk = place.session.pk
    config = {
        "save": reverse("api-room-check", args=[pk]),
        "data": reverse("api-room-check-data", args=[pk]),
        "ice": ice.servers(name=f"c{place.user.pk}", until=now()),
        "voice": VOICE_KBPS,
        "picture": PICTURE_KBPS,
    }
    context = {
        "place": place,
        "config": config,
        "last": checks.last(place.session, request.user),
        "warned_of": checks.failed_of_others(place.session, request.user),
        "home": reverse("home-redirect"),
    }
    return render(request, "live/check.html", context)
