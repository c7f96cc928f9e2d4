"""What a mentor hands out with a session."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now
from peerlearn.common.files import private_files

from .session import Session


class Material(models.Model):
    """A file or a link, for those who have a seat. Copies of a session share the file."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=500, blank=True)
    file = models.FileField(upload_to="materials/", storage=private_files, blank=True)
    ending = models.CharField(max_length=4, blank=True, help_text="What the file is.")
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes; 0 of a link.")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["file"], name="material_by_file")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="") & ~Q(ending="")) | (~Q(url="") & Q(file="")),
                name="material_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return where its content is: the linked page, or the download."""
        return self.url or f"/materials/{self.pk}/"

    @property
    def host(self) -> str:
        """Return where a link leads, "" for a file."""
        return urlsplit(self.url).hostname or ""
