"""Pictures of a room for who belongs there: a slide, a page of the board."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from peerlearn.common.errors import NotFound
from peerlearn.common.streams import StreamedFile

from .board_picture import svg
from .queries import board, slides
from .queries.access import place_of

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_GET
@login_required
def slide(request: HttpRequest, session_id: str, deck: str, number: str) -> HttpResponseBase:
    """Send a slide's picture to who may look at it, also when the session is over."""
    place = place_of(session_id=int(session_id), user=request.user)
    found = slides.picture(place=place, deck_id=int(deck), number=int(number))
    try:
        stored = found.picture.open("rb")
    except OSError as error:
        raise NotFound("no_slide", _("This slide is gone.")) from error
    answer = StreamedFile(stored, content_type="image/webp")
    # A deck never changes, and its slides are turned to again and again.
    answer["Cache-Control"] = "private, max-age=3600"
    return _harmless(answer)


@require_GET
@login_required
@never_cache
def board_page(request: HttpRequest, session_id: str, number: str) -> HttpResponseBase:
    """Send a page of the board as SVG to the people of the room, also when it is over."""
    place = place_of(session_id=int(session_id), user=request.user)
    items = board.page_of(session_id=place.session.pk, number=int(number))
    return _harmless(HttpResponse(svg(items), content_type="image/svg+xml; charset=utf-8"))


def _harmless(answer: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        answer[name] = value
    return answer
