"""Booking step by step; each state has an address, so Back works and no script is needed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from payments.queries import papers, refunds_of
from payments.queries.timeline import Viewer, timeline
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.zones import moment_in

from .. import invitations
from ..enums import BookingState, SessionKind
from ..forms import CancelForm
from ..models import Booking, Session, WaitlistEntry
from ..policies import movable_until, refund_policy, refund_steps
from ..queries import bookings as queries
from ..queries import materials
from ..queries import sessions as session_queries
from ..queries.paying import paid_back_at, standing
from ..services import bookings, leaving, rescheduling, seats, tips
from . import panels
from .changes import said
from .paying import open_order, opened_before, seconds_left
from .reviews import review_context


@permission_required(Permission.BOOK)
@never_cache
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be booked (GET; with dialog=1 as a dialog for the page) and take the seat."""
    session = session_queries.visible().filter(pk=pk).first()
    if session is None:
        raise NotFound("no_session", _("This session can't be booked any more."))
    if request.method == "POST":
        return _take(request, pk)
    standing = queries.active_for(request.user, session)
    if standing:
        return redirect(standing)
    try:
        seats.check_coming(session)
    except Conflict as closed:
        return _refused(request, pk, closed)
    if not session.seats_left:
        return redirect("waitlist", pk)
    template = "book_dialog" if request.GET.get("dialog") else "book"
    context = {"session": session, **_terms(session)}
    return render(request, f"learning/{template}.html", context)


def _terms(session: Session) -> dict[str, Any]:
    return {"refund_steps": refund_steps(refund_policy(), session.starts_at, now())}


def _take(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        seen = moment_in(request.POST.get("starts_at", ""))
        booking = bookings.book(session_id=pk, learner=request.user, seen=seen)
    except Conflict as refused:
        if refused.code == "moved":
            return _moved(request, pk, refused)
        if refused.code == "already_booked":
            return redirect("learner-sessions")
        return _refused(request, pk, refused)
    open_order(request, booking)
    return redirect(booking)


def _moved(request: HttpRequest, pk: int, refused: DomainError) -> HttpResponse:
    # The same page again, with the new time: who still wants it presses once more.
    session = session_queries.visible().filter(pk=pk).first()
    if session is None:
        return _refused(request, pk, refused)
    context = {"session": session, "refused": refused, **_terms(session)}
    return render(request, "learning/book.html", context, status=refused.status)


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
    request: HttpRequest,
    found: Booking,
    *,
    refund_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    refunded = refunds_of(found.order_id) if found.order_id else 0
    context = {
        "booking": found,
        "session": found.session,
        "pay": standing(found, now()),
        "seconds_left": seconds_left(found),
        "opened_before": opened_before(found),
        "refund_steps": refund_steps(found.policy, found.session.starts_at, now()),
        "panel": panels.for_learner(found) if found.state == BookingState.CONFIRMED else None,
        **review_context(found),
        "tippable": tips.may_tip(found),
        "refund": leaving.refund_if_cancelled(found),
        "paid": found.order is not None and found.order.paid_at is not None,
        "steps": timeline(found.order, Viewer.PAYER) if found.order and found.order.paid_at else (),
        "refunded": refunded,
        "paid_back_at": paid_back_at(found.order_id) if refunded else None,
        "refund_changed": refund_changed,
        "papers": papers.of_order(found.order_id),
        "movable": _movable(found),
        "movable_until": movable_until(found.policy, found.session.starts_at),
        "offered": WaitlistEntry.objects.filter(booking=found).exists(),
        "links": invitations.links(found),
        "materials": materials.opened(request.user, found.session),
    }
    if found.session.ended_at:
        context |= said(found, request.user)
    return render(request, "learning/booking.html", context, status=status)


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a held seat back."""
    found = bookings.release(booking_id=pk, actor=request.user)
    messages.info(request, _("You gave the seat back. Nothing was charged."))
    session = found.session
    if session.kind == SessionKind.PRIVATE:
        return redirect("slots", session.mentor.slug)
    return redirect(session)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a confirmed seat back, for the refund the page showed."""
    found, form = _own(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        raise DomainError("invalid", _("Open the booking again and look at what comes back."))
    try:
        leaving.cancel(booking_id=pk, actor=request.user, expected=form.cleaned_data["refund"])
    except Conflict as refused:
        found = _own(request, pk)
        if found.state == BookingState.CANCELLED_LEARNER:
            return redirect(found)  # pressed twice
        if refused.code != "refund_changed":
            raise
        return _show(request, found, refund_changed=True, status=refused.status)
    messages.success(request, _("You gave the seat back."))
    return redirect(found)


def _own(request: HttpRequest, pk: int) -> Booking:
    found = queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _movable(found: Booking) -> bool:
    try:
        rescheduling.check_movable(found)
    except Conflict:
        return False
    return True
