"""When a mentor takes lessons, week after week."""

from django.db import models
from django.db.models import F, Q

from .person import Mentor

DAY_MINUTES = 24 * 60


class WeeklyHours(models.Model):
    """A stretch of a weekday in the mentor's own time zone, in minutes after midnight."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "start_minute"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(end_minute__gt=F("start_minute"), end_minute__lte=DAY_MINUTES),
                name="hours_within_a_day",
            ),
            models.UniqueConstraint(
                "mentor", "weekday", "start_minute", name="hours_start_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id}: day {self.weekday}, {self.start_minute}-{self.end_minute}"
