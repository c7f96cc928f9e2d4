"""Waiting for a seat in a full session, without a script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import Conflict, NotFound

from ..policies import queue_closes
from ..queries import bookings as booking_queries
from ..queries import sessions as session_queries
from ..queries import waitlist as queries
from ..services import waitlist


@permission_required(Permission.BOOK)
@never_cache
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the queue of a session and one's place in it (GET), join it (POST)."""
    session = session_queries.visible().filter(pk=pk).first()
    if session is None:
        raise NotFound("no_session", _("This session can't be booked any more."))
    if request.method == "POST":
        try:
            waitlist.join(session_id=pk, learner=request.user)
        except Conflict as refused:
            if refused.code == "not_full":
                return redirect("book", pk)
            messages.error(request, refused.message)
            return redirect(session)
        return redirect("waitlist", pk)
    standing = booking_queries.active_for(request.user, session)
    if standing:
        return redirect(standing)
    entry = queries.waiting_for(request.user, pk)
    context = {
        "session": session,
        "entry": entry,
        "place": queries.place_of(entry) if entry else 0,
        "length": queries.length(pk),
        "closes": queue_closes(session.starts_at),
    }
    return render(request, "learning/waitlist.html", context)


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait no longer."""
    if waitlist.leave(session_id=pk, learner=request.user):
        messages.info(request, _("You wait no longer."))
    return redirect("learner-sessions")
