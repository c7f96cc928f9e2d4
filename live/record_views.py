"""The record of a session that is over: what it left behind, and its recordings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.queries import materials
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.zones import viewer_zone

from . import films, receipt_text
from .enums import RoomRole
from .queries import record
from .queries.access import Place
from .queries.recordings import file_of
from .recording_links import Link, ends_at, read, sign
from .refusals import refused
from .services import recording_files, slides


@require_GET
@login_required
@never_cache
def page(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show its mentor and its learners what a session left behind."""
    try:
        place = record.record_place(session_id=int(session_id), user=request.user)
    except DomainError as error:
        return refused(request, error)
    return render(request, "live/record.html", _context(request, place))


def _context(request: HttpRequest, place: Place) -> dict[str, Any]:
    session, user = place.session, request.user
    parts = record.parts(place)
    for one in parts["recordings"]:
        one["files"] = [
            {"file": file, "key": sign(_link(place, file), user_id=user.pk)}
            for file in one["files"]
        ]
    return parts | {
        "session": session,
        "booking": place.booking,
        "is_mentor": place.role == RoomRole.MENTOR,
        "materials": materials.opened(user, session),
        "said": record.consents(session, user),
        "links_until": ends_at(),
    }


def _link(place: Place, file: Any) -> Link:
    return Link(place.session.pk, file.recording_id, file.number)


@require_GET
@login_required
@never_cache
def film(request: HttpRequest, key: str) -> HttpResponse:
    """Send the file of a link; the place in the session is asked for once more."""
    link = read(key, user_id=request.user.pk)
    place = record.record_place(session_id=link.session_id, user=request.user)
    found = file_of(session_id=link.session_id, recording_id=link.recording_id, number=link.number)
    if found is None:
        raise NotFound("no_recording", _("This recording is gone."))
    title = place.session.title.replace("/", "-").replace("\\", "-")
    return films.answer(request, found, f"{title} {found.number}.{found.ending}")


@require_GET
@login_required
@never_cache
def receipt(request: HttpRequest, session_id: str) -> HttpResponse:
    """Send what somebody said to being recorded, as text to keep."""
    place = record.record_place(session_id=int(session_id), user=request.user)
    said = record.consents(place.session, request.user)
    text = receipt_text.written(place.session, said, viewer_zone(request))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"recording-consent-{place.session.pk}.txt"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@login_required
def delete(request: HttpRequest, session_id: str, pk: str) -> HttpResponse:
    """Delete a recording for everybody, at the word of its mentor or of somebody in it."""
    place = record.record_place(session_id=int(session_id), user=request.user)
    gone = recording_files.delete(
        session_id=place.session.pk, recording_id=int(pk), actor=request.user
    )
    if gone:
        messages.info(request, _("The recording is deleted for everybody."))
    return redirect("room-record", session_id=place.session.pk)


@require_POST
@login_required
def delete_deck(request: HttpRequest, session_id: str, deck: str) -> HttpResponse:
    """Delete a set of slides with its pictures, at the word of the mentor who brought it."""
    place = record.record_place(session_id=int(session_id), user=request.user)
    slides.delete(session_id=place.session.pk, actor=request.user, deck_id=int(deck))
    messages.info(request, _("The slides are deleted for everybody."))
    return redirect("room-record", session_id=place.session.pk)
