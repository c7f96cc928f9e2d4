"""Writing a mentor's words into a session's row; who may is decided by the caller."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.pictures import deleter

from ..models import CurriculumItem, Session
from ..session_rules import faults

PLAIN = (
    "title", "summary", "description", "domain", "level", "language", "capacity", "price",
    "min_seats", "decide_hours",
)  # fmt: skip
STRIPPED = ("title", "summary", "language")


def check(values: Mapping[str, Any]) -> None:
    """Raise DomainError("invalid_session") with the fields that are wrong, if any is."""
    refuse(faults(values, now=now()))


def refuse(wrong: dict[str, str], code: str = "invalid_session") -> None:
    """Raise DomainError(code) with these fields and their texts, if there are any."""
    if wrong:
        raise DomainError(code, next(iter(wrong.values())), fields=wrong)


def values_of(session: Session) -> dict[str, Any]:
    """Return what a session's mentor has written, by the names of session_rules.FIELDS."""
    values: dict[str, Any] = {field: getattr(session, field) for field in PLAIN}
    return values | {
        "starts_at": session.starts_at,
        "minutes": session.minutes,
        "skills": list(session.skills.all()),
        "curriculum": [(one.title, one.text, one.minutes) for one in session.curriculum.all()],
    }


def differing(session: Session, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `changes` that say something else than the session does."""
    old = values_of(session)
    tidy = {
        field: value.strip() if field in STRIPPED else value for field, value in changes.items()
    }
    if "curriculum" in tidy:
        tidy["curriculum"] = [tuple(row) for row in tidy["curriculum"]]
    if "skills" in tidy:
        old["skills"] = {one.pk for one in old["skills"]}
    return {
        field: value
        for field, value in tidy.items()
        if field == "cover"
        or old[field] != ({one.pk for one in value} if field == "skills" else value)
    }


def write(session: Session, changes: Mapping[str, Any]) -> None:
    """Store these fields; an edit raises the version. Inside the caller's transaction."""
    fields = [field for field in PLAIN if field in changes]
    for field in fields:
        setattr(session, field, changes[field])
    if {"starts_at", "minutes"} & set(changes):
        _set_time(session, changes)
        fields += ["starts_at", "ends_at", "planned_minutes"]
    if "cover" in changes:
        _set_cover(session, changes["cover"])
        fields.append("cover")
    if session.pk is None:
        session.save()
    else:
        session.version += 1
        session.save(update_fields=[*fields, "slug", "version", "updated_at"])
    if "skills" in changes:
        session.skills.set(changes["skills"])
    if "curriculum" in changes:
        session.curriculum.all().delete()
        CurriculumItem.objects.bulk_create(
            CurriculumItem(session=session, position=place, title=name, text=text, minutes=length)
            for place, (name, text, length) in enumerate(changes["curriculum"], start=1)
        )


def _set_time(session: Session, changes: Mapping[str, Any]) -> None:
    minutes = changes.get("minutes", session.minutes)
    start = changes.get("starts_at", session.starts_at)
    session.planned_minutes = minutes
    session.starts_at = start
    # None is what a draft without a time has; the column takes it, its type does not say so.
    session.ends_at = start + timedelta(minutes=minutes) if start else start


def _set_cover(session: Session, cover: Any) -> None:
    drop_cover(session)
    session.cover = cover or ""


def drop_cover(session: Session) -> None:
    """Delete the cover's files after the commit, unless a copy of the session shows them, too."""
    name = session.cover.name if session.cover else ""
    if name and not Session.objects.filter(cover=name).exclude(pk=session.pk).exists():
        transaction.on_commit(deleter(session.cover))
