"""Leaving for good: asked for, taken back, carried out after two weeks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.states import check_move
from peerlearn.common.zones import day_text, zone_of

from .. import erasure_vetoes, mails
from ..enums import ERASURE_MOVES, ErasureState
from ..models import Erasure, User
from . import audit
from .pseudonyms import pseudonymise

GRACE = timedelta(days=14)
PUT_OFF = timedelta(days=1)
WHY_CHARACTERS = 300
SWEEP_LIMIT = 20


@transaction.atomic
def ask(*, user: User) -> Erasure:
    """Ask for one's account to be deleted in 14 days; until then one can take it back.

    Raises Conflict: erasure_waiting, or erasure_refused with the reasons as its message.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if Erasure.objects.filter(user=user, state=ErasureState.WAITING).exists():
        raise Conflict("erasure_waiting", _("Your account is going to be deleted already."))
    against = erasure_vetoes.reasons(user)
    if against:
        raise Conflict("erasure_refused", " ".join(against))
    moment = now()
    erasure = Erasure.objects.create(user=user, asked_at=moment, due_at=moment + GRACE)
    audit.record("erasure_asked", actor=user, subject=user, due=erasure.due_at.isoformat())
    mails.tell(user, "erasure_asked", {"day": _day(user, erasure.due_at)})
    return erasure


@transaction.atomic
def take_back(*, user: User) -> None:
    """Keep the account; Conflict("no_erasure") if it was not about to be deleted."""
    waiting = Erasure.objects.filter(user=user, state=ErasureState.WAITING)
    if not waiting.update(state=ErasureState.TAKEN_BACK, done_at=now()):
        raise Conflict("no_erasure", _("Your account is not going to be deleted."))
    audit.record("erasure_taken_back", actor=user, subject=user)
    mails.tell(user, "erasure_taken_back", {})


def sweep() -> None:
    """Carry out what is due; what fails is tried again at the next sweep."""
    due = Erasure.objects.filter(state=ErasureState.WAITING, due_at__lte=now())
    first = due.order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT]
    sweeps.each(list(first), lambda pk: carry_out(erasure_id=pk))


@transaction.atomic
def carry_out(*, erasure_id: int) -> bool:
    """Delete an account whose time has come; tells whether it did.

    What has come in the way meanwhile puts it off by a day.
    """
    erasure = Erasure.objects.select_for_update(no_key=True).get(pk=erasure_id)
    if erasure.state != ErasureState.WAITING or erasure.due_at > now():
        return False
    user = User.objects.select_for_update(no_key=True).get(pk=erasure.user_id)
    against = erasure_vetoes.reasons(user)
    if against:
        erasure.due_at = now() + PUT_OFF
        erasure.put_off_why = " ".join(against)[:WHY_CHARACTERS]
        erasure.save(update_fields=["due_at", "put_off_why"])
        audit.record("erasure_put_off", actor=None, subject=user, why=erasure.put_off_why)
        return False
    check_move(ERASURE_MOVES, erasure.state, ErasureState.DONE)
    mails.tell(user, "erasure_done", {})
    pseudonymise(user=user)
    erasure.state, erasure.done_at, erasure.put_off_why = ErasureState.DONE, now(), ""
    erasure.save(update_fields=["state", "done_at", "put_off_why"])
    audit.record("account_erased", actor=None, subject=user)
    return True


def _day(user: User, moment: datetime) -> str:
    return day_text(moment, zone_of(user.time_zone))
