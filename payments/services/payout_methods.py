"""Where payouts go: told by the payee, checked by us or the gateway, usable after a cool-off.

What a number or address is in full leaves the database to the provider alone.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.accounts.services.audit import record
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.states import check_move

from .. import bank_details
from ..models import Payout, PayoutMethod
from ..payout_enums import METHOD_MOVES, OPEN_PAYOUTS, MethodKind, MethodState
from . import news

MOST = 5
WHY = 200


@transaction.atomic
def add(*, user: User, kind: str, holder: str, account: str, ifsc: str = "") -> PayoutMethod:
    """Add a bank account (with its IFSC) or UPI address; it waits for its check and the cool-off.

    Raises DomainError("holder_invalid"|"ifsc_invalid"|"account_invalid"|"kind_invalid"),
    Conflict("method_known"|"too_many_methods"), NotAllowed.
    """
    _lock(user)
    made = _make(user, kind, holder, account, ifsc)
    record("payout_method_added", actor=user, subject=user, method=made.pk, masked=made.masked)
    news.tell(user, "payout_method_added", masked=made.masked)
    return made


@transaction.atomic
def change(
    *, user: User, method_id: int, kind: str, holder: str, account: str, ifsc: str = ""
) -> PayoutMethod:
    """Put another account in the place of one; returns the new one, unchecked and cooling off.

    Raises as `add` and as `remove`; nothing is changed then.
    """
    _lock(user)
    old = _own(user, method_id)
    _forget(old)
    made = _make(user, kind, holder, account, ifsc)
    record(
        "payout_method_changed",
        actor=user,
        subject=user,
        method=made.pk,
        masked=made.masked,
        before=old.masked,
    )
    news.tell(user, "payout_method_changed", masked=made.masked, before=old.masked)
    return made


@transaction.atomic
def remove(*, user: User, method_id: int) -> None:
    """Forget an account; its last digits stay with what was paid to it.

    Raises NotFound("no_method"), Conflict("method_in_use") while a payout to it is under way.
    """
    _lock(user)
    old = _own(user, method_id)
    _forget(old)
    record("payout_method_removed", actor=user, subject=user, method=old.pk, masked=old.masked)
    news.tell(user, "payout_method_removed", masked=old.masked)


@transaction.atomic
def verify(*, actor: User, method_id: int) -> PayoutMethod:
    """Say as staff that an account is its owner's. Raises NotAllowed, NotFound, Conflict."""
    method = _for_staff(actor, method_id)
    mark_verified(method, by=actor)
    return method


@transaction.atomic
def refuse(*, actor: User, method_id: int, why: str) -> PayoutMethod:
    """Say as staff that an account can't be paid to, and why. Raises as `verify`, why_required."""
    why = why.strip()[:WHY]
    if not why:
        words = _("Say why.")
        raise DomainError("why_required", words, fields={"why": words})
    method = _for_staff(actor, method_id)
    _demand_unused(method)
    mark_refused(method, why=why, by=actor)
    return method


@transaction.atomic
def mark_verified(method: PayoutMethod, *, by: User | None) -> None:
    """Take an account as right; `by` is None if the gateway said so. Conflict("illegal_move")."""
    check_move(METHOD_MOVES, method.state, MethodState.VERIFIED)
    method.state, method.verified_at, method.verified_by = MethodState.VERIFIED, now(), by
    method.save(update_fields=["state", "verified_at", "verified_by"])
    record(
        "payout_method_verified",
        actor=by,
        subject=method.user,
        method=method.pk,
        masked=method.masked,
    )
    news.tell(method.user, "payout_method_verified", masked=method.masked)


@transaction.atomic
def mark_refused(method: PayoutMethod, *, why: str, by: User | None) -> None:
    """Take an account as wrong; `by` is None if the gateway said so. Conflict("illegal_move")."""
    check_move(METHOD_MOVES, method.state, MethodState.REFUSED)
    method.state, method.why = MethodState.REFUSED, why[:WHY]
    method.save(update_fields=["state", "why"])
    record(
        "payout_method_refused",
        actor=by,
        subject=method.user,
        method=method.pk,
        masked=method.masked,
        why=method.why,
    )
    news.tell(method.user, "payout_method_refused", masked=method.masked, why=method.why)


@transaction.atomic
def forget_all(*, user_id: int) -> None:
    """Empty every account of somebody who left; what was paid to them keeps the last digits."""
    PayoutMethod.objects.filter(user_id=user_id).update(
        state=MethodState.REMOVED, removed_at=now(), account="", holder="", ifsc=""
    )


def _lock(user: User) -> None:
    demand(user, Permission.TEACH)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _make(user: User, kind: str, holder: str, account: str, ifsc: str) -> PayoutMethod:
    holder = bank_details.clean_holder(holder)
    if kind == MethodKind.BANK:
        ifsc, account = bank_details.clean_ifsc(ifsc), bank_details.clean_number(account)
        masked = bank_details.mask_number(account)
    elif kind == MethodKind.UPI:
        ifsc, account = "", bank_details.clean_upi(account)
        masked = bank_details.mask_upi(account)
    else:
        raise DomainError("kind_invalid", _("Choose a bank account or a UPI address."))
    mine = list(PayoutMethod.objects.filter(user=user).exclude(state=MethodState.REMOVED))
    if any((one.account, one.ifsc) == (account, ifsc) for one in mine):
        raise Conflict("method_known", _("You have added this one already."))
    if len(mine) >= MOST:
        raise Conflict("too_many_methods", _("Remove one first: you can keep %d.") % MOST)
    moment = now()
    return PayoutMethod.objects.create(
        user=user,
        kind=kind,
        holder=holder,
        ifsc=ifsc,
        account=account,
        masked=masked,
        created_at=moment,
        usable_from=moment + settings.PAYOUT_COOL_OFF,
    )


def _own(user: User, method_id: int) -> PayoutMethod:
    kept = PayoutMethod.objects.exclude(state=MethodState.REMOVED)
    method = kept.select_for_update(no_key=True).filter(user=user, pk=method_id).first()
    if method is None:
        raise NotFound("no_method", _("There is no such account."))
    return method


def _for_staff(actor: User, method_id: int) -> PayoutMethod:
    demand(actor, Permission.MANAGE_MONEY)
    kept = PayoutMethod.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    method = kept.filter(pk=method_id).exclude(state=MethodState.REMOVED).first()
    if method is None:
        raise NotFound("no_method", _("There is no such account."))
    if method.user_id == actor.pk:
        raise NotAllowed("own_money", _("Somebody else decides about your own money."))
    return method


def _demand_unused(method: PayoutMethod) -> None:
    if Payout.objects.filter(method=method, state__in=OPEN_PAYOUTS).exists():
        raise Conflict("method_in_use", _("A payout to this account is under way."))


def _forget(method: PayoutMethod) -> None:
    _demand_unused(method)
    check_move(METHOD_MOVES, method.state, MethodState.REMOVED)
    method.state, method.removed_at = MethodState.REMOVED, now()
    method.account = method.ifsc = method.holder = ""
    method.save(update_fields=["state", "removed_at", "account", "ifsc", "holder"])
