"""Mentors: the index and a page each."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from learning.enums import Vetting

from ..screens import mentor as screen
from ..seo import pages as seo
from .base import FixedSlug, Public


class MentorIndexPage(FixedSlug, Page):
    """All mentors; there is one."""

    FIXED_SLUG = "mentors"
    template = "cms/mentor_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.MentorPage"]
    max_count = 1

    intro = models.CharField(max_length=240, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of a mentor who may be seen, with all it shows, in one statement."""
        if not path_components:
            return super().route(request, path_components)
        slug, *rest = path_components
        pages = MentorPage.objects.child_of(self).select_related("mentor__user", "portrait")
        seen = pages.filter(mentor__vetting=Vetting.APPROVED, mentor__user__is_active=True)
        page = seen.filter(slug=slug).first()
        if page is None:
            raise Http404
        return page.route(request, rest)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Add the mentors the address asks for."""
        extra = screen.index_context(request)
        extra["meta"] = seo.mentors(request, self, extra)
        return super().get_context(request, *args, **kwargs) | extra


class MentorPage(Public, Page):
    """What people read of a mentor; what the rules need is on learning.Mentor."""

    template = "cms/mentor.html"
    parent_page_types = ["cms.MentorIndexPage"]
    subpage_types: list[str] = []

    mentor = models.OneToOneField("learning.Mentor", on_delete=models.PROTECT, related_name="page")
    headline = models.CharField(max_length=140, blank=True)
    biography = RichTextField(features=["bold", "italic", "link", "ul", "ol"], blank=True)
    portrait = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Instead of the picture of the account.",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
    ]
    promote_panels = FixedSlug.promote_panels

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse editors: a page is made for each mentor, never by hand."""
        return False

    def full_clean(self, *args, **kwargs) -> None:
        """Keep the address that `Mentor.get_absolute_url` says."""
        self.slug = self.mentor.slug
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Add sessions, reviews and topics."""
        extra = screen.context(request, self.mentor)
        extra["meta"] = seo.mentor(self, extra)
        return super().get_context(request, *args, **kwargs) | extra
