"""What a mentor keeps in mind about a learner; nobody else reads it."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .person import Mentor


class LearnerNote(models.Model):
    """A mentor's own words about one learner."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="learner_notes")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(max_length=1000)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [models.UniqueConstraint("mentor", "learner", name="one_note_a_learner")]

    def __str__(self) -> str:
        return f"{self.mentor_id} of {self.learner_id}"
