"""Reading notices."""

from datetime import datetime

from django.db.models import QuerySet

from peerlearn.accounts.models import User

from .models import Notice


def unread_count(user: User) -> int:
    """Return how many notices a person has not read."""
    return Notice.objects.filter(user=user, read_at=None).count()


def of_user(user: User) -> QuerySet[Notice]:
    """Return a person's notices, newest first."""
    return Notice.objects.filter(user=user)


def told_since(*, kind: str, about: str, since: datetime) -> QuerySet[Notice]:
    """Return news of a kind whose dedup begins with `about`, told after a moment."""
    return Notice.objects.filter(kind=kind, dedup__startswith=about, created_at__gt=since)
