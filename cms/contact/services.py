"""Messages of the contact page: kept, mailed to us, dropped after a while."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from wagtail.contrib.forms.models import FormSubmission

from peerlearn.common.clock import now

from ..screens.frame import contact_email

KEPT = timedelta(days=180)
AT_ONCE = 100
FIELDS = ("name", "email", "topic", "message")

log = logging.getLogger(__name__)


@transaction.atomic
def keep_message(*, page: Any, data: dict[str, str]) -> FormSubmission:
    """Store what somebody wrote (`data`: name, email, topic, message) and mail it to us.

    The mail goes after the commit; if it can't be sent the message is in the admin all the same.
    """
    kept = {name: data[name] for name in FIELDS}
    stored = FormSubmission.objects.create(page=page, form_data=kept, submit_time=now())
    transaction.on_commit(lambda: _mail(page.pk, kept), robust=True)
    return stored


def drop_old_messages() -> int:
    """Delete messages kept for KEPT, at most AT_ONCE a call; return how many."""
    old = FormSubmission.objects.filter(submit_time__lt=now() - KEPT).order_by("submit_time")
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    return FormSubmission.objects.filter(pk__in=keys).delete()[0]


def _mail(page_id: int, data: dict[str, str]) -> None:
    listing = settings.SITE_URL + reverse("wagtailforms:list_submissions", args=[page_id])
    message = EmailMessage(
        subject=f"{settings.SITE_NAME}: {data['topic']} ({data['name']})",
        body=f"{data['message']}\n\n-- \n{data['name']} <{data['email']}>\n{listing}\n",
        to=[contact_email()],
        reply_to=[data["email"]],
    )
    try:
        message.send()
    except OSError:
        log.exception("A message of the contact page could not be mailed; it is in the admin.")
