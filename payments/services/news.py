"""Telling a payee what happens to their money: a notice, and a mail, as they may not be looking."""

from typing import Any

from django.conf import settings

from peerlearn.accounts import mails
from peerlearn.accounts.models import User
from peerlearn.notifications.services import notify


def tell(user: User, kind: str, **data: Any) -> None:
    """Write a notice and have it mailed, both once the caller's transaction has committed."""
    notice = notify(user=user, kind=kind, data=data)
    if notice is not None and user.is_active:
        known = {"notice": notice, "url": f"{settings.SITE_URL}{notice.url}"}
        mails.tell(user, "money_news", known)
