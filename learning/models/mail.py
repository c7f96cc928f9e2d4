"""Mails about bookings and requests: noted with the fact, sent by a sweep; none is lost."""

from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now
from peerlearn.notifications.models import Notice

from ..enums import MailKind
from .booking import Booking


class Outgoing(models.Model):
    """A mail that is to be sent, or was."""

    created_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now, help_text="When to try, or try again.")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]


class NoticeMail(Outgoing):
    """A notice that goes out by mail, too; one that is retracted takes its mail along."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")

    class Meta(Outgoing.Meta):
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="notice_mail_due")
        ]

    def __str__(self) -> str:
        return str(self.notice)


class BookingMail(Outgoing):
    """A mail to a booking's learner that is to be sent, or was."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=13, choices=MailKind)
    before = models.DateTimeField(null=True, blank=True, help_text="The start before it moved.")

    class Meta(Outgoing.Meta):
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="booking_mail_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.booking}"
