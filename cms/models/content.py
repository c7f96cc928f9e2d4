"""Pages of running text: About, Contact, Terms, Privacy and what editors add."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from peerlearn.common import page_cache

from .. import pictures
from ..blocks import ContentBody
from ..screens import landing
from ..seo import pages as seo
from .base import Public

# The footer of every page leads to these.
LOCKED_SLUGS = frozenset({"about", "contact", "terms", "privacy"})


class ContentPage(Public, Page):
    """A page of text."""

    template = "cms/content.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    body = StreamField(
        ContentBody(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("From top to bottom: text, pictures, and live parts such as the next session."),
    )

    content_panels = [*Page.content_panels, FieldPanel("body")]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Read pictures and fill the live blocks."""
        pictures.read_together(self.body)
        landing.fill(self.body)
        page_cache.depends_on(page_cache.SITE)
        return super().get_context(request, *args, **kwargs) | {"meta": seo.content(self)}

    def full_clean(self, *args, **kwargs) -> None:
        """Keep the address of a page that the footer leads to."""
        stored = ContentPage.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if stored in LOCKED_SLUGS:
            self.slug = stored
        super().full_clean(*args, **kwargs)
