"""A mentor's private words about a learner."""

from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound

from ..models import LearnerNote, Mentor
from ..queries import learners

MOST = 1000


@transaction.atomic
def write(*, mentor: Mentor, learner_id: int, text: str) -> None:
    """Keep a note about a learner of this mentor; empty text takes it away.

    Raises NotFound for somebody who never learned with them, DomainError("too_long").
    """
    if not learners.of_mentor(mentor).filter(pk=learner_id).exists():
        raise NotFound("no_learner", "There is no such learner of yours.")
    words = text.replace("\0", " ").strip()
    if len(words) > MOST:
        too_long = f"Write at most {MOST} characters."
        raise DomainError("too_long", too_long, fields={"text": too_long})
    if not words:
        LearnerNote.objects.filter(mentor=mentor, learner=learner_id).delete()
        return
    LearnerNote.objects.update_or_create(
        mentor=mentor, learner_id=learner_id, defaults={"text": words, "changed_at": now()}
    )
