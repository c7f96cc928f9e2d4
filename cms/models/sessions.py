"""Sessions: the list, topics, and a page each, routed below one Wagtail page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Page

from learning.models import Domain
from learning.queries import topics

from ..screens import catalogue, session
from ..seo import addresses
from ..seo import pages as seo
from .base import FixedSlug
from .topics import TopicText


class SessionCataloguePage(FixedSlug, RoutablePageMixin, Page):
    """The catalogue; there is one. Sessions are rows of learning, not pages."""

    FIXED_SLUG = "sessions"
    template = "cms/catalogue.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        """Show the list with its filters."""
        return self._list(request)

    @path("topic/<slug:slug>/")
    def topic(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the list of one topic; where it once stood leads to where it stands."""
        domain = Domain.objects.filter(slug=slug).first()
        if domain is None:
            if (now_at := topics.moved(slug)) is None:
                raise Http404
            return addresses.moved_to(request, now_at.get_absolute_url())
        return self._list(request, domain)

    @re_path(r"^(?P<pk>\d{1,18})/(?:(?P<slug>[-\w]+)/)?$")
    def show(self, request: HttpRequest, pk: str, slug: str | None = None) -> HttpResponse:
        """Show one session; any other address of it leads to its own."""
        found = session.shown(int(pk))
        if found is None:
            raise Http404
        if request.path != found.get_absolute_url():
            return addresses.moved_to(request, found.get_absolute_url())
        extra: dict[str, Any] = session.context(request, found)
        extra["meta"] = SimpleLazyObject(lambda: seo.session(extra))
        return self.render(request, context_overrides=extra, template="cms/session.html")

    def _list(self, request: HttpRequest, topic: Domain | None = None) -> HttpResponse:
        words = TopicText.objects.filter(domain=topic, live=True) if topic else None
        text = words.select_related("picture").first() if words is not None else None
        extra = catalogue.context(request, topic, text)
        catalogue.note_missed(request, extra["found"])
        extra["meta"] = SimpleLazyObject(lambda: seo.catalogue(request, self, extra))
        return self.render(request, context_overrides=extra)
