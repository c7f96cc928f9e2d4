"""Who learns with a mentor, and the mentor's notes about them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission

from ..queries import learners as queries
from ..queries import sessions as session_queries
from ..services import closing, learner_notes
from .mentor import mentor_of
from .progress import hours

ROWS = 20


@permission_required(Permission.TEACH)
@never_cache
def learners(request: HttpRequest) -> HttpResponse:
    """Show the mentor's learners, found by name."""
    mentor, q = mentor_of(request), request.GET.get("q", "")[: queries.MOST_CHARACTERS]
    page = Paginator(queries.of_mentor(mentor, q=q), ROWS).get_page(request.GET.get("page"))
    rows = queries.rows(mentor, list(page))
    context = {
        "role": "mentor",
        "tab": "learners",
        "q": q,
        "page": page,
        "rows": [(row, hours(row.seconds)) for row in rows],
        "query": urlencode({"q": q}) + "&" if q else "",
        "longest": learner_notes.MOST,
    }
    return render(request, "learning/mentor/learners.html", context)


@permission_required(Permission.TEACH)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the mentor's note about a learner."""
    text = request.POST.get("text", "")
    learner_notes.write(mentor=mentor_of(request), learner_id=pk, text=text)
    messages.success(request, _("Your note is kept. Only you can read it."))
    return redirect("mentor-learners")


@permission_required(Permission.TEACH)
@never_cache
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the mentor's running session shall end (GET), and end it."""
    if request.method == "POST":
        session = closing.end(session_id=pk, actor=request.user)
        messages.success(request, _("%s is over.") % session.title)
        return redirect("mentor-dashboard")
    found = session_queries.of_mentor(mentor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    if not found.is_live:
        messages.info(request, _("%s is not running.") % found.title)
        return redirect("mentor-dashboard")
    return render(request, "learning/mentor/session_end.html", {"session": found})
