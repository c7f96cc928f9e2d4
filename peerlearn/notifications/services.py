"""Telling people things, and marking them read."""

from collections.abc import Iterable
from typing import Any

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.compiled import CompiledInsert
from peerlearn.common.zones import iso_utc

from . import kinds, push
from .models import Notice
from .queries import unread_count

_tell = CompiledInsert(Notice, once=True)


def notify(*, user: User, kind: str, data: dict[str, Any], dedup: str = "") -> Notice | None:
    """Write a notice in the caller's transaction and push it after commit.

    `data` fills the kind's templates. With `dedup` the same news is told once: a repeat returns
    None. KeyError for a kind that nobody registered.
    """
    title, body, url = kinds.get(kind).render(data)
    texts = {"title": title[:200], "body": body[:500], "url": url[:300]}
    notice = _tell.create(user_id=user.pk, kind=kind, dedup=dedup, created_at=now(), **texts)
    if notice is None:
        return None
    push.to_user(user.pk, "notice", as_json(notice))
    return notice


def as_json(notice: Notice) -> dict[str, Any]:
    """Return a notice as sockets and API show it."""
    return {
        "id": notice.pk,
        "kind": notice.kind,
        "title": notice.title,
        "body": notice.body,
        "url": notice.url,
        "created_at": iso_utc(notice.created_at),
        "read": notice.read_at is not None,
    }


def mark_read(*, user: User, ids: Iterable[int] | None = None) -> int:
    """Mark one's own notices read, all if `ids` is None; returns how many are left unread."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    unread.update(read_at=now())
    left = unread_count(user)
    push.to_user(user.pk, "unread", {"count": left})
    return left


def retract(*, kinds: Iterable[str], dedups: Iterable[str]) -> int:
    """Delete news of these kinds about these things: a name in it is to go. Returns how many."""
    told = Notice.objects.filter(kind__in=list(kinds), dedup__in=list(dedups))
    return told.delete()[0]
