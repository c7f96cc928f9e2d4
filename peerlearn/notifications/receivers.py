"""News of accounts that open pages must hear."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from peerlearn.accounts.models import User
from peerlearn.accounts.signals import access_ended, account_closed, export_ready

from . import groups, push
from .kinds import NoticeKind, register
from .models import Notice
from .services import notify

register(
    NoticeKind(
        "export_ready",
        "Your data is ready to download",
        "It is kept for seven days.",
        "/profile/privacy/",
    )
)


@receiver(access_ended, dispatch_uid="notifications.access")
def close_sockets(user_id: int, keep_session: str = "", only_session: str = "", **_: Any) -> None:
    """Close every socket of somebody whose sessions were ended, once that has committed."""
    event = {"type": "access.ended", "keep": keep_session, "only": only_session}
    transaction.on_commit(lambda: push.send(groups.user(user_id), event))


@receiver(export_ready, dispatch_uid="notifications.export")
def tell_of_export(user_id: int, export_id: int, **_: Any) -> None:
    """Tell somebody that their data can be fetched."""
    user = User.objects.get(pk=user_id)
    notify(user=user, kind="export_ready", data={}, dedup=f"export-{export_id}")


@receiver(account_closed, dispatch_uid="notifications.forget")
def forget_person(user_id: int, **_: Any) -> None:
    """Delete what somebody was told."""
    Notice.objects.filter(user_id=user_id).delete()
