"""/mentor/profile/: a mentor works on their page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts import sections
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.views.profile import add_domain_error, frame
from peerlearn.common.errors import Conflict, DomainError

from ..models import MentorPage
from . import drafts
from .forms import PageForm, moved_to
from .state import state_of

KEY = "mentor-page"
EXPERTISE = "expertise"


@permission_required(Permission.TEACH)
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Show what the page says and where it stands; store a new version of it, or the expertise."""
    page = drafts.page_of(request.user)
    if request.method != "POST":
        return _page(request, page)
    if EXPERTISE in request.POST:
        return _save_expertise(request, page)
    return _save(request, page)


@permission_required(Permission.TEACH)
@never_cache
def preview(request: HttpRequest) -> HttpResponse:
    """Show the last saved version as visitors would see it."""
    draft = drafts.draft_of(drafts.page_of(request.user))
    context = {**draft.get_context(request), "is_preview": True}
    return TemplateResponse(request, draft.get_template(request), context)


@permission_required(Permission.TEACH)
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Hand the last saved version in."""
    drafts.submit(user=request.user)
    messages.success(request, _("Handed in. We read it within two days and tell you."))
    return redirect("mentor-profile")


@permission_required(Permission.TEACH)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the version under review back."""
    drafts.take_back(user=request.user)
    messages.success(request, _("Taken back. Your changes are kept as a draft."))
    return redirect("mentor-profile")


def _save(request: HttpRequest, page: MentorPage) -> HttpResponse:
    draft = drafts.draft_of(page)
    form = PageForm(request.POST, request.FILES, draft=draft)
    if request.POST.get("base", "") != str(page.latest_revision_id or ""):
        return _conflict(request, page)
    if not form.is_valid():
        return _page(request, page, form=form, status=400)
    try:
        drafts.save(user=request.user, base=form.cleaned_data["base"], changes=form.changes())
    except Conflict:
        return _conflict(request, drafts.page_of(request.user))
    except DomainError as error:
        add_domain_error(form, error)
        return _page(request, page, form=form, status=error.status)
    messages.success(request, _("Saved and handed in. What is live stays until we have read it."))
    return redirect("mentor-profile")


def _conflict(request: HttpRequest, page: MentorPage) -> HttpResponse:
    """Show what was typed beside what somebody else saved; saving again is a decision then."""
    draft = drafts.draft_of(page)
    form = PageForm(moved_to(request.POST, draft), draft=draft)
    form.is_valid()
    form.add_error(
        None,
        _(
            "This page was saved somewhere else meanwhile. Nothing you typed is lost: it is below. "
            "Save again to put it in the place of the other version."
        ),
    )
    return _page(request, page, form=form, other=PageForm(draft=draft), status=409)


def _save_expertise(request: HttpRequest, page: MentorPage) -> HttpResponse:
    part = sections.find(request.user, EXPERTISE)
    form = part.form(request.user, request.POST)
    if not form.is_valid():
        return _page(request, page, expertise=form, status=400)
    try:
        part.save(request.user, form.cleaned_data)
    except DomainError as error:
        add_domain_error(form, error)
        return _page(request, page, expertise=form, status=error.status)
    messages.success(request, _("Saved. What you teach is on your page at once."))
    return redirect("mentor-profile")


def _page(request: HttpRequest, page: MentorPage, *, status: int = 200, **given: Any):
    draft = drafts.draft_of(page)
    part = sections.find(request.user, EXPERTISE)
    context = {
        **frame(request, KEY),
        "page_state": state_of(page),
        "draft": draft,
        "live_url": page.mentor.get_absolute_url() if page.live else "",
        "form": given.get("form") or PageForm(draft=draft),
        "other": given.get("other"),
        "expertise": given.get("expertise") or part.form(request.user),
    }
    return render(request, "cms/mentor_profile.html", context, status=status)
