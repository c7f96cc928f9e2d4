"""The text that the people of a room write together."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .room import Room


class Notes(models.Model):
    """One text a room. `rev` counts the changes; it stays readable when the room has closed."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    rev = models.PositiveIntegerField(default=0)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"Notes of {self.room_id}"


class NotesEdit(models.Model):
    """One change while the room is open: what came after it is put in order by it."""

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="edits")
    rev = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    client_id = models.CharField(max_length=36)
    op = models.JSONField(help_text="As live/text_ops.py has it, made of the text before it.")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["rev"]
        constraints = [
            models.UniqueConstraint("notes", "rev", name="notes_rev_once"),
            models.UniqueConstraint("notes", "author", "client_id", name="notes_edit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rev} of {self.notes_id}"
