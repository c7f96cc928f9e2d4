"""What a room shows large instead of its people."""

from django.db import models

from ..enums import SurfaceName
from .room import Room
from .slides import Deck


class Surface(models.Model):
    """One a room: the board or the slides, and where everybody is in them."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="surface")
    name = models.CharField(max_length=6, choices=SurfaceName, blank=True)
    page = models.PositiveSmallIntegerField(default=1, help_text="Of the board.")
    learners_draw = models.BooleanField(default=True)
    deck = models.ForeignKey(
        Deck, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    slide = models.PositiveSmallIntegerField(default=1, help_text="Of the deck.")

    def __str__(self) -> str:
        return f"{self.name or 'people'} in {self.room_id}"
