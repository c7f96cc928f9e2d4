"""Pages of the second factor: the code at login, a session that owes one, set-up, backup codes."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from peerlearn.common.errors import DomainError

from .. import qr, sessions, stages, step_up, trust
from ..forms import CodeForm, LoginCodeForm, PasswordForm
from ..navigation import after_login, next_of
from ..services import two_factor
from ..services.two_factor import Factor

PROOF_FORMS = {step_up.BY_CODE: CodeForm, step_up.BY_PASSWORD: PasswordForm}


def _check(request: HttpRequest, form: CodeForm, user) -> Factor | None:
    """Return the factor that accepts the posted code; otherwise tell the form why not."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return two_factor.verify(user=user, code=form.cleaned_data["code"])
    except DomainError as error:
        form.add_error("code", error.message)
        form.status = error.status
        return None


@sensitive_post_parameters("code")
@stages.second_step_required
def login_code(request: HttpRequest) -> HttpResponse:
    """Ask who gave a right password for the code, and finish the login."""
    if request.method == "POST":
        if "leave" in request.POST:
            return stages.abandon(request)
        limited = ratelimit.consume_or_429(request, action="two_factor")
        if limited:
            return limited
    user = stages.who_logs_in(request)
    form = LoginCodeForm(request.POST or None, may_trust=trust.may_be_trusted(user))
    factor = _check(request, form, user)
    if factor is None:
        status = getattr(form, "status", 200)
        return render(request, "account/login_code.html", {"form": form}, status=status)
    answer = stages.finish(request, factor)
    if form.cleaned_data.get("trust"):
        trust.remember(answer, user)
    return answer


@sensitive_post_parameters("code")
@never_cache
@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Ask somebody logged in without a code for one: staff get nowhere before."""
    target = after_login(request)
    if request.user.is_verified():
        return redirect(target)
    if not two_factor.has_second_factor(request.user):
        return redirect("two-factor-setup")
    form = CodeForm(request.POST or None)
    factor = _check(request, form, request.user)
    if factor is None:
        context = {"form": form, "next": next_of(request)}
        status = getattr(form, "status", 200)
        return render(request, "account/verify.html", context, status=status)
    sessions.elevate(request, factor)
    return redirect(target)


@sensitive_post_parameters("code", "password")
@never_cache
@login_required
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or the password of who has none, before something that can hurt."""
    way = step_up.way_of(request.user)
    target = next_of(request) or "/profile/"
    if not way:
        return redirect(target)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if limited:
            return limited
    form = PROOF_FORMS[way](request.POST or None)
    if way == step_up.BY_CODE:
        factor = _check(request, form, request.user)
        if factor is not None:
            sessions.elevate(request, factor)
            return redirect(target)
    elif form.is_valid() and form.fits(request.user):
        step_up.note(request, request.user, way)
        return redirect(target)
    context = {"form": form, "way": way, "next": next_of(request)}
    status = getattr(form, "status", 200)
    return render(request, "account/confirm_identity.html", context, status=status)


@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show whether two-factor login is on, and what can be done about it."""
    is_on = two_factor.has_second_factor(request.user)
    context = {"is_on": is_on, "codes_left": two_factor.codes_left(request.user) if is_on else 0}
    return render(request, "account/two_factor.html", context)


@sensitive_post_parameters("code")
@never_cache
@step_up.step_up_required
def setup(request: HttpRequest) -> HttpResponse:
    """Show the QR code; a code of the app turns two-factor login on and shows backup codes."""
    if two_factor.has_second_factor(request.user):
        return redirect("two-factor")
    app = two_factor.begin(user=request.user)
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            app, codes = two_factor.confirm(user=request.user, code=form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            sessions.elevate(request, app)
            return _show_codes(request, codes, fresh=True)
    address = two_factor.setup_address(app)
    context = {
        "form": form,
        "app": app,
        "address": address,
        "qr": qr.drawing(address),
        "next": next_of(request),
    }
    status = 400 if form.errors else 200
    return render(request, "account/two_factor_setup.html", context, status=status)


@require_POST
@step_up.step_up_required(back="two-factor-setup")
def another_secret(request: HttpRequest) -> HttpResponse:
    """Draw another secret for an app that is not confirmed yet."""
    two_factor.begin_anew(user=request.user)
    return redirect("two-factor-setup")


@never_cache
@require_POST
@step_up.step_up_required(back="two-factor")
def new_codes(request: HttpRequest) -> HttpResponse:
    """Draw new backup codes and show them, once."""
    return _show_codes(request, two_factor.new_backup_codes(user=request.user), fresh=False)


def _show_codes(request: HttpRequest, codes: list[str], *, fresh: bool) -> HttpResponse:
    context = {"codes": codes, "fresh": fresh, "next": next_of(request)}
    return render(request, "account/backup_codes.html", context)


@require_POST
@step_up.step_up_required(back="two-factor")
def turn_off(request: HttpRequest) -> HttpResponse:
    """Go back to the password alone; staff can't."""
    two_factor.turn_off(actor=request.user, user=request.user)
    messages.success(request, _("Two-factor login is off."))
    answer = redirect("two-factor")
    answer.delete_cookie(trust.COOKIE)
    return answer
