"""The landing page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from ..blocks import HomeBody
from ..screens import landing
from ..seo import pages as seo
from .base import FixedSlug


class HomePage(FixedSlug, Page):
    """Hero and body; there is one."""

    FIXED_SLUG = "home"
    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.MentorIndexPage", "cms.SessionCataloguePage", "cms.ContentPage"]
    max_count = 1

    hero_title = models.CharField(max_length=80, default="Learn from Experts Live")
    hero_text = models.TextField(max_length=300, blank=True)
    body = StreamField(HomeBody(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("body"),
    ]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Add the hero's choices and faces."""
        context = super().get_context(request, *args, **kwargs) | landing.hero()
        return context | {"meta": seo.landing(self)}
