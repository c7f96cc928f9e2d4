"""Asking for a payout, and deciding on it: the money is set aside before anybody looks."""

import re
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand, may
from peerlearn.accounts.services.audit import record
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.money import format_inr
from peerlearn.common.zones import when_text, zone_of

from ..models import Payout, PayoutApproval, PayoutMethod
from ..payout_enums import OPEN_PAYOUTS, STOPPABLE, MethodState, PayoutState
from ..payout_providers import MANUAL
from ..queries.payouts import sums_of
from . import ledger
from .payout_moves import WHY, locked, move, tell

UTR = re.compile(r"^[A-Za-z0-9][A-Za-z0-9/-]{5,39}$")


@transaction.atomic
def request(*, user: User, method_id: int, amount: int | None = None) -> Payout:
    """Set `amount` paise of what is available aside for a payout; None means all of it.

    At least PAYOUT_MIN, or a smaller rest as a whole: when nothing waits, once in 30 days.
    Raises NotAllowed, NotFound("no_method"), DomainError("payout_too_small"), Conflict:
    payout_open, method_unverified, method_cooling_off, not_enough.
    """
    demand(user, Permission.TEACH)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active:
        raise NotAllowed("not_allowed", _("You may not do that."))
    method = _usable(user, method_id)
    if Payout.objects.filter(payee=user, state__in=OPEN_PAYOUTS).exists():
        raise _open()
    free, sums = ledger.mentor_available(user.pk), sums_of(user)
    amount = sums.available if amount is None else amount
    if amount < sums.least:
        words = _("A payout is %s or more.") % format_inr(sums.least)
        raise DomainError("payout_too_small", words, fields={"amount": words})
    payout = _set_down(user, method, amount)
    available = ledger.lock(free, ledger.payout(payout.pk))[free[0]]
    if available < amount:
        words = _("You have %s available.") % format_inr(available)
        raise Conflict("not_enough", words, fields={"amount": words})
    lines = [(free, amount), (ledger.payout(payout.pk), -amount)]
    ledger.post(kind="payout_requested", ref=str(payout.pk), lines=lines)
    record(
        "payout_requested", actor=user, subject=user, payout=payout.reference, amount=amount,
        to=payout.destination,
    )  # fmt: skip
    tell(payout, "payout_requested")
    return payout


@transaction.atomic
def cancel(*, user: User, payout_id: int) -> Payout:
    """Take back one's own request, as long as nobody approved it.

    Raises NotFound("no_payout"), Conflict("too_late").
    """
    payout = locked(payout_id)
    if payout.payee_id != user.pk:
        raise NotFound("no_payout", _("There is no such payout."))
    if payout.state != PayoutState.REQUESTED:
        raise Conflict("too_late", _("It is too late: this payout is on its way or over."))
    move(payout, PayoutState.CANCELLED, by=user)
    return payout


@transaction.atomic
def approve(*, actor: User, payout_id: int) -> Payout:
    """Say as staff that a payout is right; above PAYOUT_FOUR_EYES it takes a second person.

    Raises NotAllowed, NotFound, Conflict: illegal_move, frozen, approved_by_you.
    """
    payout = _for_staff(actor, payout_id)
    if payout.state != PayoutState.REQUESTED:
        raise Conflict("illegal_move", _("This payout is not waiting for approval."))
    _demand_not_frozen(payout)
    _approval, new = PayoutApproval.objects.get_or_create(
        payout=payout, by=actor, defaults={"at": now()}
    )
    if not new:
        raise Conflict("approved_by_you", _("You approved it. Somebody else has to as well."))
    if payout.approvals.count() >= needed(payout.amount):
        move(payout, PayoutState.APPROVED, by=actor, provider=settings.PAYOUT_PROVIDER)
    else:
        record("payout_half_approved", actor=actor, subject=payout.payee, payout=payout.reference)
    return payout


@transaction.atomic
def reject(*, actor: User, payout_id: int, why: str) -> Payout:
    """Refuse a payout that has not gone out, and say why; the money is available again.

    Raises NotAllowed, NotFound, DomainError("why_required"), Conflict("illegal_move").
    """
    why = _reason(why)
    payout = _for_staff(actor, payout_id)
    if payout.state not in STOPPABLE:
        raise Conflict("illegal_move", _("This payout can't be stopped any more."))
    move(payout, PayoutState.REJECTED, by=actor, why=why)
    return payout


