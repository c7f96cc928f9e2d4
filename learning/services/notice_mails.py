"""News of requests that also goes out by mail: who waits for it may not be looking."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from peerlearn.notifications.models import Notice

from ..invitations import absolute
from ..models import NoticeMail
from . import mails

# What somebody waits for, or must answer in time. What goes to thirty, the bell tells.
MAILED = frozenset(
    {
        "request_received",
        "offer_received",
        "request_accepted",
        "request_declined",
        "request_message",
        "request_answer",
        "request_expired",
        "request_reopened",
        "offer_taken",
    }
)


def note(notice: Notice) -> None:
    """Have a notice sent by mail once the caller's transaction has committed, if its kind is."""
    if notice.kind in MAILED:
        NoticeMail.objects.create(notice=notice)


def send_due() -> int:
    """Send the mails that are due; returns how many. A sweep."""
    return mails.send_each(NoticeMail.objects.select_related("notice__user"), _send)


def _send(mail: NoticeMail) -> bool:
    notice = mail.notice
    if not notice.user.is_active:
        return False
    known = {"user": notice.user, "notice": notice, "url": absolute(notice.url)}
    text = render_to_string("learning/email/notice_message.txt", known)
    send_mail(" ".join(notice.title.split()), text, None, [notice.user.email])
    return True
