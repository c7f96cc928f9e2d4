"""The mentor's pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.services.two_factor import has_second_factor
from peerlearn.common.clock import now
from peerlearn.common.errors import NotFound

from ..models import Mentor, Session
from ..queries import learners
from ..queries import requests as request_queries
from ..queries import sessions as queries
from ..request_forms import PauseForm
from . import panels

ROWS = 50
PANELS = 10


def mentor_of(request: HttpRequest) -> Mentor:
    """Return who asks, as a mentor. Raises NotFound."""
    mentor = Mentor.objects.filter(user=request.user).select_related("user").first()
    if mentor is None:
        raise NotFound("no_mentor", "Your mentor profile is not set up yet.")
    return mentor


@permission_required(Permission.TEACH)
@never_cache
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the next session first, then what follows and who asks."""
    mentor = mentor_of(request)
    found = list(queries.scheduled(mentor)[:5])
    soon = [panels.for_mentor(session) for session in found if not session.is_live]
    context = {
        "role": "mentor",
        "tab": "dashboard",
        "mentor": mentor,
        "soon": soon,
        "running": _running(found),
        "offer_two_factor": mentor.sessions_taught > 0 and not has_second_factor(request.user),
        "requests": request_queries.for_mentor(mentor)[:5],
    }
    return render(request, "learning/mentor/dashboard.html", context)


def _running(found: list[Session]) -> dict[str, Any] | None:
    """Return the session that runs now, with who is in its room; a mentor has at most one."""
    session = next((one for one in found if one.is_live), None)
    if session is None:
        return None
    return {"session": session, "people": list(learners.in_the_room(session))}


@permission_required(Permission.TEACH)
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Show my sessions to come, each with its next step."""
    found = queries.scheduled(mentor_of(request))
    rows = [panels.for_mentor(session) for session in found[:PANELS]]
    later = found[PANELS : PANELS + ROWS]
    return _listed(request, "scheduled", {"panels": rows, "sessions": later})


@permission_required(Permission.TEACH)
@never_cache
def drafts(request: HttpRequest) -> HttpResponse:
    """Show my drafts, what was written last first."""
    return _listed(request, "drafts", {"sessions": queries.drafts(mentor_of(request))[:ROWS]})


@permission_required(Permission.TEACH)
@never_cache
def past(request: HttpRequest) -> HttpResponse:
    """Show what I taught or cancelled, latest first."""
    return _listed(request, "past", {"sessions": queries.past(mentor_of(request))[:ROWS]})


def _listed(request: HttpRequest, shown: str, context: dict[str, Any]) -> HttpResponse:
    known = {"role": "mentor", "tab": "sessions", "shown": shown}
    return render(request, "learning/mentor/sessions.html", known | context)


@permission_required(Permission.TEACH)
@never_cache
def requests(request: HttpRequest) -> HttpResponse:
    """Show what learners ask of me."""
    mentor = mentor_of(request)
    paused = mentor.requests_paused_until
    context = {
        "role": "mentor",
        "tab": "requests",
        "mentor": mentor,
        "to_me": request_queries.to_mentor(mentor)[:ROWS],
        "to_all": request_queries.open_to_all(mentor)[:ROWS],
        "answered": request_queries.answered_by(mentor)[:ROWS],
        "paused": paused if paused and paused > now() else None,
        "pause_form": PauseForm(),
    }
    return render(request, "learning/mentor/requests.html", context)
