"""What a learner might like next: a page of the dashboard, and a part that other pages fetch."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from learning.cards import session_card
from learning.queries import bookings
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission

from .serving import MOST, trending_sessions

SHOWN = 12


@permission_required(Permission.LEARN)
@never_cache
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show recommendations as a tab of the dashboard."""
    context = {"role": "learner", "tab": "recommendations", "cards": _cards(request)}
    return render(request, "recommend/page.html", context)


@permission_required(Permission.LEARN)
@never_cache
def part(request: HttpRequest) -> HttpResponse:
    """Return the carousel alone, for the overview."""
    return render(request, "recommend/part.html", {"cards": _cards(request)})


def _cards(request: HttpRequest) -> list[Any]:
    # What somebody has booked, or teaches, is no recommendation.
    mine = set(bookings.upcoming(request.user).values_list("session_id", flat=True))
    wanted = [
        session
        for session in trending_sessions(MOST)
        if session.pk not in mine and session.mentor.user_id != request.user.pk
    ]
    return [session_card(session) for session in wanted[:SHOWN]]
