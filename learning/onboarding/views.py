"""The pages of the wizard: one address a step, all working without a script."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from peerlearn.accounts.enums import Role
from peerlearn.accounts.queries import draft_picture
from peerlearn.accounts.services import drafts
from peerlearn.common.errors import DomainError
from peerlearn.common.images import MAX_BYTES, parse_crop
from peerlearn.common.zones import modern, viewer_zone

from . import summary
from .draft import Draft
from .steps import CONFIRM, ROLE
from .wizard import Wizard, login_address

MOST_ADDRESS = 500
SLOW_DOWN = _("That were many tries. Wait a minute, then go on: nothing is lost.")


@sensitive_post_parameters("password")
@never_cache
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Show a step or take its answers; a step whose turn has not come leads to the one it is."""
    if request.user.is_authenticated:
        return redirect("home-redirect")
    wizard = Wizard(Draft(request.session))
    if key == CONFIRM.key and request.method == "POST" and wizard.draft.done:
        return redirect(login_address(wizard.draft))  # Finish, pressed twice
    keys = [one.key for one in wizard.steps]
    turn = wizard.first_unfinished()
    if key not in keys or keys.index(key) > turn:
        return redirect(wizard.steps[turn].url)
    if request.method != "POST":
        return _show(request, wizard, key, _opening(request, wizard, key))
    place = keys.index(key)
    if "back" in request.POST and place:
        _take(request, wizard, key)
        return redirect(wizard.steps[place - 1].url)
    if key == CONFIRM.key:
        return _finish(wizard)
    form = _take(request, wizard, key)
    if not form.is_valid():
        return _show(request, wizard, key, form)
    return redirect(wizard.steps[place + 1].url)


def _finish(wizard: Wizard) -> HttpResponse:
    picture = wizard.draft.picture
    wizard.register()
    wizard.draft.finish()
    drafts.drop_picture(draft_id=picture)
    return redirect(login_address(wizard.draft))


def _take(request: HttpRequest, wizard: Wizard, key: str) -> forms.Form:
    """Keep what was sent and return the form that judges it."""
    form = wizard.form(key, request.POST, request.FILES)
    form.is_valid()
    if key == CONFIRM.key:
        return form
    if key == ROLE.key:
        _take_role(request, wizard, form)
        return form
    costly = request.POST.get("password") or "picture" in request.FILES
    if costly and not ratelimit.consume(request, action="signup"):
        form.add_error(None, SLOW_DOWN)
    elif key == "info" and form.is_valid() and form.cleaned_data["password"]:
        wizard.draft.put(password=make_password(form.cleaned_data["password"]))
    elif key == "profile":
        _take_picture(request, wizard.draft, form)
    wizard.keep(key, request.POST)
    return form


def _take_role(request: HttpRequest, wizard: Wizard, form: forms.Form) -> None:
    if form.is_valid():
        wanted = form.cleaned_data["next"]
        kept = {"next": wanted} if _is_ours(request, wanted) else {}
        wizard.draft.put(role=form.cleaned_data["role"], **kept)


def _take_picture(request: HttpRequest, draft: Draft, form: forms.Form) -> None:
    """Keep the picture even where another answer is wrong: a browser can't send it again."""
    old = draft.picture
    if request.POST.get("remove_picture"):
        draft.put(picture=None)
        drafts.drop_picture(draft_id=old)
    file = request.FILES.get("picture")
    if not file or not 0 < file.size <= MAX_BYTES:
        return
    try:
        crop = parse_crop(request.POST.get("crop", ""))
        draft.put(picture=drafts.keep_picture(data=file.read(), crop=crop).pk)
    except DomainError as error:
        form.add_error("picture", error.message)
    else:
        drafts.drop_picture(draft_id=old)


def _opening(request: HttpRequest, wizard: Wizard, key: str) -> forms.Form | None:
    """Return the form of a page that is opened, filled with what is known."""
    if key == CONFIRM.key:
        return None
    form = wizard.form(key)
    if key == ROLE.key:
        asked = request.GET.get("role", "")
        form.initial = {
            "role": asked if asked in Role.values else wizard.draft.role,
            "next": request.GET.get("next", ""),
        }
    elif key == "availability" and not form.initial.get("time_zone"):
        zone = wizard.checked("info").cleaned_data["time_zone"]
        form.initial["time_zone"] = zone or modern(str(viewer_zone(request)))
    return form


def _show(request: HttpRequest, wizard: Wizard, key: str, form: forms.Form | None) -> HttpResponse:
    keys = [one.key for one in wizard.steps]
    place = keys.index(key)
    context: dict[str, Any] = {
        "form": form,
        "step": wizard.steps[place],
        "place": place,
        "number": place + 1,
        "steps": wizard.steps,
        "role": wizard.draft.role,
        "before": wizard.steps[place - 1] if place else None,
        "turn": wizard.first_unfinished(),
    }
    if key in ("profile", CONFIRM.key):
        context["picture"] = draft_picture(wizard.draft.picture)
    if key == CONFIRM.key:
        context["parts"] = summary.parts(wizard)
    status = 400 if form is not None and form.is_bound else 200
    return render(request, f"learning/register/{key}.html", context, status=status)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return 0 < len(address) <= MOST_ADDRESS and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
