"""One's own sessions in one's own calendar program."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import invitations
from ..queries import bookings as booking_queries
from ..queries import feeds as queries
from ..services import feeds

ICS = "text/calendar; charset=utf-8"
# The new address waits here for the one page that shows it.
SHOWN_ONCE = "calendar_token"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer whoever knows the secret address with its owner's sessions."""
    owner = queries.owner_of(token)
    if owner is None:
        raise Http404
    file = invitations.feed(queries.learnt(owner), queries.taught(owner))
    answer = HttpResponse(file, content_type=ICS)
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@login_required
@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show whether there is an address; a new one in full, once."""
    token = request.session.pop(SHOWN_ONCE, "")
    address = invitations.absolute(reverse("calendar-feed", args=[token])) if token else ""
    context = {
        "feed": queries.made_for(request.user),
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    return render(request, "learning/calendar.html", context)


@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make a new address, or take it back (off=1); the old one opens nothing any more."""
    if request.POST.get("off"):
        feeds.withdraw(user_id=request.user.pk)
        messages.success(request, _("The address is worthless now."))
    else:
        request.session[SHOWN_ONCE] = feeds.renew(user=request.user)
    return redirect("calendar")


@login_required
@never_cache
@require_safe
def booking_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with one's own booking as a calendar file."""
    found = booking_queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    answer = HttpResponse(invitations.invitation(found, method="PUBLISH"), content_type=ICS)
    answer["Content-Disposition"] = f'attachment; filename="session-{found.session_id}.ics"'
    return answer
