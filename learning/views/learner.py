"""The learner's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission

from ..cards import session_card
from ..enums import BookingState
from ..models import Booking
from ..queries import bookings as queries
from ..queries import requests as request_queries
from ..queries import sessions as session_queries
from ..queries import waitlist
from . import panels

CARDS = 12
ROWS = 50


def _row(booking: Booking) -> dict:
    confirmed = booking.state == BookingState.CONFIRMED
    return {
        "booking": booking,
        "session": booking.session,
        "offered": booking.state == BookingState.HELD and hasattr(booking, "waited"),
        "panel": panels.for_learner(booking) if confirmed else None,
        "reviewable": booking.state == BookingState.COMPLETED and not hasattr(booking, "review"),
    }


@permission_required(Permission.LEARN)
@never_cache
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the next thing first, then the week and something to learn."""
    upcoming = [_row(booking) for booking in queries.upcoming(request.user)[:5]]
    cards = [session_card(session) for session in _bookable(request)[:4]]
    context = {"role": "learner", "tab": "dashboard", "upcoming": upcoming, "cards": cards}
    return render(request, "learning/learner/dashboard.html", context)


@permission_required(Permission.LEARN)
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Browse sessions to book."""
    cards = [session_card(session) for session in _bookable(request)[:CARDS]]
    return render(
        request, "learning/learner/home.html", {"role": "learner", "tab": "home", "cards": cards}
    )


@permission_required(Permission.LEARN)
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Show my sessions: upcoming, those I wait for, past."""
    context = {
        "role": "learner",
        "tab": "sessions",
        "upcoming": [_row(booking) for booking in queries.upcoming(request.user)[:ROWS]],
        "waiting": waitlist.of_learner(request.user)[:ROWS],
        "past": [_row(booking) for booking in queries.past(request.user)[:ROWS]],
    }
    return render(request, "learning/learner/sessions.html", context)


@permission_required(Permission.LEARN)
@never_cache
def requests(request: HttpRequest) -> HttpResponse:
    """Show what I asked for."""
    mine = request_queries.with_place(request_queries.of_learner(request.user))[:ROWS]
    return render(
        request,
        "learning/learner/requests.html",
        {"role": "learner", "tab": "requests", "requests": mine},
    )


def _bookable(request: HttpRequest):
    mine = queries.upcoming(request.user).values("session_id")
    return (
        session_queries.visible()
        .filter(state="scheduled")
        .exclude(pk__in=mine)
        .exclude(mentor__user=request.user)
        .order_by("starts_at", "id")
    )
