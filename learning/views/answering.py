"""How a mentor answers a request: accept with a time, another offer, no; and a pause."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.zones import viewer_zone

from ..models import Mentor, SessionRequest
from ..queries import slots
from ..request_forms import AcceptForm, OfferForm, PauseForm, ReasonForm
from ..services import offers, request_answers, requests
from ..slots import Obstacle, price_of

AHEAD = timedelta(days=14)
MOST_SLOTS = 8
# What a mentor reads beside a time somebody asked for.
WORDS = {
    Obstacle.PAST: gettext_lazy("This time is over."),
    Obstacle.BUSY: gettext_lazy("You are busy then."),
    Obstacle.OFF: gettext_lazy("You are away that day."),
    Obstacle.HOURS: gettext_lazy("Outside your usual hours."),
    Obstacle.NOTICE: gettext_lazy("Sooner than the notice you ask for."),
    Obstacle.HORIZON: gettext_lazy("Later than you take bookings."),
}


@permission_required(Permission.TEACH)
@never_cache
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one of the times asked for (GET; with dialog=1 as a dialog) and accept (POST)."""
    mentor, asked = offers.mentor_who_answers(request.user, pk)
    form = AcceptForm(
        request.POST or None, asked=asked, zone=viewer_zone(request), initial=_usual(mentor, asked)
    )
    if request.method != "POST":
        return _picker(request, mentor, asked, form, "accept")
    try:
        if not form.is_valid():
            return _picker(request, mentor, asked, form, "accept", status=400)
        made = offers.accept(actor=request.user, request_id=pk, **form.terms())
    except DomainError as error:
        return _refused(request, mentor, asked, form, "accept", error)
    messages.success(
        request,
        _("Accepted. It is in your sessions; the learner pays to confirm it.")
        if made.booking_id
        else _("Your offer is sent. The learner compares and answers."),
    )
    return redirect(asked)


@permission_required(Permission.TEACH)
@never_cache
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Name another time, length or price and send it (POST).

    GET shows what is free, with dialog=1 as a dialog for the list.
    """
    mentor, asked = offers.mentor_who_answers(request.user, pk)
    zone = viewer_zone(request)
    initial = _usual(mentor, asked) | _chosen(request, zone)
    form = OfferForm(request.POST or None, asked=asked, zone=zone, initial=initial)
    if request.method != "POST":
        return _picker(request, mentor, asked, form, "offer")
    try:
        if not form.is_valid():
            return _picker(request, mentor, asked, form, "offer", status=400)
        offers.offer(actor=request.user, request_id=pk, **form.terms())
    except DomainError as error:
        return _refused(request, mentor, asked, form, "offer", error)
    messages.success(request, _("Your offer is sent."))
    return redirect(asked)


def _usual(mentor: Mentor, asked: SessionRequest) -> dict[str, Any]:
    price = price_of(mentor.hourly_price, asked.minutes)
    if asked.budget:
        price = min(price, asked.budget)
    return {"price_rupees": f"{price / 100:.2f}".removesuffix(".00"), "minutes": asked.minutes}


def _chosen(request: HttpRequest, zone: ZoneInfo) -> dict[str, Any]:
    """Return the free time somebody pressed (`at`), on their clock."""
    try:
        at = datetime.fromisoformat(request.GET.get("at", "")).astimezone(zone)
    except (ValueError, OverflowError):
        return {}
    return {"starts_at": at.strftime("%Y-%m-%dT%H:%M")}


def _picker(
    request: HttpRequest,
    mentor: Mentor,
    asked: SessionRequest,
    form: Any,
    mode: str,
    status: int = 200,
) -> HttpResponse:
    times, moment = _times(mentor, asked), now()
    free = slots.free_slots(mentor, moment, moment + AHEAD, asked.minutes)
    context = {
        "asked": asked,
        "form": form,
        "mode": mode,
        "role": "mentor",
        "tab": "requests",
        "times": times,
        "blocked": all(one["against"] for one in times),
        "free": _spread(free, viewer_zone(request)),
        "usual": price_of(mentor.hourly_price, asked.minutes),
    }
    page = "answer_dialog" if request.GET.get("dialog") and not form.is_bound else "request_answer"
    return render(request, f"learning/{page}.html", context, status=status)


def _times(mentor: Mentor, asked: SessionRequest) -> list[dict[str, Any]]:
    """Return the times asked for with what is against each, in words."""
    against = slots.obstacles(mentor, asked.starts, asked.minutes)
    return [{"at": at, "against": WORDS.get(why) if why else ""} for at, why in against.items()]


def _spread(free: list[datetime], zone: Any) -> list[datetime]:
    """Return a few free times, at most two a day, so that several days are seen."""
    days: dict[Any, list[datetime]] = {}
    for at in free:
        days.setdefault(at.astimezone(zone).date(), []).append(at)
    few = [at for times in days.values() for at in (times[:1] + times[len(times) // 2 :][:1])]
    return sorted(set(few))[:MOST_SLOTS]


def _refused(
    request: HttpRequest,
    mentor: Mentor,
    asked: SessionRequest,
    form: Any,
    mode: str,
    error: DomainError,
) -> HttpResponse:
    for field, text in error.fields.items() or ((None, error.message),):
        place = {"price": "price_rupees"}.get(field or "", field)
        form.add_error(place if place in form.fields else None, text)
    return _picker(request, mentor, asked, form, mode, status=error.status)


@permission_required(Permission.TEACH)
@never_cache
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why (GET) and say no (POST); a request to all is only left to the others."""
    _mentor, asked = offers.mentor_who_answers(request.user, pk)
    form = ReasonForm(request.POST or None)
    to_all = asked.mentor_id is None
    context = {"asked": asked, "form": form, "role": "mentor", "tab": "requests"}
    if request.method != "POST" or not (to_all or form.is_valid()):
        status = 400 if request.method == "POST" else 200
        return render(request, "learning/request_decline.html", context, status=status)
    reason = "" if to_all else form.cleaned_data["reason"]
    try:
        request_answers.decline(actor=request.user, request_id=pk, reason=reason)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(asked)
    messages.info(request, _("You left it to others.") if to_all else _("You declined."))
    return redirect("mentor-requests")


@permission_required(Permission.TEACH)
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Take no new requests until a day, or take them again."""
    form = PauseForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError("until_invalid", _("Choose a day within the next year."))
        until = form.moment(viewer_zone(request))
        requests.pause(user=request.user, until=until)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = _("You take no new requests until then.") if until else _("You take requests again.")
        messages.success(request, text)
    return redirect("mentor-requests")
