"""Sessions: the list, topics, and a page each, routed below one Wagtail page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Page

from learning.models import Domain
from learning.queries import sessions

from ..screens import catalogue, session
from ..seo import addresses
from ..seo import pages as seo
from .base import FixedSlug


class SessionCataloguePage(RoutablePageMixin, FixedSlug, Page):
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
        """Show the list of one topic."""
        return self._list(request, get_object_or_404(Domain, slug=slug))

    @re_path(r"^(?P<pk>\d{1,18})/(?:(?P<slug>[-\w]+)/)?$")
    def show(self, request: HttpRequest, pk: str, slug: str | None = None) -> HttpResponse:
        """Show one session; any other address of it leads to its own."""
        found = sessions.shown().filter(pk=int(pk)).first()
        if found is None:
            raise Http404
        if request.path != found.get_absolute_url():
            return addresses.moved_to(request, found.get_absolute_url())
        extra: dict[str, Any] = session.context(request, found)
        extra["meta"] = seo.session(extra)
        return self.render(request, context_overrides=extra, template="cms/session.html")

    def _list(self, request: HttpRequest, topic: Domain | None = None) -> HttpResponse:
        extra = catalogue.context(request, topic)
        catalogue.note_missed(request, extra["found"])
        extra["meta"] = seo.catalogue(request, self, extra)
        return self.render(request, context_overrides=extra)
