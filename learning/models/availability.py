"""When a mentor takes lessons: the usual week, single days, absences, and rules for a 1:1."""

from django.db import models
from django.db.models import F, Q

from peerlearn.common.clock import now
from peerlearn.common.crypto import EncryptedTextField

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


class DateHours(models.Model):
    """A stretch of a single date that has hours of its own; one of 0 to 0 closes the day."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="date_hours")
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField(default=0)
    end_minute = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["day", "start_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute=0, end_minute=0)
                | Q(end_minute__gt=F("start_minute"), end_minute__lte=DAY_MINUTES),
                name="date_hours_within_the_day",
            ),
            models.UniqueConstraint("mentor", "day", "start_minute", name="date_hours_start_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id}: {self.day}, {self.start_minute}-{self.end_minute}"


class TimeOff(models.Model):
    """Days a mentor is away, the last one included; the note is the mentor's own."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="time_off")
    first_day = models.DateField()
    last_day = models.DateField()
    note = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="time_off_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id}: {self.first_day} to {self.last_day}"


def usual_lengths() -> list[int]:
    """Return the lengths a mentor offers who has not chosen any, in minutes."""
    return [30, 60]


class SlotRules(models.Model):
    """What a mentor asks for around a 1:1; a mentor without a row has the defaults."""

    mentor = models.OneToOneField(
        Mentor, on_delete=models.CASCADE, related_name="slot_rules", primary_key=True
    )
    bookable = models.BooleanField(default=True, help_text="Learners may book a free time.")
    lengths = models.JSONField(default=usual_lengths, help_text="Minutes, ascending.")
    step = models.PositiveSmallIntegerField(default=30, help_text="Minutes between starts.")
    buffer_before = models.PositiveSmallIntegerField(default=0, help_text="Minutes.")
    buffer_after = models.PositiveSmallIntegerField(default=0, help_text="Minutes.")
    notice = models.PositiveIntegerField(default=12 * 60, help_text="Minutes.")
    horizon = models.PositiveSmallIntegerField(default=60, help_text="Days.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__gte=5), name="slots_have_a_step"),
            models.CheckConstraint(condition=Q(horizon__gte=1), name="slots_have_a_horizon"),
        ]

    def __str__(self) -> str:
        return f"rules of {self.mentor_id}"

    @property
    def usual_length(self) -> int:
        """Return the minutes shown to who chose none: an hour if offered, else the longest."""
        return 60 if 60 in self.lengths else self.lengths[-1]


class BusyCalendar(models.Model):
    """A calendar whose times a mentor is busy at; its address is a secret of the mentor."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="busy_calendars")
    name = models.CharField(max_length=60)
    url = EncryptedTextField()
    created_at = models.DateTimeField(default=now)
    fetch_from = models.DateTimeField(default=now, help_text="When it is read next.")
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read.")
    error = models.CharField(max_length=200, blank=True, help_text="Why it could not be read.")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["fetch_from"], name="busy_calendar_due")]

    def __str__(self) -> str:
        return self.name


class BusyTime(models.Model):
    """A time taken in a calendar: only when, never what."""

    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["calendar", "ends_at"], name="busy_time_of_calendar")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id}: {self.starts_at} to {self.ends_at}"
