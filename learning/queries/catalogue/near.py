"""What is like a session."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from peerlearn.common.clock import now

from ...models import Session
from ..sessions import visible


def similar_to(session: Session, limit: int) -> QuerySet[Session]:
    """Return up to `limit` other sessions to book: with a skill in common first, then soonest.

    They are of the topic, or share a skill with the session.
    """
    links = Session.skills.through.objects
    skills = links.filter(session=session.pk).values("skill_id")
    sharing = links.filter(skill__in=skills).values("session_id")
    others = visible().filter(Q(domain=session.domain_id) | Q(pk__in=sharing))
    others = others.filter(starts_at__gt=now(), seats_taken__lt=F("capacity"))
    related = Exists(links.filter(session=OuterRef("pk"), skill__in=skills))
    return (
        others.exclude(pk=session.pk)
        .alias(related=related)
        .order_by(F("related").desc(), "starts_at", "id")[:limit]
    )
