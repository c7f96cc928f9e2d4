"""A tip after a session: choose, pay, thanks. Only paying needs a script."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from payments.enums import GiftState
from payments.services import orders
from payments.services.verification import outcome
from peerlearn.common.errors import Conflict, DomainError, Unavailable

from ..models import Booking
from ..policies import tippable_until
from ..queries import bookings as queries
from ..services import tips
from ..tip_form import TipForm


@login_required
@never_cache
def tip(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the amounts (GET) and open a tip (POST); a refused one keeps what was typed."""
    booking = _own(request, pk)
    if request.method != "POST":
        return _choose(request, booking, TipForm())
    form = TipForm(request.POST)
    if not form.is_valid():
        return _choose(request, booking, form, status=400)
    try:
        opened = tips.open_tip(booking_id=pk, actor=request.user, **form.given())
    except DomainError as refused:
        if not isinstance(refused, Conflict | Unavailable) and refused.code != "too_many_failures":
            raise
        form.add_error(None, refused.message)
        return _choose(request, booking, form, status=refused.status)
    return redirect("booking-tip-pay", pk, opened.pk)


@login_required
@never_cache
def pay(request: HttpRequest, pk: int, tip: int) -> HttpResponse:
    """Show one tip: to pay, under way, or given."""
    booking = _own(request, pk)
    found = tips.of_booking(booking, tip)
    if found is None:
        raise Http404
    order = found.order
    waiting = found.state == GiftState.CREATED and order.state in orders.OPEN
    can_pay = waiting and order.gateway_order_id and tips.may_tip(booking)
    context = {
        "booking": booking,
        "session": booking.session,
        "tip": found,
        "waiting": waiting,
        "outcome": outcome(order),
        "checkout": orders.checkout_options(order) if can_pay else None,
    }
    return render(request, "learning/tip_pay.html", context)


def _choose(
    request: HttpRequest, booking: Booking, form: TipForm, status: int = 200
) -> HttpResponse:
    ended = booking.session.ended_at
    context = {
        "booking": booking,
        "session": booking.session,
        "form": form,
        "tippable": tips.may_tip(booking),
        "until": tippable_until(ended) if ended else None,
    }
    return render(request, "learning/tip.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> Booking:
    found = queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such booking."))
    return found
