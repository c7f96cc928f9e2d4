"""/requests/new/: asking for a session that does not exist yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.zones import viewer_zone

from ..asking_form import RequestForm
from ..models import Mentor
from ..queries import requests as queries
from ..services import requests
from ..services.requests import MOST_TITLE


@permission_required(Permission.ASK)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Ask one mentor (`mentor`: a slug) or, without one, all of a topic.

    `topic` and `title` fill the form; what they don't name is left open; with `dialog` only the
    dialog comes. A refused form keeps what was typed and answers 400.
    """
    mentor = _mentor(request)
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        zone=viewer_zone(request),
        mentor=mentor,
        now=now(),
        initial=_initial(request, mentor),
    )
    if request.method != "POST":
        return _page(request, form, mentor)
    if not form.is_valid():
        return _page(request, form, mentor, status=400)
    try:
        asked = requests.ask(learner=request.user, mentor=mentor, **form.cleaned_data)
    except DomainError as error:
        for field, text in error.fields.items() or ((None, error.message),):
            place = {"times": "time_1", "budget": "budget_rupees"}.get(field, field)
            form.add_error(place if place in form.fields else None, text)
        return _page(request, form, mentor, status=error.status)
    messages.success(request, _("Request submitted"))
    return redirect(asked)


def _mentor(request: HttpRequest) -> Mentor | None:
    slug = request.POST.get("mentor", request.GET.get("mentor", "")).replace("\0", "")
    if not slug or len(slug) > 80:
        return None
    found = queries.taking_requests().filter(slug=slug).exclude(user=request.user)
    return found.prefetch_related("skills").first()


def _initial(request: HttpRequest, mentor: Mentor | None) -> dict[str, Any]:
    topic = request.GET.get("topic", "")
    if not topic and mentor is not None:
        topic = next((one.slug for one in mentor.domains.all()), "")
    return {"domain": topic, "title": request.GET.get("title", "")[:MOST_TITLE], "minutes": 60}


def _page(
    request: HttpRequest, form: RequestForm, mentor: Mentor | None, status: int = 200
) -> HttpResponse:
    asked = request.POST.get("mentor", request.GET.get("mentor", ""))
    context = {
        "form": form,
        "mentor": mentor,
        "mentor_gone": bool(asked) and mentor is None,
        "role": "learner",
        "tab": "requests",
    }
    dialog = request.method == "GET" and "dialog" in request.GET
    page = "learning/request_dialog.html" if dialog else "learning/request_new.html"
    return render(request, page, context, status=status)
