"""The one table of common: answers kept for who asks the same again."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .clock import now


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered; `status` 0 while it is under way."""

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64, help_text="A hash of method, address and body.")
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="kept_answer_once_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.status}"
