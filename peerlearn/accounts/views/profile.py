"""One's own account: an overview and a page a section."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from peerlearn.common.errors import DomainError

from .. import queries, sections


@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Show what there is to change, and where."""
    return render(request, "account/profile/overview.html", frame(request, ""))


@login_required
@never_cache
def section(request: HttpRequest, key: str) -> HttpResponse:
    """Show and save one section; a form that is refused keeps what was typed and answers 400."""
    part = sections.find(request.user, key)
    if part is None:
        raise Http404
    if request.method != "POST":
        return _page(request, part, part.form(request.user))
    form = part.form(request.user, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, part, form, status=400)
    try:
        part.save(request.user, form.cleaned_data)
    except DomainError as error:
        add_domain_error(form, error)
        request.user.refresh_from_db()  # what was not stored is not shown as if it were
        return _page(request, part, form, status=error.status)
    messages.success(request, part.done or _("Saved."))
    return redirect(part.next_page) if part.next_page else redirect("profile-section", key=key)


def add_domain_error(form: sections.SectionForm, error: DomainError) -> None:
    """Hang a service's refusal on the fields it names, else on the whole form."""
    named = {name: text for name, text in error.fields.items() if name in form.fields}
    for name, text in named.items():
        form.add_error(name, text)
    if not named:
        form.add_error(None, error.message)


def frame(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return what every page of the profile shows: all of them, and which one this is."""
    return {
        "pages": sections.pages_of(request.user),
        "current": key,
        "erasure": queries.waiting_erasure(request.user),
    }


def _page(
    request: HttpRequest, part: sections.Section, form: sections.SectionForm, status: int = 200
) -> HttpResponse:
    context = {**frame(request, part.key), "section": part, "form": form}
    return render(request, part.template, context, status=status)
