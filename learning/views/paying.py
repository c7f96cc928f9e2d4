"""Paying for a seat that is held: opening it, asking how it stands, coming back from the bank."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments.services import orders
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, Unavailable
from peerlearn.common.pace import keep_pace

from ..enums import BookingState
from ..models import Booking
from ..queries import bookings as queries
from ..queries.paying import standing
from ..services import paying

MOST_OPENED, WITHIN = 30, 60
JUST_NOW = timedelta(seconds=20)
# What the gateway's page sends back; nothing else of it is read.
PROOF = ("razorpay_payment_id", "razorpay_signature")


def open_order(request: HttpRequest, booking: Booking) -> None:
    """Open the order of a held seat at the gateway; the page says so if nobody answers there."""
    if not booking.order_id or booking.state != BookingState.HELD:
        return
    try:
        keep_pace(person_id=booking.learner_id, act="pay", most=MOST_OPENED, seconds=WITHIN)
        orders.register(order_id=booking.order_id)
    except Unavailable:
        words = _("The payment service does not answer. Your seat is held and nothing was charged.")
        messages.error(request, words)
    except DomainError as often:
        messages.error(request, often.message)


@login_required
@require_POST
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the order of a seat held for somebody who was not here, or try again."""
    found = _own(request, pk)
    open_order(request, found)
    return redirect(found)


@login_required
@never_cache
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer how the payment stands, for a page that waits; asks the gateway at a pace."""
    found = paying.check(booking=_own(request, pk))
    told = standing(found, now())
    body = {"state": found.state, "pay": told.word, "text": told.text, "left": seconds_left(found)}
    return JsonResponse(body)


@csrf_exempt
@require_POST
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Come back from the gateway's own page, where no window opens in ours (in-app browsers).

    A POST from another site brings no session cookie: what it says counts by its signature alone,
    and the page it leads to asks who looks.
    https://razorpay.com/docs/payments/payment-gateway/callback-url/
    """
    booking = Booking.objects.select_related("order__payer").filter(pk=pk).first()
    if booking is not None:
        fields = {name: request.POST.get(name, "")[:200] for name in PROOF}
        paying.take_back(booking=booking, fields=fields)
    answer = redirect("booking", pk)
    answer.status_code = 303  # a GET from here on, whatever came
    return answer


def seconds_left(booking: Booking) -> int:
    """Return the seconds a held seat is still kept, by the server's clock; 0 if it is not held."""
    if booking.state != BookingState.HELD or booking.hold_expires_at is None:
        return 0
    return max(0, int((booking.hold_expires_at - now()).total_seconds()))


def opened_before(booking: Booking) -> bool:
    """Tell whether somebody may have paid already and not come back: worth asking the gateway."""
    return booking.order is not None and booking.order.created_at < now() - JUST_NOW


def _own(request: HttpRequest, pk: int) -> Booking:
    found = queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
