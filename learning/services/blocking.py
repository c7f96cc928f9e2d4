"""What a block forbids here: no seat, no question, no following, whoever blocked whom.

Nobody is told that they are blocked: they hear what anybody hears who may not.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.queries import blockers
from peerlearn.common.errors import Conflict, NotAllowed

from ..enums import WaitState
from ..models import Follow, Mentor, WaitlistEntry
from ..signals import followers_changed


def check_welcome(*, actor: User, other_id: int) -> None:
    """Refuse where one of two people has blocked the other.

    Inside a transaction that holds the actor's row, so that a block of this moment is seen. Raises
    Conflict("you_blocked"), or NotAllowed("not_available") for who is blocked.
    """
    found = blockers(actor.pk, other_id)
    if actor.pk in found:
        raise Conflict("you_blocked", _("You have blocked this person. Unblock them first."))
    if found:
        raise NotAllowed("not_available", _("This isn't available to you."))


@transaction.atomic
def part(*, by_id: int, person_id: int) -> None:
    """Undo what ties two people who are not to meet: following and waiting. Seats stay."""
    pairs = (by_id, person_id), (person_id, by_id)
    for learner, teacher in pairs:
        waiting = Q(learner=learner, session__mentor__user=teacher, state=WaitState.WAITING)
        WaitlistEntry.objects.filter(waiting).update(state=WaitState.LEFT)
        mentor = Mentor.objects.filter(user=teacher).first()
        if mentor and Follow.objects.filter(user=learner, mentor=mentor).delete()[0]:
            followers_changed.send(Mentor, mentor_id=mentor.pk)
