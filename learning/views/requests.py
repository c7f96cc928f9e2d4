"""/requests/<id>/: one request with its offers and its talk, for both sides."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError

from ..enums import UNSETTLED, RequestState
from ..models import Mentor, Offer, SessionRequest
from ..queries import requests as queries
from ..request_forms import LineForm
from ..services import offers, request_answers
from .paying import open_order


@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request to who asked, or to a mentor it concerns."""
    found = seen(request, pk)
    mine = found.learner_id == request.user.pk
    mentor = None if mine else Mentor.objects.select_related("user").get(user=request.user)
    rows = found.offers.select_related("mentor__user", "booking").order_by("starts_at", "id")
    if mentor is not None:
        rows = rows.filter(mentor=mentor)
    known = list(rows)
    live = [row for row in known if is_live(row)]
    context = {
        "asked": found,
        "mine": mine,
        "role": "learner" if mine else "mentor",
        "tab": "requests",
        "live_offers": live,
        "past_offers": [row for row in known if row not in live],
        "taken": next((row for row in live if row.state == "taken"), None),
        "is_open": found.state == RequestState.OPEN and (found.expires_at > now() or bool(live)),
        "talks": _talks(found, mentor, known),
        "can_talk": found.state in UNSETTLED,
        "form": LineForm(),
    }
    if found.state == RequestState.OPEN:
        wait = queries.wait_of(found)
        context |= {"wait": wait, "typical": span_text(wait.typical_answer)}
    return render(request, "learning/request.html", context)


def seen(request: HttpRequest, pk: int) -> SessionRequest:
    """Return a request that whoever looks may see, or 404."""
    found = queries.seen_by(request.user, pk)
    if found is None:
        raise Http404
    return found


def is_live(row: Offer) -> bool:
    """Tell whether an offer is taken or can be."""
    return row.state == "taken" or (row.state == "standing" and row.expires_at > now())


def _talks(
    found: SessionRequest, mentor: Mentor | None, offered: list[Offer]
) -> list[dict[str, Any]]:
    """Return the talk with each mentor: the learner's with all of them, a mentor's own."""
    people = {row.mentor_id: row.mentor for row in offered}
    if mentor is not None:
        people = {mentor.pk: mentor}
    elif found.mentor is not None:
        people[found.mentor.pk] = found.mentor
    lines: dict[int, list] = {}
    for line in queries.talk(found, mentor):
        people.setdefault(line.mentor_id, line.mentor)
        lines.setdefault(line.mentor_id, []).append(line)
    return [{"mentor": who, "lines": lines.get(pk, [])} for pk, who in people.items()]


def span_text(span: timedelta | None) -> str:
    """Return a span in one unit, as people say it; empty for None."""
    if span is None:
        return ""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 90:
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    hours = round(minutes / 60)
    if hours < 36:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(hours / 24)
    return ngettext("%d day", "%d days", days) % days


@permission_required(Permission.ASK)
@never_cache
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a request shall go (GET) and take it back (POST)."""
    found = queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        context = {"asked": found, "role": "learner", "tab": "requests"}
        return render(request, "learning/request_cancel.html", context)
    try:
        request_answers.cancel(actor=request.user, request_id=pk)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(found)
    messages.info(request, _("You took your request back."))
    return redirect("learner-requests")


@login_required
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a line; what was refused is shown and not lost."""
    found, form = seen(request, pk), LineForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError("invalid", _("Write a line of at most 1,000 characters."))
        data = form.cleaned_data
        request_answers.say(
            actor=request.user, request_id=pk, text=data["text"], mentor_id=data["mentor"]
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(found)


@permission_required(Permission.BOOK)
@require_POST
def take_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer; leads to paying for it."""
    found = _offer(request, pk, request__learner=request.user)
    try:
        taken = offers.take(actor=request.user, offer_id=pk)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(found.request)
    if taken.booking:
        open_order(request, taken.booking)
    return redirect(taken.booking or found.request)


@permission_required(Permission.ASK)
@require_POST
def decline_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an offer go."""
    found = _offer(request, pk, request__learner=request.user)
    return _then(request, found, lambda: offers.decline(actor=request.user, offer_id=pk))


@permission_required(Permission.TEACH)
@require_POST
def withdraw_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    found = _offer(request, pk, mentor__user=request.user)
    return _then(request, found, lambda: offers.withdraw(actor=request.user, offer_id=pk))


def _offer(request: HttpRequest, pk: int, **whose: Any) -> Offer:
    found = Offer.objects.select_related("request").filter(pk=pk, **whose).first()
    if found is None:
        raise Http404
    return found


def _then(request: HttpRequest, found: Offer, act: Any) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(found.request)