@transaction.atomic
def mark_paid(*, actor: User, payout_id: int, utr: str) -> Payout:
    """Say that an approved payout was sent by hand, with the bank's reference (UTR).

    Raises NotAllowed, NotFound, DomainError("utr_invalid"), Conflict: not_by_hand, frozen,
    illegal_move, utr_known.
    """
    utr = utr.strip().upper()
    if not UTR.match(utr):
        words = _("The bank's reference has 6 to 40 letters and digits.")
        raise DomainError("utr_invalid", words, fields={"utr": words})
    payout = _for_staff(actor, payout_id)
    if payout.state != PayoutState.APPROVED and not payout.is_stuck:
        raise Conflict("illegal_move", _("This payout does not wait to be paid."))
    if payout.provider != MANUAL and not payout.is_stuck:
        raise Conflict("not_by_hand", _("The gateway sends this payout."))
    _demand_not_frozen(payout)
    if Payout.objects.filter(utr=utr).exists():
        words = _("Another payout has this reference.")
        raise Conflict("utr_known", words, fields={"utr": words})
    move(payout, PayoutState.PROCESSED, by=actor, utr=utr)
    return payout


@transaction.atomic
def mark_returned(*, actor: User, payout_id: int, why: str) -> Payout:
    """Say that the bank sent back a payout paid by hand, or that a stuck one never left.

    Raises NotAllowed, NotFound, DomainError("why_required"), Conflict("illegal_move").
    """
    why = _reason(why)
    payout = _for_staff(actor, payout_id)
    if payout.is_stuck:
        move(payout, PayoutState.FAILED, by=actor, why=why)
    elif payout.state == PayoutState.PROCESSED and payout.provider == MANUAL:
        move(payout, PayoutState.REVERSED, by=actor, why=why)
    else:
        raise Conflict("illegal_move", _("The gateway says itself what comes back."))
    return payout


@transaction.atomic
def details(*, actor: User, payout_id: int) -> dict[str, str]:
    """Return where an approved payout goes, in full, for who sends it by hand; it is noted.

    Called by the command at the server alone, which knows no second factor. Raises NotAllowed,
    NotFound("no_payout"), Conflict("illegal_move").
    """
    payout = locked(payout_id)
    if not may(actor, Permission.MANAGE_MONEY) or payout.payee_id == actor.pk:
        raise NotAllowed("not_allowed", _("You may not do that."))
    if payout.state != PayoutState.APPROVED or payout.frozen_at:
        raise Conflict("illegal_move", _("This payout does not wait to be paid."))
    method = payout.method
    record("payout_details_read", actor=actor, subject=payout.payee, payout=payout.reference)
    return {
        "payout": payout.reference,
        "amount": format_inr(payout.amount),
        "holder": method.holder,
        "ifsc": method.ifsc,
        "account": method.account,
    }


def needed(amount: int) -> int:
    """Return how many of our people have to approve a payout of so many paise."""
    return 2 if amount > settings.PAYOUT_FOUR_EYES else 1


@transaction.atomic
def freeze(*, user_id: int) -> None:
    """Stop what has not gone out to somebody whose account was closed."""
    mine = Payout.objects.filter(payee_id=user_id, state__in=STOPPABLE, frozen_at=None)
    mine.update(frozen_at=now())


@transaction.atomic
def thaw(*, user_id: int) -> None:
    """Let go on what was frozen: the account is open again."""
    Payout.objects.filter(payee_id=user_id).exclude(frozen_at=None).update(frozen_at=None)


def _usable(user: User, method_id: int) -> PayoutMethod:
    kept = PayoutMethod.objects.exclude(state=MethodState.REMOVED).defer("account")
    method = kept.select_for_update(no_key=True).filter(user=user, pk=method_id).first()
    if method is None:
        raise NotFound("no_method", _("There is no such account."))
    if method.state != MethodState.VERIFIED:
        raise Conflict("method_unverified", _("We have not checked this account yet."))
    if method.cools_off:
        at = when_text(method.usable_from, zone_of(user.time_zone))
        raise Conflict("method_cooling_off", _("This account is new: from %s.") % at)
    return method


def _set_down(user: User, method: PayoutMethod, amount: int) -> Payout:
    try:
        with transaction.atomic():
            return Payout.objects.create(
                payee=user,
                method=method,
                destination=str(method),
                amount=amount,
                key=f"po-{secrets.token_hex(12)}",
                requested_at=now(),
            )
    except IntegrityError as error:
        raise _open() from error


def _open() -> Conflict:
    return Conflict("payout_open", _("One payout at a time: yours is still under way."))


def _for_staff(actor: User, payout_id: int) -> Payout:
    demand(actor, Permission.MANAGE_MONEY)
    payout = locked(payout_id)
    if payout.payee_id == actor.pk:
        raise NotAllowed("own_money", _("Somebody else decides about your own money."))
    return payout


def _demand_not_frozen(payout: Payout) -> None:
    if payout.frozen_at:
        raise Conflict("frozen", _("This account is closed: its payouts wait."))


def _reason(why: str) -> str:
    why = " ".join(why.split())[:WHY]
    if not why:
        words = _("Say why.")
        raise DomainError("why_required", words, fields={"why": words})
    return why if why.endswith((".", "!", "?")) else f"{why}."
