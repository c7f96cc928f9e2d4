"""Sessions that repeat every week."""

from django.db import models

from peerlearn.common.clock import now

from .person import Mentor


class SessionSeries(models.Model):
    """A weekly repetition: the same time of day in `time_zone`, whatever summer time does."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="series")
    time_zone = models.CharField(max_length=64)
    weeks = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"series {self.pk} of {self.weeks} weeks"
