"""Handing out share pictures. Only the version of now is drawn; every other address leads to it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from learning.queries import mentors, sessions

from ..seo.meta import is_long_over
from . import facts, store
from .addresses import mentor_picture, session_picture, site_picture
from .store import Facts

IMMUTABLE = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"


@require_safe
def session(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """Answer with the picture of a session that has a public page."""
    found = sessions.shown().filter(pk=pk).first()
    if found is None:
        raise Http404
    if is_long_over(found):
        return _elsewhere(site_picture())
    told = facts.of_session(found)
    return _answer("session", pk, version, told, session_picture(found))


@require_safe
def mentor(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """Answer with the picture of a mentor who has a public page."""
    found = mentors.shown().select_related("page__portrait").filter(pk=pk).first()
    if found is None or not hasattr(found, "page"):
        raise Http404
    page = found.page
    told = facts.of_mentor(found, page.headline, page.portrait)
    return _answer("mentor", pk, version, told, mentor_picture(page))


@require_safe
def site(request: HttpRequest, version: str) -> HttpResponse:
    """Answer with the picture of every other page."""
    return _answer("site", 0, version, facts.of_site(), site_picture())


def _answer(kind: str, pk: int, version: str, told: Facts, path: str) -> HttpResponse:
    if version != facts.version(told):
        return _elsewhere(path)
    data = store.picture(kind, pk, told)
    if data is None:
        answer = HttpResponse(status=503)
        answer["Retry-After"] = "30"
        return answer
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": IMMUTABLE})


def _elsewhere(path: str) -> HttpResponse:
    answer = HttpResponseRedirect(path)
    answer["Cache-Control"] = FOR_A_WHILE
    return answer
