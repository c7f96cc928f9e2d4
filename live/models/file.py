"""Files that people hand each other in a room."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now
from peerlearn.common.files import private_files

from .room import Room


class RoomFile(models.Model):
    """One file. What it is its content told; a picture was drawn anew and has a small copy.

    Its time over, the bytes go; its name, and who sent it, stay with the line of the chat.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="files")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=36)
    title = models.CharField(max_length=120)
    ending = models.CharField(max_length=4, help_text="What the file is.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    file = models.FileField(upload_to="rooms/", storage=private_files, blank=True)
    preview = models.FileField(upload_to="rooms/", storage=private_files, blank=True)
    width = models.PositiveSmallIntegerField(default=0, help_text="Of the small copy.")
    height = models.PositiveSmallIntegerField(default=0, help_text="Of the small copy.")
    created_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="When its time was over.")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(deleted_at=None), name="room_file_sweep"
            ),
        ]
        constraints = [
            models.UniqueConstraint("room", "sender", "client_id", name="room_file_once"),
            models.CheckConstraint(
                condition=Q(preview="", width=0, height=0) | ~Q(preview="") & Q(width__gt=0),
                name="room_file_small_copy",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) & ~Q(file="")
                | Q(deleted_at__isnull=False, file="", preview=""),
                name="room_file_or_deleted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return what it is called, with the ending of what it is."""
        return f"{self.title}.{self.ending}"

    @property
    def kept_until(self) -> datetime:
        """Return when its time is over."""
        return self.created_at + timedelta(days=settings.CHAT_FILES_KEEP_DAYS)

    @property
    def is_picture(self) -> bool:
        """Tell whether it can be shown."""
        return bool(self.preview)
