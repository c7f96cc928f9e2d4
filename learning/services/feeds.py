"""Secret calendar addresses: made, renewed, taken back."""

import secrets

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..models import CalendarFeed
from ..models.feed import digest_of


@transaction.atomic
def renew(*, user: User) -> str:
    """Give somebody a new calendar address and make the old one worthless; returns its token.

    Nobody can read it again: only its digest is kept.
    """
    token = secrets.token_urlsafe(24)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"digest": digest_of(token), "created_at": now()}
    )
    return token


def withdraw(*, user_id: int) -> bool:
    """Make somebody's calendar address worthless; False if they had none."""
    return bool(CalendarFeed.objects.filter(user_id=user_id).delete()[0])
