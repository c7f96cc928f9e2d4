"""What a learner changes about a seat that is booked: another time, or who was there."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError
from peerlearn.common.zones import moment_in

from ..forms import ContestForm, MoveForm
from ..models import Booking
from ..policies import contestable_until, moves_left
from ..queries import bookings as queries
from ..queries import contests as contest_queries
from ..queries import slots
from ..services import contests, rescheduling

MOST_TARGETS = 20
MOST_TIMES = 40
WEEKS = timedelta(weeks=3)


@login_required
@never_cache
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a seat can go (GET) and take it there (POST)."""
    found = queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        form = MoveForm(request.POST)
        try:
            if not form.is_valid():
                raise DomainError("invalid", _("Choose a time."))
            chosen = form.cleaned_data
            seen = moment_in(request.POST.get(f"seen-{chosen['session']}", ""))
            _take(request, found, chosen, seen)
        except DomainError as error:
            refused = error.message
            found = queries.of_learner(request.user).get(pk=pk)
        else:
            messages.success(request, _("Your seat is at the new time."))
            return redirect(found)
    try:
        rescheduling.check_movable(found)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect(found)
    context = {
        "booking": found,
        "session": found.session,
        "moves_left": moves_left(found.policy, found.moves),
        "targets": queries.free_targets(found)[:MOST_TARGETS],
        "times": _times(found),
        "refused": refused,
    }
    return render(request, "learning/move.html", context, status=409 if refused else 200)


def _take(
    request: HttpRequest, found: Booking, chosen: dict[str, Any], seen: datetime | None
) -> None:
    if chosen["session"]:
        rescheduling.reschedule(
            booking_id=found.pk, actor=request.user, session_id=chosen["session"], seen=seen
        )
    else:
        rescheduling.reschedule_private(
            booking_id=found.pk, actor=request.user, starts_at=chosen["starts_at"]
        )


def _times(found: Booking) -> list[Any]:
    session = found.session
    if not rescheduling.is_private(session):
        return []
    moment = now()
    free = slots.free_slots(
        session.mentor, moment, moment + WEEKS, session.minutes, besides=session.pk
    )
    return [at for at in free if at != session.starts_at][:MOST_TIMES]


@login_required
@never_cache
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that who was there is settled wrongly; for the learner and the mentor of a booking."""
    found = Booking.objects.select_related("session__mentor__user", "learner").filter(pk=pk).first()
    sides = (found.learner, found.session.mentor.user) if found else ()
    if found is None or request.user not in sides:
        raise Http404
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contests.contest(booking_id=pk, actor=request.user, words=form.cleaned_data["words"])
        except DomainError as refused:
            form.add_error("words" if "words" in refused.fields else None, refused.message)
        else:
            messages.success(request, _("We look at it and tell both of you."))
            return redirect("booking-contest", pk)
    mine = request.user == found.learner
    context = said(found, request.user) | {
        "booking": found,
        "session": found.session,
        "form": form,
        "other": found.session.mentor.user if mine else found.learner,
        "back": found.get_absolute_url() if mine else "/mentor/sessions/",
        "stays": contest_queries.stays_of(found),
    }
    return render(request, "learning/contest.html", context, status=400 if form.errors else 200)


def said(found: Booking, user: Any) -> dict[str, Any]:
    """Return what somebody said against a booking's outcome, and whether they still can."""
    ended = found.session.ended_at
    return {
        "contest": contest_queries.of_booking(found).filter(by=user).first() if ended else None,
        "contestable": contests.is_contestable(found),
        "until": contestable_until(ended) if ended else None,
    }
