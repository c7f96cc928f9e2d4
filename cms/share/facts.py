"""What a share picture shows, as plain values: its version is their fingerprint."""

import hashlib
from dataclasses import astuple, dataclass

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.models import Mentor, Session
from peerlearn.common.money import format_inr
from peerlearn.common.zones import half_hour, site_zone, when_text

# Raise it when the drawing changes: every picture gets a new address.
DRAWING = 2
# A count of reviews is shown in tens, so that not each review makes a new picture.
TENS_FROM = 20


@dataclass(frozen=True)
class SessionFacts:
    """What the picture of a session shows. Seats left are not among it: chats keep pictures."""

    title: str
    mentor: str
    form: str
    when: str
    slot: int
    price: str
    capacity: int
    seed: int
    cover: str = ""
    face: str = ""


@dataclass(frozen=True)
class MentorFacts:
    """What the picture of a mentor shows; `focus` is the middle of the face, in fractions."""

    name: str
    headline: str
    praise: str
    languages: tuple[str, ...]
    seed: int
    face: str = ""
    focus: tuple[float, float] = (0.5, 0.4)


@dataclass(frozen=True)
class SiteFacts:
    """What the picture of every other page shows."""

    words: tuple[str, ...]
    promise: str


def of_session(session: Session) -> SessionFacts:
    """Return what the picture of a session read with mentor, user and domain shows."""
    zone = site_zone()
    form = _("Live 1:1") if session.capacity == 1 else _("Live group")
    return SessionFacts(
        title=session.title,
        mentor=session.mentor.user.name,
        form=f"{form} · {session.minutes} min · {session.domain.name}",
        when=when_text(session.starts_at, zone),
        slot=half_hour(session.starts_at, zone),
        price=format_inr(session.price) if session.price else _("Free"),
        capacity=session.capacity,
        seed=session.mentor_id,
        cover=_name(session.cover),
        face=_name(session.mentor.user.avatar),
    )


def of_mentor(mentor: Mentor, headline: str, portrait: object | None) -> MentorFacts:
    """Return what the picture of a mentor shows; `portrait` is Wagtail's image, else the avatar."""
    face, focus = _name(mentor.user.avatar), (0.5, 0.4)
    if portrait is not None:
        face, focus = portrait.file.name, _focus(portrait)
    return MentorFacts(
        name=mentor.user.name,
        headline=headline or mentor.headline,
        praise=_praise(mentor),
        languages=tuple(mentor.languages[:3]),
        seed=mentor.pk,
        face=face,
        focus=focus,
    )


def of_site() -> SiteFacts:
    """Return what the picture of the site shows."""
    return SiteFacts(
        words=(_("Two people."), _("One hour."), _("The same clock.")),
        promise=_("Live lessons with people who do the work"),
    )


def version(facts: SessionFacts | MentorFacts | SiteFacts) -> str:
    """Return the fingerprint of what a picture shows: twelve hexadecimal digits."""
    told = repr((DRAWING, type(facts).__name__, *astuple(facts)))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _name(file: FieldFile) -> str:
    return file.name if file else ""


def _focus(portrait: object) -> tuple[float, float]:
    x, y = portrait.focal_point_x, portrait.focal_point_y
    if x is None or y is None or not portrait.width or not portrait.height:
        return (0.5, 0.4)
    return (round(x / portrait.width, 3), round(y / portrait.height, 3))


def _praise(mentor: Mentor) -> str:
    count = mentor.rating_count
    if not count:
        return ""
    told = f"{count // 10 * 10}+" if count >= TENS_FROM else str(count)
    return ngettext("%(rating)s from %(n)s review", "%(rating)s from %(n)s reviews", count) % {
        "rating": mentor.rating,
        "n": told,
    }
