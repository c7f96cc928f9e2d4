"""Booking step by step; each state has an address, so Back works and no script is needed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from payments.queries import refunds_of
from payments.services import orders
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import Conflict, DomainError, NotFound, Unavailable

from ..enums import BookingState
from ..forms import CancelForm, ReviewForm
from ..models import Booking
from ..queries import bookings as queries
from ..queries import sessions as session_queries
from ..services import bookings, leaving, reviews
from . import panels


@permission_required(Permission.BOOK)
@never_cache
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be booked (GET) and take the seat (POST)."""
    session = session_queries.visible().filter(pk=pk).first()
    if session is None:
        raise NotFound("no_session", _("This session can't be booked any more."))
    if request.method == "POST":
        return _take(request, pk)
    standing = queries.active_for(request.user, session)
    if standing:
        return redirect(standing)
    return render(request, "learning/book.html", {"session": session})


def _take(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        booking = bookings.book(session_id=pk, learner=request.user)
    except Conflict as refused:
        if refused.code == "already_booked":
            return redirect("learner-sessions")
        return _refused(request, pk, refused)
    if booking.order_id:
        _register(booking)
    return redirect(booking)


def _refused(request: HttpRequest, pk: int, refused: DomainError) -> HttpResponse:
    # Nothing is lost: the page says what happened and offers sessions like this one.
    session = session_queries.shown().filter(pk=pk).first()
    similar = session_queries.visible().exclude(pk=pk)
    if session:
        similar = similar.filter(domain=session.domain)
    context = {"session": session, "refused": refused, "similar": similar[:3]}
    return render(request, "learning/book_refused.html", context, status=refused.status)


@login_required
@never_cache
def booking(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own booking: pay it, wait for it, join it, or review it."""
    return _show(request, _own(request, pk))


def _show(
    request: HttpRequest, found: Booking, *, review: ReviewForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "booking": found,
        "session": found.session,
        "checkout": _checkout(found),
        "panel": panels.for_learner(found) if found.state == BookingState.CONFIRMED else None,
        "review_form": (review or ReviewForm()) if _reviewable(found) else None,
        "refund": leaving.refund_if_cancelled(found),
        "paid": found.order is not None and found.order.paid_at is not None,
        "refunded": refunds_of(found.order_id) if found.order_id else 0,
    }
    return render(request, "learning/booking.html", context, status=status)


@login_required
@require_POST
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again to open the order at the gateway."""
    found = _own(request, pk)
    if found.order_id and found.state == BookingState.HELD:
        _register(found)
    return redirect(found)


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a held seat back."""
    found = bookings.release(booking_id=pk, actor=request.user)
    messages.info(request, _("You gave the seat back. Nothing was charged."))
    return redirect(found.session)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a confirmed seat back, for the refund the page showed."""
    found, form = _own(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        raise DomainError("invalid", _("Open the booking again and look at what comes back."))
    found = leaving.cancel(booking_id=pk, actor=request.user, expected=form.cleaned_data["refund"])
    messages.success(request, _("You gave the seat back."))
    return redirect(found)


@login_required
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a review sent by the plain form."""
    found = _own(request, pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        reviews.post(booking_id=pk, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Your review is on the mentor's page."))
        return redirect("learner-sessions")
    return _show(request, found, review=form, status=400)


def _own(request: HttpRequest, pk: int) -> Booking:
    found = queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _reviewable(found: Booking) -> bool:
    return found.state == BookingState.COMPLETED and not hasattr(found, "review")


def _checkout(found: Booking) -> dict | None:
    order = found.order
    if found.state != BookingState.HELD or order is None or not order.gateway_order_id:
        return None
    return orders.checkout_options(order)


def _register(found: Booking) -> None:
    try:
        orders.register(order_id=found.order_id)
    except Unavailable:
        # The seat stays held; the page offers to try again.
        return
