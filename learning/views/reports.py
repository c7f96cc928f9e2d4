"""Telling us of something that should not be here; keeping somebody away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from peerlearn.accounts import acquaintance
from peerlearn.accounts.services import blocks
from peerlearn.common.errors import DomainError

from .. import reportables
from ..forms import ReportForm
from ..models import Mentor
from ..queries import together
from ..services import reports

LARGEST = 2**63 - 1
ROWS = 20


@login_required
@never_cache
def report(request: HttpRequest, kind: str, ref: int) -> HttpResponse:
    """Ask what is wrong with something one can see (GET; dialog=1: as a dialog), take it down."""
    found = reportables.find(request.user, kind, ref) if ref <= LARGEST else None
    if found is None and ref <= LARGEST and reportables.is_own(request.user, kind, ref):
        messages.info(request, _("This is your own: there is nothing to report."))
        return redirect(_back(request, ""))
    if found is None:
        raise Http404
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                reports.report(actor=request.user, kind=kind, ref=ref, **form.cleaned_data)
            except DomainError as refused:
                for field, words in refused.fields.items() or ((None, refused.message),):
                    form.add_error(field, words)
                status = refused.status
            else:
                messages.success(request, _("Thank you. We look at it and tell you."))
                return redirect(_back(request, found[1].url))
        else:
            status = 400
    about = found[1].about
    context = {
        "kind": found[0],
        "ref": ref,
        "thing": found[1],
        "form": form,
        "person": acquaintance.known_to(request.user, about.pk),
    }
    name = "report_dialog" if request.GET.get("dialog") else "report"
    return render(request, f"learning/{name}.html", context, status=status)


@login_required
@never_cache
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what keeping somebody away means, and what they still share; do it."""
    if pk == request.user.pk:
        return redirect("/")  # pages for everybody show everybody the link
    person = acquaintance.known_to(request.user, pk) if pk <= LARGEST else None
    if person is None:
        raise Http404
    if request.method == "POST":
        blocks.block(user=request.user, person_id=pk)
        messages.success(request, _("You have blocked %s.") % person.name)
        return redirect("profile-blocked")
    shared = together.to_come(request.user, person)[:ROWS]
    mentor = Mentor.objects.filter(user=person).first()
    back = mentor.get_absolute_url() if mentor else reverse("profile-blocked")
    context = {"person": person, "shared": shared, "back": back}
    return render(request, "learning/block.html", context)


def _back(request: HttpRequest, url: str) -> str:
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()})
    return url if url and safe else "/"
