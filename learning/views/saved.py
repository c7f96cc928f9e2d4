"""Saved sessions: the list, and the button's address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission

from ..cards import session_card
from ..queries import saved as queries
from ..services import saved

CARDS = 48
LIST = "/learner/saved/"


@permission_required(Permission.LEARN)
@never_cache
def saved_sessions(request: HttpRequest) -> HttpResponse:
    """Show what I saved: to come first, then what is over."""
    context = {
        "role": "learner",
        "tab": "saved",
        "cards": [session_card(one) for one in queries.to_come(request.user)[:CARDS]],
        "past": [session_card(one) for one in queries.over(request.user)[:CARDS]],
    }
    return render(request, "learning/learner/saved.html", context)


@require_POST
@permission_required(Permission.LEARN)
def save_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a session (on=1) or let it go (on=0); then back to where the button stood."""
    change = saved.let_go if request.POST.get("on") == "0" else saved.save
    change(session_id=pk, user=request.user)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    fine = url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return before if fine else LIST
