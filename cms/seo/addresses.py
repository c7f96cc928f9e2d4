"""Addresses that changed or were typed otherwise: each leads to the one that counts, in one hop."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from learning.models import Domain
from learning.queries import mentors, sessions

MOST_CHARACTERS = 300
SESSION = re.compile(r"/sessions/(\d{1,18})(?:/[^/]*)?/")
TOPIC = re.compile(r"/sessions/topic/([^/]+)/")
MENTOR = re.compile(r"/mentors/([^/]+)/")


def moved_to(request: HttpRequest, path: str) -> HttpResponse:
    """Send a request on to `path` for good; what it asked for stays behind the question mark."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def one_that_counts(request: HttpRequest) -> str:
    """Return where a page lives whose address was typed otherwise; nothing if there is none.

    Otherwise means other case, a slash too many or too few, the wrong words after a session's
    number, or an address from before a change.
    """
    asked = request.path_info
    if len(asked) > MOST_CHARACTERS or "\0" in asked:
        return ""
    tidy = "/".join(["", *(part for part in asked.lower().split("/") if part), ""])
    found = _thing(tidy) or _page(request, tidy) or _before(request, tidy)
    return found if found != asked else ""


def before_change(request: HttpRequest, path: str) -> str:
    """Return where the page is now that once lived at `path`; nothing if none did."""
    return _before(request, path)


def _thing(tidy: str) -> str:
    """Return the address of a session, topic or mentor."""
    if match := SESSION.fullmatch(tidy):
        found = sessions.shown().filter(pk=int(match[1])).first()
    elif match := TOPIC.fullmatch(tidy):
        found = Domain.objects.filter(slug=match[1]).first()
    elif match := MENTOR.fullmatch(tidy):
        found = mentors.shown().filter(slug=match[1]).first()
    else:
        return ""
    return found.get_absolute_url() if found else ""


def _page(request: HttpRequest, tidy: str) -> str:
    """Return the address of one of the editors' pages."""
    site = Site.find_for_request(request)
    if site is None or MENTOR.fullmatch(tidy):
        return ""
    url_path = f"{site.root_page.url_path.rstrip('/')}{tidy}"
    return tidy if Page.objects.live().filter(url_path=url_path).exists() else ""


def _before(request: HttpRequest, tidy: str) -> str:
    rows = Redirect.get_for_site(Site.find_for_request(request))
    row = rows.filter(old_path=Redirect.normalise_path(tidy)).order_by("-site").first()
    return (row.link or "") if row else ""
