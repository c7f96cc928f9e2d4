"""The one thing that happens at a time."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from peerlearn.common.clock import now
from peerlearn.common.pictures import PictureField

from ..enums import Level, SessionKind, SessionState
from .domain import Domain, Skill
from .person import Mentor
from .series import SessionSeries

# What may be on offer: indexes that leave out all that is over.
_OPEN = Q(kind=SessionKind.PUBLIC, state__in=[SessionState.SCHEDULED, SessionState.LIVE])


class Session(models.Model):
    """A live session with a mentor and 1 to N seats; only a draft may be incomplete."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=8, choices=SessionKind, default=SessionKind.PUBLIC)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.DRAFT)
    title = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=120)
    summary = models.CharField(max_length=240, blank=True)
    description = models.TextField(blank=True)
    # A draft may lack topic and time; typed as if not, for all others have them (see the CHECK).
    domain: "models.ForeignKey[Domain, Domain]" = models.ForeignKey(
        Domain, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    skills = models.ManyToManyField(Skill, related_name="sessions", blank=True)
    level = models.CharField(max_length=12, choices=Level, default=Level.BEGINNER)
    language = models.CharField(max_length=40, default="English")
    cover = PictureField(upload_to="covers/", blank=True)
    starts_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(
        null=True, blank=True
    )
    ends_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(
        null=True, blank=True
    )
    planned_minutes = models.PositiveSmallIntegerField(
        default=60, help_text="The length of a draft that has no start yet."
    )
    capacity = models.PositiveSmallIntegerField(default=1)
    seats_taken = models.PositiveSmallIntegerField(default=0)
    price = models.PositiveBigIntegerField(default=0, help_text="Paise a seat; 0 is free.")
    mentor_ready_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    min_seats = models.PositiveSmallIntegerField(
        default=0, help_text="With fewer learners it does not take place; 0 sets no minimum."
    )
    decide_hours = models.PositiveSmallIntegerField(
        default=24, help_text="Hours before the start when the minimum must be met."
    )
    goes_ahead_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was settled that it takes place."
    )
    series = models.ForeignKey(
        SessionSeries, on_delete=models.SET_NULL, related_name="sessions", null=True, blank=True
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Raised by every edit, so that an old page cannot undo a new one."
    )
    moves = models.PositiveSmallIntegerField(
        default=0, help_text="How often it got another time after it was published."
    )
    cancel_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["state", "kind", "starts_at"], name="session_listing"),
            models.Index(fields=["mentor", "starts_at"], name="session_of_mentor"),
            models.Index(fields=["domain", "state", "starts_at"], name="session_of_domain"),
            models.Index(fields=["state", "ends_at"], name="session_sweep"),
            models.Index(fields=["starts_at", "id"], condition=_OPEN, name="session_on_offer"),
            models.Index(
                fields=["language", "starts_at"], condition=_OPEN, name="session_by_language"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")), name="session_not_oversold"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_has_a_seat"),
            models.CheckConstraint(
                condition=Q(price=0) | Q(price__gte=100), name="session_price_free_or_payable"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.DRAFT)
                | (
                    ~Q(title="")
                    & Q(domain__isnull=False, starts_at__isnull=False, ends_at__isnull=False)
                ),
                name="session_complete_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(min_seats__lte=F("capacity")), name="session_minimum_can_be_met"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"draft {self.pk}"

    def save(self, *args, **kwargs) -> None:
        """Keep the slug of the title."""
        self.slug = slugify(self.title)[:120].strip("-") or "session"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the canonical address of the session's page; a private one has only its room."""
        if self.kind == SessionKind.PRIVATE:
            return self.room_url
        return f"/sessions/{self.pk}/{self.slug}/"

    @property
    def room_url(self) -> str:
        """Return the address of the session's room."""
        return f"/room/{self.pk}/"

    @property
    def seats_left(self) -> int:
        """Return how many seats can still be booked."""
        return max(0, self.capacity - self.seats_taken)

    @property
    def minutes(self) -> int:
        """Return the planned length in minutes."""
        if self.starts_at is None:
            return self.planned_minutes
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def decides_at(self) -> datetime | None:
        """Return when it is settled whether it takes place; None without a minimum."""
        if not self.min_seats or self.starts_at is None:
            return None
        return self.starts_at - timedelta(hours=self.decide_hours)

    @property
    def minimum_state(self) -> str:
        """Return how its minimum stands: "open", "due" (the moment is here), "met", or ""."""
        decides = self.decides_at
        if decides is None or self.state != SessionState.SCHEDULED:
            return ""
        if self.goes_ahead_at is not None:
            return "met"
        return "open" if now() < decides else "due"

    @property
    def is_live(self) -> bool:
        """Tell whether it is running now."""
        return self.state == SessionState.LIVE


class CurriculumItem(models.Model):
    """One step of what a session covers."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="curriculum")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=400, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("session", "position", name="curriculum_position_once")
        ]

    def __str__(self) -> str:
        return self.title
