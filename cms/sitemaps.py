"""What search engines may find."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from learning.models import Domain, Mentor, Session
from learning.queries import mentors, sessions

from .models import ContentPage


class Fixed(Sitemap):
    """Landing, indexes, text pages and topics."""

    def items(self) -> list[str]:
        """Return their addresses."""
        texts = ContentPage.objects.live().values_list("slug", flat=True)
        topics = Domain.objects.values_list("slug", flat=True)
        return [
            "/",
            "/sessions/",
            "/mentors/",
            *(f"/{slug}/" for slug in texts),
            *(f"/sessions/topic/{slug}/" for slug in topics),
        ]

    def location(self, item: str) -> str:
        """Return the address itself."""
        return item


class Sessions(Sitemap):
    """Sessions to come."""

    limit = 5000

    def items(self) -> QuerySet[Session]:
        """Return what anybody may find."""
        return sessions.visible().order_by("starts_at", "id")

    def lastmod(self, item: Session) -> datetime:
        """Return when it was changed."""
        return item.updated_at


class Mentors(Sitemap):
    """Mentors."""

    limit = 5000

    def items(self) -> QuerySet[Mentor]:
        """Return whom anybody may find."""
        return mentors.listed().prefetch_related(None).order_by("id")


SITEMAPS = {"pages": Fixed, "sessions": Sessions, "mentors": Mentors}
