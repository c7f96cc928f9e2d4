"""How a mentor keeps their door."""

from django.conf import settings
from django.db import models


class HostChoice(models.Model):
    """What a mentor chose last; their next rooms begin with it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    auto_admit = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Choices of {self.user_id}"
