"""Taking one's data along, and leaving."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now
from peerlearn.common.files import private_files

from ..enums import ErasureState, ExportState


class DataExport(models.Model):
    """A ZIP of all we hold about somebody, made by a task and kept for a week."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    file = models.FileField(upload_to="exports/", storage=private_files, blank=True)
    asked_at = models.DateTimeField(default=now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=ExportState.WAITING),
                name="one_export_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"export of {self.user_id}, {self.state}"


class Erasure(models.Model):
    """Somebody's wish to be forgotten, and when it is carried out."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasures"
    )
    state = models.CharField(max_length=10, choices=ErasureState, default=ErasureState.WAITING)
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    put_off_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=ErasureState.WAITING),
                name="one_erasure_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"erasure of {self.user_id}, {self.state}"


class DraftPicture(models.Model):
    """A picture chosen in the sign-up wizard, before there is an account; swept after a day."""

    file = models.ImageField(upload_to="drafts/")
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.file.name
