"""The proof that somebody attended a session."""

from django.db import models

from peerlearn.common.clock import now

from .booking import Booking


class Certificate(models.Model):
    """A code by which anybody may check one attended seat; it holds while the seat is attended."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=12, unique=True)
    issued_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the public page that confirms it."""
        return f"/certificates/{self.shown_code}/"

    @property
    def shown_code(self) -> str:
        """Return the code in groups of four, as it is printed."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))
