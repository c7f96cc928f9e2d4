"""What the pages share."""

from django.db.models import QuerySet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageViewRestriction


class Public:
    """A page that is for everybody: no privacy to set, so none to read on each visit."""

    private_page_options: list[str] = []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return that there are none, without asking the database."""
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
