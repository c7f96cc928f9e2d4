"""Keeping the words of sessions where search reads them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from peerlearn.common import page_cache
from peerlearn.common.clock import now

from .. import tags, words
from ..enums import SessionKind
from ..models import Session, SessionText
from ..queries.sessions import OPEN_STATES

AT_ONCE = 100
KEPT_AFTER = timedelta(days=1)
COLUMNS = ["title", "names", "summary", "description", "stale"]


@transaction.atomic
def refresh(session_ids: Iterable[int]) -> int:
    """Write the words of these sessions as they are now; returns how many rows were written."""
    keys = list(session_ids)
    # Whoever changes one of them waits, or is waited for: old words never go over new ones.
    list(
        SessionText.objects.select_for_update(no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
        .values("pk")
    )
    sessions = (
        Session.objects.filter(pk__in=keys, kind=SessionKind.PUBLIC)
        .select_related("mentor__user", "domain")
        .prefetch_related("skills")
    )
    rows = [_text(session) for session in sessions]
    SessionText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session"], update_fields=COLUMNS
    )
    page_cache.changed(tags.LISTING)
    return len(rows)


def mark_stale(**of: int) -> None:
    """Have the sweep write the words of sessions `of` a mentor, domain, skill again."""
    sessions = Session.objects.filter(**of).values("pk")
    SessionText.objects.filter(session__in=sessions).update(stale=True)


def mark_all_stale() -> None:
    """Have every session's words written again."""
    SessionText.objects.update(stale=True)


def catch_up() -> int:
    """Write words that are missing or stale, drop those of what is over; a hundred at a time."""
    done = 0
    while batch := list(_behind()[:AT_ONCE]):
        done += refresh(batch)
    over = now() - KEPT_AFTER
    gone = SessionText.objects.filter(
        Q(session__ends_at__lt=over) | ~Q(session__state__in=OPEN_STATES)
    )
    SessionText.objects.filter(pk__in=list(gone.values_list("pk", flat=True)[:500])).delete()
    return done


def _behind() -> QuerySet[Session, int]:
    to_come = Session.objects.filter(
        kind=SessionKind.PUBLIC, state__in=OPEN_STATES, ends_at__gt=now()
    )
    return to_come.filter(Q(text=None) | Q(text__stale=True)).values_list("pk", flat=True)


def _text(session: Session) -> SessionText:
    names = [session.domain.name, session.mentor.user.name]
    names += [skill.name for skill in session.skills.all()]
    return SessionText(
        session=session,
        title=words.indexed(session.title),
        names=words.indexed(*names),
        summary=words.indexed(session.summary),
        description=words.indexed(session.description),
    )
