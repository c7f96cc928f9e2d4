"""The mentor's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.services.two_factor import has_second_factor
from peerlearn.common.errors import NotFound

from ..models import Mentor
from ..queries import requests as request_queries
from ..queries import sessions as queries
from . import panels

ROWS = 50
PANELS = 10


def _mentor(request: HttpRequest) -> Mentor:
    mentor = Mentor.objects.filter(user=request.user).select_related("user").first()
    if mentor is None:
        raise NotFound("no_mentor", "Your mentor profile is not set up yet.")
    return mentor


@permission_required(Permission.TEACH)
@never_cache
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the next session first, then what follows and who asks."""
    mentor = _mentor(request)
    soon = [panels.for_mentor(session) for session in queries.scheduled(mentor)[:5]]
    context = {
        "role": "mentor",
        "tab": "dashboard",
        "mentor": mentor,
        "soon": soon,
        "offer_two_factor": mentor.sessions_taught > 0 and not has_second_factor(request.user),
        "requests": request_queries.for_mentor(mentor)[:5],
    }
    return render(request, "learning/mentor/dashboard.html", context)


@permission_required(Permission.TEACH)
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Show my sessions: drafts, scheduled, past."""
    mentor = _mentor(request)
    context = {
        "role": "mentor",
        "tab": "sessions",
        "mentor": mentor,
        "drafts": queries.drafts(mentor)[:ROWS],
        "scheduled": [panels.for_mentor(session) for session in queries.scheduled(mentor)[:PANELS]],
        "past": queries.past(mentor)[:ROWS],
    }
    return render(request, "learning/mentor/sessions.html", context)


@permission_required(Permission.TEACH)
@never_cache
def requests(request: HttpRequest) -> HttpResponse:
    """Show what learners ask of me."""
    mentor = _mentor(request)
    asked = request_queries.for_mentor(mentor)[:ROWS]
    context = {"role": "mentor", "tab": "requests", "mentor": mentor, "requests": asked}
    return render(request, "learning/mentor/requests.html", context)
