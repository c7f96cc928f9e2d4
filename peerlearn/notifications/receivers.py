"""News of accounts that open pages must hear."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from peerlearn.accounts.signals import access_ended

from . import groups, push


@receiver(access_ended, dispatch_uid="notifications.access")
def close_sockets(user_id: int, keep_session: str = "", only_session: str = "", **_: Any) -> None:
    """Close every socket of somebody whose sessions were ended, once that has committed."""
    event = {"type": "access.ended", "keep": keep_session, "only": only_session}
    transaction.on_commit(lambda: push.send(groups.user(user_id), event))
