"""A mentor teaches one session at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from peerlearn.common.errors import Conflict
from peerlearn.common.zones import when_text, zone_of

from ..models import Mentor, Session
from ..queries.sessions import OPEN_STATES

CONSTRAINT = "session_one_at_a_time"


def clash(
    *, mentor_id: int, starts_at: datetime, ends_at: datetime, besides: int | None = None
) -> Session | None:
    """Return a session of the mentor, scheduled or live, that overlaps, other than `besides`."""
    others = Session.objects.filter(
        mentor_id=mentor_id, state__in=OPEN_STATES, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if besides is not None:
        others = others.exclude(pk=besides)
    return others.order_by("starts_at").first()


def hold_mentor(**whose: Any) -> QuerySet[Mentor]:
    """Return the mentor of this description, locked once read: before any session of theirs."""
    rows = Mentor.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    return rows.filter(**whose)


def check_free(
    *, mentor_id: int, starts_at: datetime, ends_at: datetime, besides: int | None = None
) -> None:
    """Raise Conflict("overlap") if the mentor teaches then; until the caller commits nobody adds.

    Inside the caller's transaction; locks the mentor's row. Who holds a session that others see
    has it already, by `hold_mentor`.
    """
    mentor = hold_mentor(pk=mentor_id).get()
    other = clash(mentor_id=mentor_id, starts_at=starts_at, ends_at=ends_at, besides=besides)
    if other is not None:
        raise Conflict(
            "overlap",
            _("You teach “%(title)s” then (%(when)s).")
            % {
                "title": other.title,
                "when": when_text(other.starts_at, zone_of(mentor.user.time_zone)),
            },
            fields={"starts_at": _("You have another session at this time.")},
        )


@contextmanager
def refused_as_overlap() -> Iterator[None]:
    """Turn the database's refusal of two sessions at once into Conflict("overlap")."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if CONSTRAINT not in str(error):
            raise
        raise Conflict("overlap", _("You have another session at this time.")) from error
