"""The contact page."""

from typing import Any

from allauth.core import ratelimit
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.forms.models import FormMixin
from wagtail.fields import StreamField
from wagtail.models import Page

from .. import pictures
from ..blocks import ContentBody
from ..contact import services
from ..contact.forms import ContactForm
from ..screens import landing
from ..seo import pages as seo
from .base import FixedSlug

DEFAULT_TOPICS = "A session or booking\nMoney and refunds\nTeaching on PeerLearn\nSomething else"
DEFAULT_THANKS = "Thank you. We read every message and answer within one working day."
SENT = "sent"


class WithForm(FormMixin):
    """A page with a form; migrations build it without its templates, which Wagtail asks for."""

    landing_page_template = "cms/contact.html"


class ContactPage(WithForm, FixedSlug, Page):
    """Text, a form, and thanks; there is one. It is never kept: each form has its own token."""

    FIXED_SLUG = "contact"
    template = "cms/contact.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    body = StreamField(
        ContentBody(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Stands above the form. What people need to know before they write."),
    )
    topics = models.TextField(
        _("topics"),
        max_length=400,
        default=DEFAULT_TOPICS,
        help_text=_("What a message may be about: one a line, up to ten."),
    )
    thanks = models.CharField(
        _("thanks"),
        max_length=240,
        default=DEFAULT_THANKS,
        help_text=_("Shown when a message was sent: what happens next, and by when."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        FieldPanel("topics"),
        FieldPanel("thanks"),
    ]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Read pictures, fill live blocks, add the head."""
        pictures.read_together(self.body)
        landing.fill(self.body)
        context = super().get_context(request, *args, **kwargs)
        return context | {"meta": seo.content(self), "is_sent": SENT in request.GET}

    def get_form(self, *args, **kwargs) -> ContactForm:
        """Return the form with this page's topics."""
        topics = [line.strip() for line in self.topics.splitlines() if line.strip()][:10]
        return ContactForm(*args, topics=topics)

    def get_data_fields(self) -> list[tuple[str, Any]]:
        """Return the columns of the list of messages."""
        fields = ContactForm.base_fields
        shown = [(name, fields[name].label) for name in services.FIELDS]
        return [("submit_time", _("Sent")), *shown]

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the form; keep what is sent, then lead to the thanks: a reload sends nothing."""
        if request.method != "POST":
            return self._answer(request, self.get_form())
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self._answer(request, form)
        if not ratelimit.consume(request, action="contact", key=form.cleaned_data["email"].lower()):
            form.add_error(
                None, _("You have written several times just now. Try again in an hour.")
            )
            return self._answer(request, form, status=429)
        services.keep_message(page=self, data=form.cleaned_data)
        return redirect(f"{request.path}?{SENT}=1#main")

    def _answer(self, request: HttpRequest, form: ContactForm, status: int = 200) -> HttpResponse:
        context = self.get_context(request) | {"form": form}
        answer = TemplateResponse(request, self.template, context, status=status)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def render_landing_page(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the thanks (preview in the admin)."""
        context = self.get_context(request) | {"is_sent": True}
        return TemplateResponse(request, self.template, context)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Add an empty form."""
        return self.get_context(request) | {"form": self.get_form()}
