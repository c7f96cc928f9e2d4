"""Keeping somebody away, and letting them come again."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound

from .. import acquaintance
from ..models import Block, User
from ..signals import person_blocked

MOST = 500


@transaction.atomic
def block(*, user: User, person_id: int) -> Block:
    """Keep somebody away with whom one has to do; twice is once. They are not told.

    Raises NotFound for anybody else, Conflict("too_many_blocked") beyond MOST.
    """
    person = acquaintance.known_to(user, person_id)
    if person is None:
        raise NotFound("no_person", _("There is no such person."))
    # Both rows, in order: whoever books or asks this moment has locked theirs, and is before or
    # after this, never beside it.
    rows = User.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.filter(pk__in=[user.pk, person.pk]).values_list("pk"))
    standing = Block.objects.filter(by=user, person=person).first()
    if standing is not None:
        return standing
    if Block.objects.filter(by=user).count() >= MOST:
        raise Conflict("too_many_blocked", _("You have blocked %d people.") % MOST)
    made = Block.objects.create(by=user, person=person, created_at=now())
    person_blocked.send(Block, by_id=user.pk, person_id=person.pk)
    return made


@transaction.atomic
def unblock(*, user: User, person_id: int) -> bool:
    """Keep somebody away no longer; tells whether they were. What ended by it stays ended."""
    return bool(Block.objects.filter(by=user, person_id=person_id).delete()[0])
