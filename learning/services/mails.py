"""Mails about bookings, with the calendar's entry: noted with the fact, sent by a sweep."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, TypeVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.template.loader import render_to_string

from payments.queries import papers, refunds_of
from peerlearn.common.clock import now
from peerlearn.common.compiled import CompiledInsert
from peerlearn.common.money import format_inr
from peerlearn.common.zones import when_text, zone_of

from .. import invitations
from ..enums import BookingState, MailKind
from ..models import Booking, BookingMail
from ..models.mail import Outgoing

log = logging.getLogger(__name__)

Mail = TypeVar("Mail", bound=Outgoing)

_note = CompiledInsert(BookingMail)

SWEEP_LIMIT = 50
AGAIN = timedelta(minutes=5)
MOST_TRIES = 5
# In which states a mail still tells the truth; what changed meanwhile has a mail of its own.
TRUE_OF = {
    MailKind.CONFIRMED: (BookingState.CONFIRMED,),
    MailKind.MOVED: (BookingState.CONFIRMED,),
    MailKind.SESSION_MOVED: (BookingState.CONFIRMED,),
    MailKind.OFFERED: (BookingState.HELD,),
    MailKind.CANCELLED: (
        BookingState.CANCELLED_LEARNER,
        BookingState.CANCELLED_MENTOR,
        BookingState.NO_SHOW_MENTOR,
    ),
}


def note(booking: Booking, kind: MailKind, *, before: datetime | None = None) -> None:
    """Have a mail sent once the caller's transaction has committed; `before` is the old start."""
    moment = now()
    _note.create(booking_id=booking.pk, kind=kind, before=before, created_at=moment, due_at=moment)


def send_due() -> int:
    """Send the mails that are due; returns how many. A sweep: each is claimed, then sent.

    What could not be sent is tried again in AGAIN, at most MOST_TRIES times.
    """
    return send_each(BookingMail.objects.all(), _send)


def send_each(mails: QuerySet[Mail], send: Callable[[Mail], bool]) -> int:
    """Claim and send those of `mails` that are due; `send` tells whether there was a point to it.

    Returns how many were sent.
    """
    waiting = mails.filter(sent_at=None, due_at__lte=now(), tries__lt=MOST_TRIES)
    sent = 0
    for mail in waiting.order_by("pk")[:SWEEP_LIMIT]:
        claim = mails.filter(pk=mail.pk, sent_at=None, tries=mail.tries)
        if not claim.update(due_at=now() + AGAIN, tries=F("tries") + 1):
            continue
        try:
            sent += send(mail)
        except Exception:  # the mail server's troubles stop no other mail
            log.exception("%s %s was not sent", type(mail).__name__, mail.pk)
            continue
        mails.filter(pk=mail.pk).update(sent_at=now())
    return sent


def _send(mail: BookingMail) -> bool:
    bookings = Booking.objects.select_related("session__mentor__user", "session__domain", "learner")
    booking = bookings.get(pk=mail.booking_id)
    kind = MailKind(mail.kind)
    if booking.state not in TRUE_OF[kind] or not booking.learner.is_active:
        return False
    known = _words(booking, mail)
    name = f"learning/email/{kind.value}"
    subject = render_to_string(f"{name}_subject.txt", known)
    text = render_to_string(f"{name}_message.txt", known)
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[booking.learner.email])
    if kind != MailKind.OFFERED:
        method = "CANCEL" if kind == MailKind.CANCELLED else "REQUEST"
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        entry = invitations.invitation(booking, method=method, sender=sender).decode()
        # Mail programs read the part; who has none opens the file.
        message.attach_alternative(entry, f"text/calendar; method={method}")
        message.attach("session.ics", entry, "text/calendar")
    message.send()
    return True


def _words(booking: Booking, mail: BookingMail) -> dict[str, Any]:
    session, learner = booking.session, booking.learner
    zone = zone_of(learner.time_zone)

    def when(moment: datetime | None) -> str:
        return f"{when_text(moment, zone)} ({zone.key})" if moment else ""

    until = booking.policy.get("free_until")
    refund = refunds_of(booking.order_id) if booking.order_id else 0
    return {
        "user": learner,
        "booking": booking,
        "session": session,
        "mentor": session.mentor.user.name,
        "when": when(session.starts_at),
        "before": when(mail.before),
        "until": when(datetime.fromtimestamp(until, zone)) if until else "",
        "kept_until": when(booking.hold_expires_at),
        "paid": bool(booking.price),
        "price": format_inr(booking.price),
        "papers": [
            (paper.number, invitations.absolute(paper.get_absolute_url()))
            for paper in papers.of_order(booking.order_id)
        ],
        "refund": format_inr(refund) if refund else "",
        "links": invitations.links(booking),
        "url": invitations.absolute(booking.get_absolute_url()),
    }
