"""Where a mentor is paid out to: changed by who has just confirmed who they are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from payments.payout_enums import MethodKind
from payments.queries import payouts as payout_queries
from payments.services import payout_methods
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.step_up import step_up_required
from peerlearn.common.errors import DomainError

from ..payout_forms import FORMS, BankForm, UpiForm

HERE = "payout-methods"


@permission_required(Permission.TEACH)
@never_cache
def methods(request: HttpRequest) -> HttpResponse:
    """List where somebody can be paid out to."""
    found = list(payout_queries.methods_of(request.user))
    context = {"role": "mentor", "tab": "earnings", "methods": found}
    return render(request, "learning/payouts/methods.html", context)


@permission_required(Permission.TEACH)
@never_cache
@step_up_required
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a bank account or a UPI address."""
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            payout_methods.add(user=request.user, **form.values())
        except DomainError as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Added. We check it and tell you."))
            return redirect(HERE)
    return _form(request, form, kind, "")


@permission_required(Permission.TEACH)
@never_cache
@step_up_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another account in the place of one; the new one is checked and waits as any."""
    old = get_object_or_404(payout_queries.methods_of(request.user), pk=pk)
    form = FORMS[old.kind](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            payout_methods.change(user=request.user, method_id=pk, **form.values())
        except DomainError as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Changed. We check it and tell you."))
            return redirect(HERE)
    return _form(request, form, old.kind, old.masked)


@permission_required(Permission.TEACH)
@never_cache
@require_POST
@step_up_required(back=HERE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an account."""
    try:
        payout_methods.remove(user=request.user, method_id=pk)
    except DomainError as refused:
        if refused.status == 404:
            raise
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Removed."))
    return redirect(HERE)


def _say(form: BankForm | UpiForm, refused: DomainError) -> None:
    told = {field: words for field, words in refused.fields.items() if field in form.fields}
    for field, words in told.items():
        form.add_error(field, words)
    if not told:
        form.add_error(None, refused.message)


def _form(
    request: HttpRequest, form: BankForm | UpiForm, kind: str, instead_of: str
) -> HttpResponse:
    context = {
        "role": "mentor",
        "tab": "earnings",
        "form": form,
        "kind": kind,
        "is_bank": kind == MethodKind.BANK,
        "instead_of": instead_of,
    }
    status = 400 if form.errors else 200
    return render(request, "learning/payouts/method.html", context, status=status)
