"""What leaves a room: its files and its chat, for those who have a place in it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.material_files import TYPES
from peerlearn.common.errors import NotFound
from peerlearn.common.streams import StreamedFile
from peerlearn.common.zones import viewer_zone

from .chat_text import written
from .file_links import Link, read, sign
from .models import RoomFile
from .queries import chat as lines
from .queries import files
from .queries.access import place_of


@require_GET
@login_required
@never_cache
def file(request: HttpRequest, session_id: str, pk: str, small: bool = False) -> HttpResponse:
    """Lead who has a place in the room to a link that is theirs alone and soon expires."""
    found = _file(request, int(session_id), int(pk))
    link = Link(int(session_id), found.pk, small and found.is_picture)
    return redirect("room-file-link", key=sign(link, user_id=request.user.pk))


@require_GET
@login_required
@never_cache
def file_link(request: HttpRequest, key: str) -> StreamedFile:
    """Send the file of a link; the place in the room is asked for once more."""
    link = read(key, user_id=request.user.pk)
    return _attachment(_file(request, link.session_id, link.file_id), small=link.small)


@require_GET
@login_required
@never_cache
def chat_text(request: HttpRequest, session_id: str) -> HttpResponse:
    """Send the whole chat as plain text, times on the viewer's clock."""
    place = place_of(session_id=int(session_id), user=request.user)
    text = written(place.session.title, lines.of_session(place.session.pk), viewer_zone(request))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="chat-{place.session.pk}.txt"'
    return answer


def _file(request: HttpRequest, session_id: int, pk: int) -> RoomFile:
    place = place_of(session_id=session_id, user=request.user)
    found = files.one(session_id=place.session.pk, pk=pk)
    if found is None:
        raise NotFound("no_file", _("There is no such file for you."))
    return found


def _attachment(found: RoomFile, *, small: bool) -> StreamedFile:
    """Return a file to be stored; a browser that shows it anyway runs nothing."""
    try:
        stored = (found.preview if small else found.file).open("rb")
    except OSError as error:
        raise NotFound("no_file", _("This file is gone.")) from error
    kind = TYPES["webp" if small else found.ending]
    answer = StreamedFile(stored, as_attachment=True, filename=found.name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
