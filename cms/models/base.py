"""What the pages share."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageViewRestriction

from ..screens.whole import rendered_once


class Public:
    """A page that is for everybody: no privacy to set, so none to read on each visit."""

    private_page_options: list[str] = []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return that there are none, without asking the database."""
        return _no_restriction()

    def serve(self, request: HttpRequest, *args, **kwargs) -> Any:
        """Answer with a text rendered earlier, where one shows the same."""
        answer = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        return rendered_once(answer) if isinstance(answer, TemplateResponse) else answer


@cache
def _no_restriction() -> QuerySet[PageViewRestriction]:
    """Return nothing, found once: even an empty query is compiled each time it is asked."""
    return PageViewRestriction.objects.none()


class FixedSlug(Public):
    """A page whose address other floors count on: `FIXED_SLUG` comes back on every save."""

    FIXED_SLUG = ""
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], "For search engines"
        )
    ]

    def full_clean(self, *args, **kwargs) -> None:
        """Put the address back before it is checked."""
        self.slug = self.FIXED_SLUG
        super().full_clean(*args, **kwargs)
