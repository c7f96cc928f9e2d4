"""The landing page."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from .. import tree
from ..blocks import HeroVisual, HomeBody
from ..screens import landing
from ..screens.frame import frame
from ..seo import pages as seo
from .base import FixedSlug


class HomePage(FixedSlug, Page):
    """Hero and body; there is one."""

    FIXED_SLUG = "home"
    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.MentorIndexPage",
        "cms.SessionCataloguePage",
        "cms.ContactPage",
        "cms.ContentPage",
    ]
    max_count = 1

    hero_title = models.CharField(
        _("heading"),
        max_length=80,
        default="Learn from Experts Live",
        help_text=_("The first words of the site, large. Up to six words look best."),
    )
    hero_text = models.TextField(
        _("text"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences below the heading: what somebody gets here."),
    )
    hero_sentence = models.BooleanField(
        _("show the sentence to finish"),
        default=True,
        help_text=_("“I want to learn … , … , under …”: the search of the first view."),
    )
    hero_visual = StreamField(
        HeroVisual(),
        blank=True,
        verbose_name=_("beside the words"),
        help_text=_("Empty: the two top rated mentors who have a picture, kept up to date."),
    )
    body = StreamField(
        HomeBody(),
        blank=True,
        verbose_name=_("parts of the page"),
        help_text=_("From top to bottom. Live parts read sessions, seats and mentors each time."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("hero_sentence"),
                FieldPanel("hero_visual"),
            ],
            _("First view"),
        ),
        FieldPanel("body"),
    ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below this one among those that are known (tree.py)."""
        if not path_components:
            super().route(request, path_components)  # raises unless it is live
            return RouteResult(tree.for_one_visit(self))
        found = tree.child(self, path_components[0])
        if found is None:
            raise Http404
        return tree.for_one_visit(found, self).route(request, path_components[1:])

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Add the hero's choices and faces, and fill the live blocks."""
        extra = landing.context(self.hero_visual, self.body)
        house = frame()
        meta = SimpleLazyObject(lambda: seo.landing(self, house))
        head = {"meta": meta, "frame": house}
        return super().get_context(request, *args, **kwargs) | extra | head
