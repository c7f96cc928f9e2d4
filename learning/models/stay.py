"""From coming into a session's room to leaving it: what attendance is settled by."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from .session import Session


class Stay(models.Model):
    """One stretch of time a learner or the mentor was in the room; still there without an end."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stays"
    )
    joined_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
        indexes = [models.Index(fields=["session", "person"], name="stay_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(left_at=None),
                name="stay_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("joined_at")),
                name="stay_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.session}"
