"""Slides shown in a room: a PDF, and a picture of each of its pages."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now
from peerlearn.common.files import private_files

from ..enums import DeckState
from .room import Room


class Deck(models.Model):
    """One PDF. Its pictures are made by a sweep (live/services/slide_making.py)."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="decks")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    file = models.FileField(upload_to="slides/", storage=private_files)
    state = models.CharField(max_length=7, choices=DeckState, default=DeckState.WAITING)
    problem = models.CharField(max_length=120, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="By the sweep at work on it.")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state=DeckState.WAITING),
                name="deck_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_until(self) -> datetime:
        """Return when its time is over: it is brought for a session, however long before it."""
        return self.room.session.ends_at + timedelta(days=settings.SLIDES_KEEP_DAYS)


class Slide(models.Model):
    """The picture of one page."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="slides")
    number = models.PositiveSmallIntegerField()
    picture = models.FileField(upload_to="slides/", storage=private_files)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="What the page says, for who cannot see it.")
    shown_at = models.DateTimeField(null=True, blank=True, help_text="First, by the mentor.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("deck", "number", name="slide_once")]

    def __str__(self) -> str:
        return f"{self.number} of {self.deck_id}"
