"""Asking for a payout, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from payments.queries import payouts as queries
from payments.services import payouts
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.step_up import step_up_required
from peerlearn.common.errors import DomainError

from ..payout_forms import PayoutForm

HOME = "mentor-earnings"
BESIDE = {"amount": "amount_rupees"}


def form_of(request: HttpRequest, sums: queries.Sums, data: Any = None) -> PayoutForm:
    """Return the form of who asks: their accounts, and all that is available."""
    methods = queries.usable_of(request.user)
    return PayoutForm(data, methods=methods, sums=sums)


@permission_required(Permission.TEACH)
@never_cache
@step_up_required
def payout(request: HttpRequest) -> HttpResponse:
    """Ask how much goes where (GET), set it aside for a payout (POST)."""
    sums = queries.sums_of(request.user)
    form = form_of(request, sums, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = payouts.request(user=request.user, **form.values())
            except DomainError as refused:
                status = refused.status
                field = next((BESIDE[name] for name in refused.fields if name in BESIDE), None)
                form.add_error(field, refused.message)
            else:
                told = _("Asked for. Its reference is %s; we tell you when it is on its way.")
                messages.success(request, told % made.reference)
                return redirect(HOME)
    context = {
        "role": "mentor",
        "tab": "earnings",
        "form": form,
        "sums": sums,
        "under_way": queries.open_payout(request.user),
    }
    return render(request, "learning/payouts/payout.html", context, status=status)


@permission_required(Permission.TEACH)
@never_cache
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own request."""
    try:
        payouts.cancel(user=request.user, payout_id=pk)
    except DomainError as refused:
        if refused.status == 404:
            raise
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Cancelled. The money is available again."))
    return redirect(HOME)
