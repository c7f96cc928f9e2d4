"""What the pages share."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class FixedSlug:
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
