"""Whether an account may be used: deactivated, banned, let back in. Each with a reason."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.states import check_move

from .. import mails
from ..enums import STANDING_MOVES, Standing
from ..models import User
from ..rights import Permission, may
from ..signals import account_restored, account_suspended
from .access import end_access
from .audit import record

REASON_CHARACTERS = 300


def deactivate(*, actor: User, user: User, reason: str) -> User:
    """Close an account until somebody of ours opens it again; people may do it to themselves.

    Sessions, API logins and sockets end. Raises DomainError("reason_required"),
    NotAllowed("not_allowed"), NotFound("no_person"), Conflict("already_so"|"last_admin") and
    Conflict("illegal_move").
    """
    return _move(actor=actor, user=user, reason=reason, new=Standing.DEACTIVATED)


def ban(*, actor: User, user: User, reason: str) -> User:
    """Shut somebody out for what they did. Raises as `deactivate`; nobody bans themselves."""
    return _move(actor=actor, user=user, reason=reason, new=Standing.BANNED)


def reactivate(*, actor: User, user: User, reason: str) -> User:
    """Let somebody back in; raises as `deactivate`. What was cancelled stays cancelled."""
    return _move(actor=actor, user=user, reason=reason, new=Standing.ACTIVE)


@transaction.atomic
def _move(*, actor: User, user: User, reason: str, new: Standing) -> User:
    reason = checked_reason(reason)
    actor, locked = _locked(actor, user)
    _check_actor(actor, locked, new)
    if locked.standing == new:
        raise Conflict("already_so", _("This account is %s already.") % new.label.lower())
    check_move(STANDING_MOVES, locked.standing, new)
    if new != Standing.ACTIVE:
        _check_an_admin_stays(locked)
    old, locked.standing, locked.is_active = locked.standing, new, new == Standing.ACTIVE
    locked.save(update_fields=["standing", "is_active"])
    user.standing, user.is_active = locked.standing, locked.is_active
    record(f"account_{new}", actor=actor, subject=locked, reason=reason, before=str(old))
    by_staff = actor.pk != locked.pk
    if by_staff:
        news = "account_restored" if new == Standing.ACTIVE else "account_suspended"
        mails.tell(locked, news, {})
    if new == Standing.ACTIVE:
        account_restored.send(User, user_id=locked.pk, by_staff=by_staff)
        return locked
    account_suspended.send(User, user_id=locked.pk, by_staff=by_staff)
    end_access(user=locked, why=new)
    return locked


def checked_reason(reason: str) -> str:
    """Return the words somebody gave, trimmed; DomainError("reason_required"|"reason_too_long")."""
    reason = reason.strip()
    if not reason:
        words = _("Say why.")
        raise DomainError("reason_required", words, fields={"reason": words})
    if len(reason) > REASON_CHARACTERS:
        words = _("Say it in %d characters.") % REASON_CHARACTERS
        raise DomainError("reason_too_long", words, fields={"reason": words})
    return reason


def _locked(actor: User, user: User) -> tuple[User, User]:
    # All administrators with the two, in one order: who put each other out at once wait, and the
    # second finds that they may not any more. Without the key: rows that point at somebody, as the
    # notice to a mentor of a seat just taken, are not held up, or each would wait for the other.
    rows = User.objects.select_for_update(of=("self",), no_key=True).filter(
        Q(pk__in=[actor.pk, user.pk]) | Q(is_superuser=True, is_active=True)
    )
    found = {row.pk: row for row in rows.order_by("pk")}
    if user.pk not in found or actor.pk not in found:
        raise NotFound("no_person", _("There is no such person."))
    return found[actor.pk], found[user.pk]


def _check_actor(actor: User, user: User, new: Standing) -> None:
    if actor.pk == user.pk:
        if new != Standing.DEACTIVATED:
            raise NotAllowed("not_yourself", _("Nobody can do that to themselves."))
        return
    if not may(actor, Permission.MODERATE_PEOPLE):
        raise NotAllowed("not_allowed", _("You may not do that."))
    if user.works_here and not actor.is_superuser:
        raise NotAllowed("only_admins", _("Only an administrator can do that to staff."))


def _check_an_admin_stays(user: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise Conflict("last_admin", _("This is the last administrator."))
