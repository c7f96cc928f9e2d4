"""Reading accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, given
from peerlearn.common.pictures import FACE_WIDTHS, prepared

from .agents import agent_text
from .enums import ErasureState, HomeRole
from .models import Block, DataExport, DraftPicture, Erasure, RefreshFamily, User

HOMES = {
    HomeRole.LEARNER: "learner-dashboard",
    HomeRole.MENTOR: "mentor-dashboard",
    HomeRole.STAFF: "wagtailadmin_home",
}


def home_of(user: User) -> str:
    """Return the address a person lands on after login; higher floors own the pages by URL name."""
    name = HOMES[HomeRole.STAFF] if user.works_here else HOMES[HomeRole(user.home_role)]
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


def draft_picture(draft_id: int | None) -> DraftPicture | None:
    """Return the picture chosen in the sign-up wizard; None if there is none, or no longer."""
    return DraftPicture.objects.filter(pk=draft_id).first() if draft_id else None


def draft_content(draft_id: int | None) -> ContentFile | None:
    """Return a draft picture's bytes, ready to become somebody's avatar."""
    draft = draft_picture(draft_id)
    if draft is None:
        return None
    with draft.file.open("rb") as file:
        return prepared(file.read(), FACE_WIDTHS)


def last_export(user: User) -> DataExport | None:
    """Return the newest data export, whatever became of it."""
    return DataExport.objects.filter(user=user).first()


def waiting_erasure(user: User) -> Erasure | None:
    """Return the deletion of the account that is under way, if there is one."""
    return Erasure.objects.filter(user=user, state=ErasureState.WAITING).first()


def blocks_of(user: User) -> QuerySet[Block]:
    """Return whom somebody has blocked, latest first."""
    return Block.objects.filter(by=user).select_related("person")


_blockers = Compiled(
    lambda: (
        Block.objects.filter(
            Q(by=given("one"), person=given("other")) | Q(by=given("other"), person=given("one"))
        )
        .order_by()
        .values_list("by_id")
    )
)


def blockers(one_id: int, other_id: int) -> set[int]:
    """Return which of two people have blocked the other: none, one or both of the ids."""
    return {by for (by,) in _blockers.rows(one=one_id, other=other_id)}


@dataclass(frozen=True)
class Device:
    """A place where somebody is logged in; `seen` is None where it is not known."""

    pk: int | UUID
    text: str
    ip: str | None
    since: datetime
    seen: datetime | None = None
    is_current: bool = False


def browsers_of(user: User, current_key: str) -> list[Device]:
    """Return the living browser sessions, the one with `current_key` first, then the newest."""
    rows = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
    keys = [row.session_key for row in rows]
    stored = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
    living = set(stored.values_list("session_key", flat=True))
    found = [
        Device(
            pk=row.pk,
            text=agent_text(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            is_current=row.session_key == current_key,
        )
        for row in rows
        if row.session_key in living
    ]
    return sorted(found, key=lambda device: not device.is_current)


def api_logins_of(user: User) -> list[Device]:
    """Return the API logins that may still be used, the last used first."""
    rows = RefreshFamily.objects.filter(user=user, revoked_at=None, expires_at__gt=now())
    return [
        Device(
            pk=row.pk,
            text=agent_text(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            seen=row.last_used_at,
        )
        for row in rows.order_by("-last_used_at", "pk")
    ]
