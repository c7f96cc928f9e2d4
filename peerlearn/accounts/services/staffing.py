"""What administrators do to accounts beside their standing: rights, and a lost second factor."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common.errors import Conflict, NotAllowed

from .. import mails
from ..models import User
from ..rights import Permission, may
from . import two_factor
from .access import end_access
from .audit import record
from .standing import checked_reason

Rights = dict[str, Any]


def rights_of(user: User) -> Rights:
    """Return somebody's staff rights as stored now: {superuser, staff, groups}."""
    if user.pk is None:
        return {"superuser": False, "staff": False, "groups": []}
    stored = User.objects.get(pk=user.pk)
    return {
        "superuser": stored.is_superuser,
        "staff": stored.is_staff,
        "groups": sorted(stored.group_names),
    }


@transaction.atomic
def note_rights(*, actor: User, user: User, before: Rights) -> bool:
    """Audit what an edit did to somebody's staff rights; tells whether it did anything.

    Whoever lost a right is logged out everywhere: an open admin page must not keep it.
    """
    after = rights_of(user)
    if after == before:
        return False
    record("rights_changed", actor=actor, subject=user, before=before, after=after)
    lost = (
        before["superuser"] > after["superuser"]
        or before["staff"] > after["staff"]
        or not set(before["groups"]) <= set(after["groups"])
    )
    if lost:
        end_access(user=user, why="rights_taken")
    return True


@transaction.atomic
def note_address(*, actor: User, user: User, old: str) -> None:
    """Audit that an administrator changed somebody's address; the `old` one hears of it."""
    record("email_changed", actor=actor, subject=user, by_staff=True)
    mails.tell(user, "address_changed_by_us", {"new_email": user.email}, to=old)


@transaction.atomic
def note_password(*, actor: User, user: User, keep_session: str = "") -> None:
    """Audit that an administrator set somebody's password; every login with the old one ends."""
    record("password_set", actor=actor, subject=user)
    end_access(user=user, why="password_set", keep_session=keep_session)


@transaction.atomic
def reset_two_factor(*, actor: User, user: User, reason: str) -> None:
    """Take away the second factor of somebody who lost it, and log them out; they get a mail.

    Raises DomainError("reason_required"), NotAllowed("not_allowed"|"not_yourself"|"only_admins"),
    Conflict("two_factor_is_off").
    """
    reason = checked_reason(reason)
    if not may(actor, Permission.RESET_TWO_FACTOR):
        raise NotAllowed("not_allowed", _("You may not do that."))
    if actor.pk == user.pk:
        raise NotAllowed("not_yourself", _("Nobody can do that to themselves."))
    if user.works_here and not actor.is_superuser:
        raise NotAllowed("only_admins", _("Only an administrator can do that to staff."))
    if not two_factor.has_second_factor(user):
        raise Conflict("two_factor_is_off", _("This account has no second factor."))
    two_factor.turn_off(actor=actor, user=user, reason=reason)
    end_access(user=user, why="two_factor_reset")
