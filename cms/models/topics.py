"""What editors write of a topic: it stands above the topic's sessions."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.snippets.models import register_snippet

from learning.models import Domain

from ..blocks.words import QuestionsBlock
from ..screens import catalogue


@register_snippet
class TopicText(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """The words and the picture of one topic's page."""

    domain = models.OneToOneField(
        Domain,
        on_delete=models.CASCADE,
        related_name="page_text",
        verbose_name=_("topic"),
        help_text=_("Whose page this is. Each topic has one."),
    )
    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text=_("Two or three sentences above the sessions: what one learns here, and how."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands beside the introduction on wide screens. May stay empty."),
    )
    picture_alt = models.CharField(
        _("picture in words"),
        max_length=160,
        blank=True,
        help_text=_("What the picture shows, for who cannot see it. Empty only for decoration."),
    )
    search_title = models.CharField(
        _("title for search engines"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the topic's name."),
    )
    search_description = models.CharField(
        _("description for search engines"),
        max_length=160,
        blank=True,
        help_text=_("One sentence shown below the title in results. Empty: the topic's own."),
    )
    questions = StreamField(
        [("questions", QuestionsBlock())],
        blank=True,
        max_num=1,
        verbose_name=_("questions"),
        help_text=_("Below the sessions: what people ask before they book."),
    )

    panels = [
        FieldPanel("domain"),
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
        FieldPanel("search_title"),
        FieldPanel("search_description"),
        FieldPanel("questions"),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")
        ordering = ["domain__position", "domain__name"]

    def __str__(self) -> str:
        return str(self.domain) if self.domain_id else ""

    def get_absolute_url(self) -> str:
        """Return the page this stands on."""
        return self.domain.get_absolute_url()

    @property
    def described_picture(self) -> Image | None:
        """Return the picture with the words written for it here."""
        if self.picture:
            self.picture.contextual_alt_text = self.picture_alt
        return self.picture

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the page of the catalogue."""
        return "cms/catalogue.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return the topic's page with these words on it."""
        return catalogue.context(request, self.domain, self)
