"""What search engines may find: an index of sections, each a window of ids.

A session stays in its section for life, whatever comes before it, and no statement skips over rows:
100,000 sessions are ten sections of one statement each. Plain values, no model is made.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.db.models import F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning.models import Domain
from learning.queries import mentors, reviews, sessions
from peerlearn.common.zones import iso_utc

from .models import ContactPage, ContentPage, HomePage, MentorIndexPage, SessionCataloguePage
from .seo.meta import absolute

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Addresses a section can hold at most; search engines read 50,000.
WINDOW = 10_000
Row = tuple[str, datetime | None]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sections, each with when anything in it changed last."""
    found: list[Row] = [(_address("pages", 0), _last(_pages())), (_address("topics", 0), None)]
    for name in ("sessions", "mentors"):
        found += [(_address(name, n), last) for n, last in _windows(name)]
    return _xml("sitemapindex", "sitemap", found)


@require_safe
def section(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """List the addresses of one section."""
    place = int(number)
    if name in ("pages", "topics"):
        rows = list(_pages() if name == "pages" else _topics()) if place == 0 else []
    else:
        rows = list(_rows(name, place))
    if not rows:
        raise Http404
    return _xml("urlset", "url", rows)


def _pages() -> Iterator[Row]:
    """Yield the landing page, both lists, the contact page and the pages of text."""
    fixed = {
        HomePage: "/",
        SessionCataloguePage: "/sessions/",
        MentorIndexPage: "/mentors/",
        ContactPage: "/contact/",
    }
    for kind, path in fixed.items():
        for last in kind.objects.live().values_list("last_published_at", flat=True):
            yield path, last
    texts = ContentPage.objects.live().order_by("pk")
    for slug, last in texts.values_list("slug", "last_published_at"):
        yield f"/{slug}/", last


def _topics() -> Iterator[Row]:
    for slug in Domain.objects.values_list("slug", flat=True):
        yield f"/sessions/topic/{slug}/", None


def _windows(name: str) -> Iterator[tuple[int, datetime]]:
    """Yield each section that holds anything, with its last change; one statement."""
    number = Cast(F("pk") / Value(WINDOW), IntegerField())
    rows = _found(name).order_by().annotate(number=number).values("number")
    yield from rows.annotate(last=Max("changed")).order_by("number").values_list("number", "last")


def _rows(name: str, number: int) -> Iterator[Row]:
    start = number * WINDOW
    rows = _found(name).filter(pk__gte=start, pk__lt=start + WINDOW).order_by("pk")
    if name == "sessions":
        for pk, slug, last in rows.values_list("pk", "slug", "changed").iterator():
            yield f"/sessions/{pk}/{slug}/", last
    else:
        for slug, last in rows.values_list("slug", "changed").iterator():
            yield f"/mentors/{slug}/", last


def _found(name: str) -> QuerySet:
    if name == "sessions":
        return sessions.visible().select_related(None).annotate(changed=F("updated_at"))
    rows = mentors.listed().select_related(None).prefetch_related(None)
    praised = reviews.shown().filter(mentor=OuterRef("pk")).order_by("-created_at")
    return rows.annotate(
        changed=Greatest(
            Coalesce("page__last_published_at", "created_at"),
            Coalesce(Subquery(praised.values("created_at")[:1]), "created_at"),
        )
    )


def _last(rows: Iterable[Row]) -> datetime | None:
    return max((last for _path, last in rows if last), default=None)


def _address(name: str, number: int) -> str:
    return reverse("sitemap-section", args=[name, number])


def _xml(root: str, item: str, rows: Iterable[Row]) -> HttpResponse:
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n', f'<{root} xmlns="{NAMESPACE}">\n']
    for path, last in rows:
        when = f"<lastmod>{iso_utc(last)}</lastmod>" if last else ""
        parts.append(f"<{item}><loc>{escape(absolute(path))}</loc>{when}</{item}>\n")
    parts.append(f"</{root}>\n")
    answer = HttpResponse("".join(parts), content_type="application/xml")
    answer["Cache-Control"] = "public, max-age=600"
    return answer
