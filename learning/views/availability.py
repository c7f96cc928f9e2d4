"""/mentor/availability/: hours, dates, absences, calendars and rules, each form on its own."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.pace import keep_pace

from ..availability_forms import AwayForm, CalendarForm, DayForm, RulesForm
from ..hours import Stretch, by_day
from ..models import BusyCalendar, DateHours, Mentor, TimeOff
from ..profile import HoursForm, load_hours, save_hours
from ..queries.slots import rules_of
from ..services import availability as service
from ..services import calendars
from ..services.availability import today

MOST_ADDRESSES, HOUR = 10, 3600
PARTS = ("hours", "day", "away", "calendar", "rules")


@permission_required(Permission.TEACH)
@never_cache
def availability(request: HttpRequest) -> HttpResponse:
    """Show all that decides a mentor's free times (GET), change one part of it (POST `part`).

    A refused part keeps what was typed and answers with the refusal's status.
    """
    mentor = _mentor(request.user)
    if request.method != "POST":
        return _page(request, mentor, _forms(mentor))
    part = request.POST.get("part", "")
    if part not in PARTS:
        raise DomainError("unknown_part", _("There is nothing of that name to save."))
    shown = _forms(mentor, part, request.POST)
    form = shown[part]
    if not form.is_valid():
        return _page(request, mentor, shown, wrong=part, status=400)
    try:
        _save(request.user, part, form)
    except DomainError as refused:
        for field, text in refused.fields.items() or [(None, refused.message)]:
            form.add_error(field if field in form.fields else None, text)
        return _page(request, mentor, shown, wrong=part, status=refused.status)
    messages.success(request, _("Saved. Your free times follow it at once."))
    return redirect("availability")


@permission_required(Permission.TEACH)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take back hours of a `day`, an absence (`away`) or a `calendar`; what is gone stays gone."""
    day = _day(request.POST.get("day", ""))
    away, calendar = _key(request.POST.get("away", "")), _key(request.POST.get("calendar", ""))
    if day is not None:
        service.clear_days(user=request.user, days=[day])
    elif away is not None:
        service.remove_time_off(user=request.user, time_off_id=away)
    elif calendar is not None:
        calendars.remove(user=request.user, calendar_id=calendar)
    else:
        raise DomainError("unknown_part", _("There is nothing of that name to remove."))
    messages.info(request, _("Removed."))
    return redirect("availability")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _mentor(user: User) -> Mentor:
    mentor = Mentor.objects.filter(user=user).select_related("user").first()
    if mentor is None:
        raise NotFound("no_mentor", _("Your mentor profile is not set up yet."))
    return mentor


def _forms(mentor: Mentor, part: str = "", data: QueryDict | None = None) -> dict[str, forms.Form]:
    def sent(name: str) -> QueryDict | None:
        return data if name == part else None

    user = mentor.user
    return {
        "hours": HoursForm(sent("hours"), user=user, initial=load_hours(user)),
        "day": DayForm(sent("day"), prefix="day"),
        "away": AwayForm(sent("away"), prefix="away"),
        "calendar": CalendarForm(sent("calendar"), prefix="calendar"),
        "rules": RulesForm(sent("rules"), prefix="rules", rules=rules_of(mentor)),
    }


def _save(user: User, part: str, form: Any) -> None:
    if part == "hours":
        save_hours(user, form.cleaned_data)
        return
    if part == "calendar":  # an address is read at once, whosever it is
        keep_pace(person_id=user.pk, act="calendar", most=MOST_ADDRESSES, seconds=HOUR)
    form.save(user)


def _page(
    request: HttpRequest,
    mentor: Mentor,
    shown: dict[str, forms.Form],
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    first = today(mentor)
    context = {
        "role": "mentor",
        "tab": "availability",
        "mentor": mentor,
        "forms": shown,
        "wrong": shown.get(wrong),
        "days": _days(mentor),
        "calendars": BusyCalendar.objects.filter(mentor=mentor),
        "absences": TimeOff.objects.filter(mentor=mentor, last_day__gte=first),
    }
    return render(request, "learning/mentor/availability.html", context, status=status)


def _days(mentor: Mentor) -> list[dict[str, Any]]:
    """Return the dates with hours of their own and these in words, closed ones with none."""
    days: dict[date, list[Stretch]] = {}
    for row in DateHours.objects.filter(mentor=mentor, day__gte=today(mentor)):
        stretches = days.setdefault(row.day, [])
        if row.end_minute:
            stretches.append(Stretch(row.day.weekday(), row.start_minute, row.end_minute))
    return [
        {"day": day, "hours": by_day(stretches)[0][1] if stretches else ""}
        for day, stretches in days.items()
    ]
