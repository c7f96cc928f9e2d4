"""How often public pages were looked at; nothing tells by whom."""

from django.db import models

from .person import Mentor
from .session import Session


class PageViews(models.Model):
    """Views of one page on one day of its mentor's clock: a session's, or the mentor's own."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="page_views")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, related_name="page_views"
    )
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index("mentor", "day", name="views_by_day")]
        constraints = [
            models.UniqueConstraint(
                "session", "day", condition=models.Q(session__isnull=False), name="views_of_session"
            ),
            models.UniqueConstraint(
                "mentor", "day", condition=models.Q(session__isnull=True), name="views_of_mentor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"
