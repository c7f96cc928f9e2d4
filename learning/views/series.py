"""A session repeats every week: its dates are looked at first, then made; the rest is cancelled."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.money import format_inr
from peerlearn.common.zones import site_zone, viewer_zone, when_text

from ..enums import SessionState
from ..models import Session
from ..queries import series as queries
from ..series_form import USUAL_WEEKS, RepeatForm
from ..services import series
from ..session_form import CancelSessionForm
from .session_edit import own_session

TAB = {"role": "mentor", "tab": "sessions"}
REFUSED = 400


@permission_required(Permission.TEACH)
@never_cache
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every date a series would have (GET), and make it (POST)."""
    session, zone = own_session(request, pk), viewer_zone(request)
    if session.series_id is not None:
        return redirect("mentor-series", pk=session.series_id)
    try:
        series.check_repeatable(session)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("mentor-session", pk=pk)
    usual = {"weeks": str(USUAL_WEEKS), "there": _elsewhere(zone).key}
    form = RepeatForm(request.POST if request.method == "POST" else usual | request.GET.dict())
    if request.method != "POST" or not form.is_valid():
        form.is_valid()
        status = REFUSED if form.errors else 200
        return _page(request, session, form, zone, status=status)
    try:
        made = series.repeat(
            session_id=pk,
            actor=request.user,
            weeks=form.cleaned_data["weeks"],
            time_zone=zone.key,
            leave_out=form.cleaned_data["leave_out"],
            seen_start=form.cleaned_data["first"],
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, own_session(request, pk), form, zone, status=error.status)
    text = ngettext("%d session is in the series.", "%d sessions are in the series.", len(made))
    messages.success(request, text % len(made))
    return redirect("mentor-series", pk=made[0].series_id)


def _elsewhere(zone: ZoneInfo) -> ZoneInfo:
    return site_zone() if site_zone().key != zone.key else ZoneInfo("UTC")


def _page(
    request: HttpRequest, session: Session, form: RepeatForm, zone: ZoneInfo, *, status: int = 200
) -> HttpResponse:
    dates, there = [], None
    if "weeks" not in form.errors and "there" not in form.errors:
        there = ZoneInfo(form.cleaned_data["there"])
        weeks = form.cleaned_data["weeks"]
        dates = queries.planned(session, weeks=weeks, zone=zone, elsewhere=there)
    context: dict[str, Any] = TAB | {
        "session": session,
        "form": form,
        "dates": [_row(one, zone, there) for one in dates if there],
        "clashes": sum(one.clash is not None for one in dates),
        "zone": zone,
        "there": there,
        "there_name": str(there).replace("_", " "),
    }
    return render(request, "learning/mentor/session_repeat.html", context, status=status)


def _row(one: queries.Planned, zone: ZoneInfo, there: ZoneInfo) -> dict[str, Any]:
    start, minutes = one.date.starts_at, int(one.date.moved_there.total_seconds() // 60)
    return {
        "at": start,
        "here": when_text(start, zone),
        "there": when_text(start, there),
        "wall": one.date.wall,
        "moved": minutes,
        "moved_by": abs(minutes),
        "clash": one.clash,
        "clash_at": when_text(one.clash.starts_at, zone) if one.clash else "",
    }


@permission_required(Permission.TEACH)
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a series and what cancelling its rest gives back (GET); cancel the rest (POST)."""
    found = queries.of_actor(request.user, pk)
    if found is None:
        raise NotFound("no_series", _("You have no such series."))
    rest = list(queries.rest_of(found))
    coming = sum(one.state == SessionState.SCHEDULED for one in rest)
    form = CancelSessionForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = bool(coming)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                ended = series.cancel_rest(series_id=pk, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, error.message)
                status = error.status
            else:
                messages.success(request, _ended(ended))
                return redirect("mentor-series", pk=pk)
    learners, refund = queries.lost_with(rest)
    context = TAB | {
        "series": found,
        "sessions": list(queries.sessions_of(found)),
        "rest": rest,
        "coming": coming,
        "learners": learners,
        "refund": refund,
        "form": form,
    }
    return render(request, "learning/mentor/series.html", context, status=status)


def _ended(ended: series.Ended) -> str:
    if not ended.cancelled:
        return _("The drafts are gone.")
    text = ngettext("%(n)d session is cancelled.", "%(n)d sessions are cancelled.", ended.cancelled)
    text %= {"n": ended.cancelled}
    if ended.refunded:
        text += " " + _("%s goes back to learners.") % format_inr(ended.refunded)
    return text
