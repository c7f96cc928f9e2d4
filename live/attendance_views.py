"""Who was in a session's room, for its two sides: a page and a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peerlearn.common.errors import DomainError
from peerlearn.common.spreadsheets import csv_lines

from .queries import attendance as queries
from .refusals import refused


@login_required
@never_cache
@require_safe
def attendance(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show when people came and went, and how their lines held."""
    try:
        session = queries.readable(session_id=int(session_id), user=request.user)
    except DomainError as error:
        return refused(request, error)
    people = queries.of_session(session, request.user)
    return render(request, "live/attendance.html", {"session": session, "people": people})


@login_required
@never_cache
@require_safe
def export(request: HttpRequest, session_id: int) -> HttpResponse:
    """Hand out the same as CSV, one line for each thing noted."""
    try:
        session = queries.readable(session_id=int(session_id), user=request.user)
    except DomainError as error:
        return refused(request, error)
    lines = csv_lines(queries.HEAD, queries.rows(session, request.user))
    answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="attendance-{session.pk}.csv"'
    return answer
