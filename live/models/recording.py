"""A recording of a session: who agreed to it, what arrived, and the files made of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from peerlearn.common.clock import now
from peerlearn.common.files import private_files

from ..enums import OPEN_RECORDING, ConsentAct, DeletedReason, RecordingState
from .room import Room


class Recording(models.Model):
    """One recording of a room. It runs only while everybody in the call has agreed to it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="recordings")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=8, choices=RecordingState, default=RecordingState.ASKED)
    asks = models.PositiveSmallIntegerField(default=1, help_text="How often everybody was asked.")
    part = models.PositiveSmallIntegerField(default=0, help_text="The part that runs, or ran last.")
    recorder = models.CharField(
        max_length=16, blank=True, help_text="The stay whose browser records this part."
    )
    revision = models.PositiveIntegerField(
        default=0, help_text="Counts what rooms were told, for news that overtakes other news."
    )
    keep_days = models.PositiveSmallIntegerField(help_text="As everybody was told when asked.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Of making its files.")
    tried_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_reason = models.CharField(max_length=8, choices=DeletedReason, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="recording_sweep"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(state__in=OPEN_RECORDING), name="recording_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordingState.RUNNING) | ~Q(recorder=""),
                name="recording_has_a_recorder",
            ),
        ]

    def __str__(self) -> str:
        return f"Recording {self.pk} of {self.room_id}"


class RecordingConsent(models.Model):
    """One thing somebody said to being recorded. The last one holds; the database refuses changes.

    Taking a consent back is a row of its own.
    """

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="consents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ask = models.PositiveSmallIntegerField(help_text="Which asking this answers.")
    act = models.CharField(max_length=9, choices=ConsentAct)
    words = models.CharField(max_length=10, help_text="Version of the words they were shown.")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.act}"


class RecordingPart(models.Model):
    """What one browser recorded without a break; its chunks are laid end to end in one file."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120, help_text="In the private storage, unfinished.")
    ending = models.CharField(max_length=4, blank=True, help_text="What its first bytes told.")
    chunks = models.PositiveIntegerField(default=0, help_text="Arrived, in order.")
    size = models.PositiveBigIntegerField(
        default=0, help_text="Bytes that count; a file may hold more."
    )
    whole = models.BooleanField(default=False, help_text="Who recorded it said: nothing follows.")
    began_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("recording", "number", name="recording_part_once"),
            models.UniqueConstraint(
                fields=["recording"], condition=Q(closed_at=None), name="recording_part_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("began_at")),
                name="recording_part_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.recording_id}"


class RecordingFile(models.Model):
    """A finished file: it knows its length and can be wound."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="recordings/", storage=private_files)
    ending = models.CharField(max_length=4)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("recording", "number", name="recording_file_once"),
        ]

    @property
    def length(self) -> str:
        """Return its length as people read it: minutes and seconds."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    def __str__(self) -> str:
        return f"{self.number} of {self.recording_id}"
