"""What a mentor does with a session besides writing it; each act is one service."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import DomainError
from peerlearn.common.zones import viewer_zone

from ..enums import SessionState
from ..models import Session
from ..queries import bookings, contests
from ..queries import sessions as queries
from ..services import closing, editing, minimum, moving, sessions
from ..services import contests as contest_service
from ..session_form import CancelSessionForm, MoveForm
from .session_edit import handed_out, own_session

TAB = {"role": "mentor", "tab": "sessions"}


@permission_required(Permission.TEACH)
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session as learners will see it."""
    session = own_session(request, pk)
    context = TAB | handed_out(session) | {"session": session, "steps": session.curriculum.all()}
    if session.ended_at:
        context["outcomes"] = _outcomes(session, request.user)
    return render(request, "learning/mentor/session_preview.html", context)


def _outcomes(session: Session, user: User) -> list[dict[str, Any]]:
    """Return how each seat of a session that is over was settled, and what can be said to it."""
    said = {one.booking_id: one for one in contests.said_by(user, session)}
    return [
        {
            "booking": booking,
            "contest": said.get(booking.pk),
            "contestable": booking.pk not in said and contest_service.is_contestable(booking),
        }
        for booking in bookings.settled(session)
    ]


@permission_required(Permission.TEACH)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a draft; what is lacking is shown on its page."""
    session = own_session(request, pk)
    try:
        sessions.publish(session_id=pk, actor=request.user)
    except DomainError as error:
        texts = " ".join(error.fields.values()) or error.message
        messages.error(request, texts)
        target = "mentor-session" if session.state == SessionState.DRAFT else "mentor-sessions"
        return redirect(target, **({"pk": pk} if target == "mentor-session" else {}))
    messages.success(request, _("Published. It is in the catalogue now."))
    return redirect("mentor-sessions")


@permission_required(Permission.TEACH)
@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of the same words and open it."""
    copy = editing.duplicate(session_id=pk, actor=request.user)
    messages.success(request, _("A copy, as a draft. Choose its time."))
    return redirect("mentor-session", pk=copy.pk)


@permission_required(Permission.TEACH)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    editing.delete_draft(session_id=pk, actor=request.user)
    messages.info(request, _("The draft is gone."))
    return redirect("mentor-drafts")


@permission_required(Permission.TEACH)
@require_POST
def go_ahead(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a session take place however few come."""
    minimum.go_ahead(session_id=pk, actor=request.user)
    messages.success(request, _("It takes place, however many come."))
    return redirect("mentor-sessions")


@permission_required(Permission.TEACH)
@never_cache
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what cancelling gives back (GET), and cancel (POST)."""
    session = own_session(request, pk)
    form = CancelSessionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                closing.cancel(session_id=pk, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, error.message)
                status = error.status
            else:
                messages.success(request, _("Cancelled. Everybody is told."))
                return redirect("mentor-past")
    learners, refund = queries.given_up(session)
    context = TAB | {"session": session, "form": form, "learners": learners, "refund": refund}
    return render(request, "learning/mentor/session_cancel.html", context, status=status)


@permission_required(Permission.TEACH)
@never_cache
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another time (GET), and move the session (POST)."""
    session, zone = own_session(request, pk), viewer_zone(request)
    posted = request.POST if request.method == "POST" else None
    form = MoveForm(posted, session=session, zone=zone)
    status = 200 if posted is None else 400
    if posted is not None and form.is_valid():
        try:
            moving.reschedule(session_id=pk, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            for name, text in error.fields.items() or ((None, error.message),):
                form.add_error(name if name in form.fields else None, text)
            status = error.status
        else:
            messages.success(request, _("It has another time. Everybody with a seat is told."))
            return redirect("mentor-sessions")
    learners, _paise = queries.given_up(session)
    context = TAB | {"session": session, "form": form, "learners": learners, "zone": zone.key}
    return render(request, "learning/mentor/session_move.html", context, status=status)
